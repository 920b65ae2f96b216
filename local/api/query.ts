import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../account/actions/caller";
import { AwsError, type Props, type Value } from "../account/model";
import { readText } from "./protocol";
import { writeXml, type XmlValue } from "./xml";

/** A service that speaks AWS's query protocol: smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export interface QueryService {
  /** Of its API, as requests name it: `2015-12-01`. */
  version: string;
  /** Of the XML that it answers with. */
  namespace: string;
  /** By the parameter `Action`. */
  operations: Readonly<Record<string, QueryHandler>>;
}

/**
 * Answers one operation. In its input every value is text, and an empty list is "". What it throws reaches the caller: an
 * `AwsError` under its own code, anything else as `InternalFailure`.
 */
export type QueryHandler = (caller: Caller, input: Props) => { [name: string]: XmlValue };

/** A list as it is written: each of its elements as `member`. */
export function members(values: readonly XmlValue[]): XmlValue {
  return { member: values };
}

/** HTTP's status for codes of the query protocol; for any other 400. */
const STATUS: Record<string, number> = {
  AccessDenied: 403,
  InternalFailure: 500,
  InvalidClientTokenId: 403,
  MissingAuthenticationToken: 403,
  SignatureDoesNotMatch: 403,
};

/** What is called otherwise than in the JSON protocol. */
const CODES: Record<string, string> = {
  AccessDeniedException: "AccessDenied",
  IncompleteSignatureException: "IncompleteSignature",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
};

/** Whether a request is one of the query protocol. */
export function isQuery({ headers, method }: IncomingMessage): boolean {
  return method === "POST" && /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
}

/**
 * Answers a request of the query protocol: a form with the parameters `Action` and `Version`, and an answer in XML.
 *
 * @param callerOf Who calls; what it throws is answered.
 */
export async function answerQuery(
  services: readonly QueryService[],
  callerOf: (request: IncomingMessage) => Caller,
  requestId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let [status, xml] = [200, ""];
  let service: QueryService | undefined;
  try {
    const { Action, Version, ...input } = readForm(await readText(request));
    service = services.find(({ version }) => version === Version);
    const handler = operationOf(service, String(Action), String(Version));
    const output = handler(callerOf(request), input);
    xml = resultXml(String(Action), service, output, requestId);
  } catch (error) {
    // The connection is of use to the client again only when all that it sends was read.
    request.resume();
    const code = error instanceof AwsError ? (CODES[error.code] ?? error.code) : "InternalFailure";
    status = STATUS[code] ?? 400;
    xml = errorXml(code, error instanceof Error ? error.message : String(error), service, requestId);
  }
  response.writeHead(status, {
    "Content-Type": "text/xml",
    "Content-Length": Buffer.byteLength(xml),
    "x-amzn-RequestId": requestId,
  });
  response.end(xml);
}

function operationOf(service: QueryService | undefined, action: string, version: string): QueryHandler {
  const handler = service && Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
  if (handler) return handler;
  throw new AwsError("InvalidAction", `Could not find operation ${action} for version ${version}`);
}

/**
 * Reads a form: `Targets.member.1.Id=i-1` is the field `Id` of the first element of the list `Targets`.
 *
 * @throws AwsError `MalformedQueryString`
 */
function readForm(body: string): Props {
  const entries = [...new URLSearchParams(body)].map(([key, value]) => ({ path: key.split("."), value }));
  const value = structureOf(entries);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

interface Entry {
  path: string[];
  value: string;
}

function structureOf(entries: readonly Entry[]): Value {
  const [first, ...more] = entries;
  if (first && first.path.length === 0) {
    if (more.length > 0) throw malformed("a parameter is given more than once");
    return first.value;
  }
  const fields = new Map<string, Entry[]>();
  for (const { path, value } of entries) {
    const [name = "", ...rest] = path;
    if (!/^([A-Za-z]\w*|[1-9]\d{0,5})$/.test(name)) throw malformed(`"${name}" is no name of a parameter`);
    fields.set(name, [...(fields.get(name) ?? []), { path: rest, value }]);
  }
  const only = fields.get("member");
  if (only && fields.size === 1 && only.every(({ path }) => /^\d+$/.test(path[0] ?? ""))) return listOf(only);
  return Object.fromEntries([...fields].map(([name, own]) => [name, structureOf(own)]));
}

function listOf(entries: readonly Entry[]): Value[] {
  const numbers = [...new Set(entries.map(({ path }) => Number(path[0])))].sort((one, other) => one - other);
  return numbers.map((number) =>
    structureOf(
      entries
        .filter(({ path }) => Number(path[0]) === number)
        .map(({ path, value }) => ({ path: path.slice(1), value })),
    ),
  );
}

function malformed(why: string): AwsError {
  return new AwsError("MalformedQueryString", `The query string contains a syntax error: ${why}.`);
}

function resultXml(
  action: string,
  service: QueryService | undefined,
  output: { [name: string]: XmlValue },
  requestId: string,
): string {
  const content = { [`${action}Result`]: output, ResponseMetadata: { RequestId: requestId } };
  return writeXml(`${action}Response`, content, namespaceOf(service));
}

function errorXml(code: string, message: string, service: QueryService | undefined, requestId: string): string {
  const type = (STATUS[code] ?? 400) < 500 ? "Sender" : "Receiver";
  const content = { Error: { Type: type, Code: code, Message: message }, RequestId: requestId };
  return writeXml("ErrorResponse", content, namespaceOf(service));
}

function namespaceOf(service: QueryService | undefined): string {
  return service ? ` xmlns="${service.namespace}"` : "";
}
