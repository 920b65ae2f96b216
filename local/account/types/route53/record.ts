import { targetProblems } from "../../../services/route53/aliasTargets";
import { applyBatch } from "../../../services/route53/changeBatch";
import { InvalidChangeBatch } from "../../../services/route53/errors";
import { isIn, normalized, requireName, withoutDot } from "../../../services/route53/names";
import { keyOf, nameOf, setOf, setsOf } from "../../../services/route53/recordSets";
import type { CheckFailure, Context, Props, TypeDefinition } from "../../model";
import { notModelled } from "../notModelled";
import { given, objects, text } from "../read";
import { ofZone, providerName, RECORD, sameName, ZONE } from "./references";

/** docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
const TYPES = [
  ...["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB"],
  ...["TLSA", "TXT"],
];

/** Ways to route of which a record has one at most; each needs a set identifier. */
const ROUTING = [
  ...["cidrRoutingPolicy", "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy"],
  ...["latencyRoutingPolicies", "multivalueAnswerRoutingPolicy", "weightedRoutingPolicies"],
];

/**
 * A record set of a hosted zone, simple or of a weight: docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 * It keeps the same rules as a change through the API, `local/services/route53`.
 */
export const record: TypeDefinition = {
  type: RECORD,
  noun: "record",
  global: true,
  rules: {
    name: { length: [1, 1024] },
    type: { oneOf: TYPES },
    ttl: { range: [0, 2_147_483_647] },
    setIdentifier: { length: [1, 128] },
    aliases: { items: [1, 1] },
    "aliases[*].name": { length: [1, 1024] },
    "aliases[*].zoneId": { length: [1, 32] },
    records: { items: [1, 400] },
    "records[*]": { length: [1, 4000] },
    weightedRoutingPolicies: { items: [1, 1] },
    "weightedRoutingPolicies[*].weight": { range: [0, 255] },
  },
  exactlyOneOf: [["aliases", "records"]],
  conflicts: [["aliases", "ttl"], ROUTING],
  check: recordFailures,
  // Name and zone only: the provider changes type and set identifier in place, in one batch, and Pulumi keeps the id.
  replaces: ["name", "zoneId"],
  computed: ["allowOverwrite"],
  sets: ["records"],
  equal: { name: sameName, "aliases[*].name": sameName },
  putsWhole: true,
  references: [ofZone],
  unique: [
    {
      key: ({ zoneId, name, type, setIdentifier }) =>
        [zoneId, providerName(name), type, setIdentifier ?? ""].map(String).join("|"),
      // With `allowOverwrite` Route 53 would write over the record set that is there. Two resources would take turns, so
      // that is refused as well.
      taken: ({ type, setIdentifier }, { outputs }) =>
        new InvalidChangeBatch([
          `Tried to create resource record set [name='${outputs.fqdn}.', type='${type}'` +
            `${setIdentifier ? `, set-identifier='${setIdentifier}'` : ""}] but it already exists`,
        ]),
    },
  ],
  quotas: [
    {
      // docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
      code: "L-E209CC9F",
      name: "Records per hosted zone",
      default: 10_000,
      error: "InvalidChangeBatch",
      per: ({ zoneId }) => String(zoneId),
    },
  ],
  verify: requireAcceptable,
  id: ({ inputs: { zoneId, name, type, setIdentifier } }) =>
    [zoneId, providerName(name), type, ...(setIdentifier ? [setIdentifier] : [])].join("_"),
  outputs: ({ account, inputs }) => {
    const zone = account.records(ZONE).find(({ id }) => id === inputs.zoneId);
    const aliases = objects(inputs, "aliases").map((alias) => ({ ...alias, name: providerName(alias.name) }));
    return {
      allowOverwrite: inputs.allowOverwrite ?? false,
      fqdn: zone ? withoutDot(setOf({ inputs }, zone).Name) : "",
      name: providerName(inputs.name),
      ...(aliases.length > 0 && { aliases }),
    };
  },
};

function recordFailures(inputs: Props): CheckFailure[] {
  const failures = notModelled(inputs, [
    ...ROUTING.filter((way) => way !== "weightedRoutingPolicies"),
    "healthCheckId",
  ]);
  if (given(inputs, "records") && !given(inputs, "ttl")) {
    failures.push({ property: "ttl", reason: "missing; records and ttl are given together" });
  }
  const way = ROUTING.find((property) => given(inputs, property));
  if (way !== undefined && !given(inputs, "setIdentifier")) {
    failures.push({ property: "setIdentifier", reason: `missing; ${way} needs it` });
  }
  if (way === undefined && given(inputs, "setIdentifier")) {
    failures.push({
      property: "weightedRoutingPolicies",
      reason: "missing; a record with a set identifier needs a routing policy",
    });
  }
  return failures;
}

/** Route 53 looks at the whole zone: what is there already, and what an alias stands for. An update replaces the record's own set. */
function requireAcceptable({ account, inputs, before }: Context): void {
  const zone = account.records(ZONE).find(({ id }) => id === inputs.zoneId);
  if (!zone) return;
  const name = nameOf(zone);
  const written = normalized(text(inputs, "name") ?? "");
  const set = setOf({ inputs }, zone);
  requireName(set.Name, text(inputs, "name") ?? "");
  // The provider completes a name that does not end as the zone's does; it does not look for the dot between them.
  if (written.endsWith(name) && !isIn(written, name)) {
    throw new InvalidChangeBatch([`RRSet with DNS name ${written} is not permitted in zone ${name}`]);
  }
  const sets = setsOf(account, zone);
  if (before) sets.delete(keyOf(setOf(before, zone)));
  const others = account.records(RECORD).filter((other) => other.inputs.zoneId === zone.id && other.id !== before?.id);
  const isTaken = others.some((other) => keyOf(setOf(other, zone)) === keyOf(set));
  const action = inputs.allowOverwrite === true && !isTaken ? "UPSERT" : "CREATE";
  applyBatch(name, sets, [{ action, set }], (one, after) => targetProblems(account, { id: zone.id, name }, one, after));
}
