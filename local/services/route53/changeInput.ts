import { AwsError, type Props, type Value } from "../../account/model";
import { isObject, isPresent } from "../../account/values";
import { invalidInput, invalidXml } from "./errors";
import { normalized, requireName } from "./names";
import type { AliasTarget, RecordSet } from "./recordSets";

const ACTIONS = ["CREATE", "DELETE", "UPSERT"] as const;

/** docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
const TYPES = [
  ...["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS"],
  ...["PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"],
];

/** What AWS knows and this model does not: to leave it aside would be to route otherwise. */
const NOT_MODELLED = [
  ...["CidrRoutingConfig", "Failover", "GeoLocation", "GeoProximityLocation", "HealthCheckId"],
  ...["MultiValueAnswer", "Region", "TrafficPolicyInstanceId"],
];

/** One change of a batch. */
export interface Change {
  action: (typeof ACTIONS)[number];
  set: RecordSet;
}

/**
 * Reads what ChangeResourceRecordSets is given: docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 *
 * @throws AwsError `InvalidInput`, `InvalidChangeBatch` for a name that cannot be one, `UnsupportedOperation` for a way to
 *   route that is not modelled
 */
export function readBatch(value: Value | undefined): { comment: string | undefined; changes: Change[] } {
  const batch = fields(value, "ChangeBatch", ["Comment", "Changes"]);
  const comment = optional(batch, "Comment", (one) => textOf(one, "Comment", 256));
  const changes = Array.isArray(batch.Changes) ? batch.Changes : [];
  if (changes.length === 0) throw incomplete("Changes", "Change");
  return { comment, changes: changes.map(readChange) };
}

function readChange(value: Value): Change {
  const change = fields(value, "Change", ["Action", "ResourceRecordSet"]);
  const action = ACTIONS.find((one) => one === required(change, "Change", "Action"));
  if (action === undefined) throw notOneOf(change.Action, ACTIONS);
  const set = readSet(required(change, "Change", "ResourceRecordSet"));
  requireConsistent(action, set);
  return { action, set };
}

function readSet(value: Value): RecordSet {
  const known = ["AliasTarget", "Name", "ResourceRecords", "SetIdentifier", "TTL", "Type", "Weight"];
  const given = fields(value, "ResourceRecordSet", [...known, ...NOT_MODELLED]);
  const unknown = NOT_MODELLED.find((name) => isPresent(given[name]));
  if (unknown !== undefined) {
    throw new AwsError("UnsupportedOperation", `Record sets with ${unknown} are not modelled.`);
  }
  const name = textOf(required(given, "ResourceRecordSet", "Name"), "Name", 1024);
  const Type = required(given, "ResourceRecordSet", "Type");
  if (typeof Type !== "string" || !TYPES.includes(Type)) throw notOneOf(Type, TYPES);
  const set: RecordSet = { Name: normalized(name), Type };
  requireName(set.Name, name);
  const identifier = optional(given, "SetIdentifier", (one) => textOf(one, "SetIdentifier", 128));
  const weight = optional(given, "Weight", (one) => whole(one, 255, "ResourceRecordSetWeight"));
  const ttl = optional(given, "TTL", (one) => whole(one, 2147483647, "TTL"));
  const records = optional(given, "ResourceRecords", readRecords);
  const alias = optional(given, "AliasTarget", readAlias);
  if (identifier !== undefined) set.SetIdentifier = identifier;
  if (weight !== undefined) set.Weight = weight;
  if (ttl !== undefined) set.TTL = ttl;
  if (records) set.ResourceRecords = records;
  if (alias) set.AliasTarget = alias;
  return set;
}

function readRecords(value: Value): { Value: string }[] {
  if (!Array.isArray(value) || value.length === 0) throw incomplete("ResourceRecords", "ResourceRecord");
  return value.map((one) => {
    const record = fields(one, "ResourceRecord", ["Value"]);
    return { Value: textOf(required(record, "ResourceRecord", "Value"), "Value", 4000) };
  });
}

function readAlias(value: Value): AliasTarget {
  const alias = fields(value, "AliasTarget", ["HostedZoneId", "DNSName", "EvaluateTargetHealth"]);
  const zone = textOf(required(alias, "AliasTarget", "HostedZoneId"), "HostedZoneId", 32);
  const name = textOf(required(alias, "AliasTarget", "DNSName"), "DNSName", 1024);
  const health = required(alias, "AliasTarget", "EvaluateTargetHealth");
  if (typeof health !== "boolean") throw notA(health, "boolean");
  const DNSName = normalized(name);
  requireName(DNSName, name);
  return { HostedZoneId: zone.replace(/^\/hostedzone\//, ""), DNSName, EvaluateTargetHealth: health };
}

/** What belongs together, and what excludes each other. */
function requireConsistent(action: string, set: RecordSet): void {
  const { Name, Type, SetIdentifier = null, Weight, TTL, ResourceRecords, AliasTarget } = set;
  const change = `in Change with [Action=${action}, Name=${Name}, Type=${Type}, SetIdentifier=${SetIdentifier}]`;
  if (Weight !== undefined && SetIdentifier === null) {
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' ${change}`);
  }
  if (Weight === undefined && SetIdentifier !== null) {
    throw invalidInput(
      `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer], ` +
        `but found none ${change}`,
    );
  }
  const either = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
  const found =
    AliasTarget && (TTL !== undefined || ResourceRecords)
      ? "more than one"
      : AliasTarget || (TTL !== undefined && ResourceRecords)
        ? undefined
        : "none";
  if (found) throw invalidInput(`Invalid request: Expected exactly one of ${either}, but found ${found} ${change}`);
}

function fields(value: Value | undefined, element: string, known: readonly string[]): Props {
  if (!isObject(value)) throw notA(value, element);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  throw invalidXml(`cvc-complex-type.2.4.a: Invalid content was found starting with element '${unknown}'.`);
}

function required(props: Props, element: string, name: string): Value {
  const value = props[name];
  if (!isPresent(value)) throw incomplete(element, name);
  return value;
}

function optional<T>(props: Props, name: string, read: (value: Value) => T): T | undefined {
  const value = props[name];
  return isPresent(value) ? read(value) : undefined;
}

function textOf(value: Value, name: string, longest: number): string {
  if (typeof value !== "string") throw notA(value, "string");
  if (value.length >= 1 && value.length <= longest) return value;
  const [facet, bound] = value.length === 0 ? ["minLength", 1] : ["maxLength", longest];
  throw invalidXml(
    `cvc-${facet}-valid: Value '${value}' with length = '${value.length}' is not facet-valid with respect to ` +
      `${facet} '${bound}' for type '${name}'.`,
  );
}

function whole(value: Value, most: number, type: string): number {
  if (typeof value !== "number" || !Number.isInteger(value)) throw notA(value, "integer");
  if (value >= 0 && value <= most) return value;
  const [facet, bound] = value < 0 ? ["minInclusive", 0] : ["maxInclusive", most];
  throw invalidXml(
    `cvc-${facet}-valid: Value '${value}' is not facet-valid with respect to ${facet} '${bound}' for type '${type}'.`,
  );
}

function notA(value: Value | undefined, type: string): AwsError {
  const shown = typeof value === "string" ? value : JSON.stringify(value ?? null);
  return invalidXml(`cvc-datatype-valid.1.2.1: '${shown}' is not a valid value for '${type}'.`);
}

function notOneOf(value: Value | undefined, known: readonly string[]): AwsError {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return invalidXml(
    `cvc-enumeration-valid: Value '${shown}' is not facet-valid with respect to enumeration '[${known.join(", ")}]'. ` +
      `It must be a value from the enumeration.`,
  );
}

function incomplete(element: string, child: string): AwsError {
  return invalidXml(
    `cvc-complex-type.2.4.b: The content of element '${element}' is not complete. ` +
      `One of '{"https://route53.amazonaws.com/doc/2013-04-01/":${child}}' is expected.`,
  );
}
