import type { Props, Value } from "../account/model";
import type { HostedZoneOutput } from "../services/route53/describeZone";
import { invalidXml } from "../services/route53/errors";
import type { ChangeInfo } from "../services/route53/hostedZones";
import type { ListedSets } from "../services/route53/listSets";
import { readXml, writeXml, type XmlElement, type XmlValue } from "./xml";

const NAMESPACE = ' xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

/** Elements that hold several of one kind. */
const LISTS: Record<string, string> = { Changes: "Change", ResourceRecords: "ResourceRecord" };
/** Elements that hold others, each once. */
const STRUCTURES = ["AliasTarget", "Change", "ChangeBatch", "ResourceRecord", "ResourceRecordSet"];
const NUMBERS = ["TTL", "Weight"];

/**
 * The `ChangeBatch` in the body of a request for ChangeResourceRecordSets.
 *
 * @throws AwsError `MalformedInput`, `InvalidInput`
 */
export function readChangeBatch(body: string): Value | undefined {
  const root = readXml(body);
  if (root.name !== "ChangeResourceRecordSetsRequest") {
    throw invalidXml(`cvc-elt.1: Cannot find the declaration of element '${root.name}'.`);
  }
  const request = structure(root);
  const unknown = Object.keys(request).find((name) => name !== "ChangeBatch");
  if (unknown !== undefined) throw unexpected(unknown);
  return request.ChangeBatch;
}

function contentOf(element: XmlElement): Value {
  const { name, children, text } = element;
  const item = LISTS[name];
  if (item !== undefined) {
    const other = children.find((child) => child.name !== item);
    if (other) throw unexpected(other.name);
    return children.map(structure);
  }
  if (STRUCTURES.includes(name)) return structure(element);
  const [child] = children;
  if (child) throw unexpected(child.name);
  if (NUMBERS.includes(name)) return /^\s*-?\d+\s*$/.test(text) ? Number(text) : text;
  if (name === "EvaluateTargetHealth") {
    const word = text.trim();
    return word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : text;
  }
  return text;
}

function structure({ children }: XmlElement): Props {
  const fields: Props = {};
  for (const child of children) {
    if (Object.hasOwn(fields, child.name)) throw unexpected(child.name);
    fields[child.name] = contentOf(child);
  }
  return fields;
}

function unexpected(name: string): Error {
  return invalidXml(`cvc-complex-type.2.4.a: Invalid content was found starting with element '${name}'.`);
}

/** The answer to ChangeResourceRecordSets or GetChange. */
export function changeXml(operation: string, { ChangeInfo }: { ChangeInfo: ChangeInfo }): string {
  return documentOf(`${operation}Response`, { ChangeInfo: { ...ChangeInfo } });
}

/** The answer to ListResourceRecordSets. */
export function listXml({ ResourceRecordSets, ...rest }: ListedSets): string {
  const sets = ResourceRecordSets.map(({ ResourceRecords, AliasTarget, ...set }) => ({
    ...set,
    ResourceRecords: ResourceRecords && { ResourceRecord: ResourceRecords.map(({ Value }) => ({ Value })) },
    AliasTarget: AliasTarget && { ...AliasTarget },
  }));
  return documentOf("ListResourceRecordSetsResponse", {
    ResourceRecordSets: { ResourceRecordSet: sets },
    ...rest,
  });
}

/** The answer to GetHostedZone. */
export function zoneXml({ HostedZone, DelegationSet }: HostedZoneOutput): string {
  return documentOf("GetHostedZoneResponse", {
    HostedZone: { ...HostedZone, Config: { ...HostedZone.Config } },
    DelegationSet: { NameServers: { NameServer: DelegationSet.NameServers } },
  });
}

/** What has gone wrong: docs.aws.amazon.com/Route53/latest/APIReference/requests-rest-responses.html */
export function errorXml(type: "Sender" | "Receiver", code: string, message: string, requestId: string): string {
  return documentOf("ErrorResponse", {
    Error: { Type: type, Code: code, Message: message },
    RequestId: requestId,
  });
}

function documentOf(name: string, value: XmlValue): string {
  return `<?xml version="1.0"?>\n${writeXml(name, value, NAMESPACE)}`;
}
