import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../account/actions/caller";
import { AwsError, type Props } from "../account/model";
import type { HostedZones } from "../services/route53/hostedZones";
import { readText } from "./protocol";
import { changeXml, errorXml, listXml, readChangeBatch, zoneXml } from "./route53Xml";

/** Answers Route 53's operations; {@link HostedZones} does. What one throws reaches the caller as XML. */
export type Route53Handlers = Pick<HostedZones, "change" | "get" | "getChange" | "list">;

/** HTTP's status for Route 53's codes; for any other 400. docs.aws.amazon.com/Route53/latest/APIReference/CommonErrors.html */
const STATUS: Record<string, number> = {
  AccessDenied: 403,
  InternalFailure: 500,
  InvalidClientTokenId: 403,
  MissingAuthenticationToken: 403,
  NoSuchChange: 404,
  NoSuchHostedZone: 404,
  SignatureDoesNotMatch: 403,
};

/** What signing has gone wrong is called in Route 53. */
const SIGNING: Record<string, string> = {
  IncompleteSignatureException: "IncompleteSignature",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
};

/** Parameters of ListResourceRecordSets in the query, and their names in its input. */
const LIST_PARAMETERS: Record<string, string> = {
  identifier: "StartRecordIdentifier",
  maxitems: "MaxItems",
  name: "StartRecordName",
  type: "StartRecordType",
};

/**
 * Answers a request to Route 53's REST interface: ChangeResourceRecordSets, ListResourceRecordSets, GetChange and GetHostedZone.
 * docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53.html
 *
 * @param callerOf Who calls; what it throws is answered.
 */
export async function answerRoute53(
  handlers: Route53Handlers,
  callerOf: (request: IncomingMessage) => Caller,
  requestId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let [status, xml] = [200, ""];
  try {
    xml = await perform(handlers, callerOf(request), request);
  } catch (error) {
    const [code, message] = described(error);
    status = STATUS[code] ?? 400;
    xml = errorXml(status < 500 ? "Sender" : "Receiver", code, message, requestId);
  }
  response.writeHead(status, {
    "Content-Type": "text/xml",
    "Content-Length": Buffer.byteLength(xml),
    "x-amzn-RequestId": requestId,
  });
  response.end(xml);
}

async function perform(handlers: Route53Handlers, caller: Caller, request: IncomingMessage): Promise<string> {
  const [path = "", query = ""] = (request.url ?? "/").split("?");
  const [, kind, id = "", sets] = /^\/2013-04-01\/(hostedzone|change)\/([^/]+)(\/rrset)?\/?$/.exec(path) ?? [];
  const operation = `${request.method} ${kind}${sets ?? ""}`;
  switch (operation) {
    case "POST hostedzone/rrset": {
      const input = { HostedZoneId: id, ChangeBatch: readChangeBatch(await readText(request)) };
      return changeXml("ChangeResourceRecordSets", handlers.change(caller, input));
    }
    case "GET hostedzone/rrset":
      return listXml(handlers.list(caller, { HostedZoneId: id, ...listParameters(query) }));
    case "GET hostedzone":
      return zoneXml(handlers.get(caller, { Id: id }));
    case "GET change":
      return changeXml("GetChange", handlers.getChange(caller, { Id: id }));
    default:
      throw new AwsError("UnknownOperationException", `Nothing answers to ${request.method} ${path} in Route 53 here.`);
  }
}

function listParameters(query: string): Props {
  const input: Props = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const field = LIST_PARAMETERS[name];
    if (field === undefined) throw new AwsError("InvalidInput", `Invalid request: unknown parameter ${name}.`);
    input[field] = field === "MaxItems" ? Number(value) : value;
  }
  return input;
}

function described(error: unknown): [code: string, message: string] {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof AwsError ? [SIGNING[error.code] ?? error.code, message] : ["InternalFailure", message];
}
