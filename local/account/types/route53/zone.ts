import { setsOf } from "../../../services/route53/recordSets";
import { AwsError, type Context, type TypeDefinition } from "../../model";
import { show } from "../../values";
import { removeAll } from "../ec2/cascade";
import { notModelled } from "../notModelled";
import { delegationSet } from "./nameServers";
import { providerName, RECORD, sameName, ZONE } from "./references";

/** Domains that nobody may have a hosted zone of: rfc-editor.org/rfc/rfc2606 */
const RESERVED = /^example\.(com|net|org)$/;

/** Characters of a hosted zone's id, the Z not counted. */
const ID_LENGTH = 20;

/**
 * A public hosted zone: docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html. A domain may have several,
 * each with name servers of its own; which of them answers is up to the domain's registrar.
 */
export const zone: TypeDefinition = {
  type: ZONE,
  noun: "hosted zone",
  global: true,
  rules: {
    name: { test: (value) => domainFailure(String(value)) },
    comment: { length: [0, 256] },
  },
  check: (inputs) => notModelled(inputs, ["delegationSetId", "vpcs"]),
  autoName: { property: "name", maxLength: 255 },
  // A fixed name is in nobody's way.
  deleteBeforeReplace: false,
  defaults: { comment: "Managed by Pulumi", forceDestroy: false },
  replaces: ["name"],
  computed: ["enableAcceleratedRecovery", "name"],
  equal: { name: sameName },
  // docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
  quotas: [{ code: "L-4EA4796A", name: "Hosted zones", default: 500, error: "TooManyHostedZones" }],
  verify: ({ inputs }) => {
    const name = providerName(inputs.name);
    if (RESERVED.test(name)) throw new AwsError("InvalidDomainName", `${name} is reserved by AWS!`);
  },
  id: ({ hex }) =>
    `Z${BigInt(`0x${hex(32)}`)
      .toString(36)
      .padStart(ID_LENGTH, "0")
      .slice(-ID_LENGTH)
      .toUpperCase()}`,
  outputs: ({ id, inputs, hex }) => {
    const servers = delegationSet(hex);
    return {
      arn: `arn:aws:route53:::hostedzone/${id}`,
      enableAcceleratedRecovery: inputs.enableAcceleratedRecovery ?? false,
      name: providerName(inputs.name),
      nameServers: servers.toSorted(),
      primaryNameServer: servers[0] ?? "",
      zoneId: id,
    };
  },
  verifyDelete: requireEmpty,
  deleted: (context) => removeAll(context, RECORD, ({ inputs }) => inputs.zoneId === context.id),
};

/** The two record sets that a zone has by itself go with it. With `forceDestroy` the provider deletes the others first. */
function requireEmpty({ account, inputs, before }: Context): void {
  if (inputs.forceDestroy === true || !before) return;
  const apex = `${providerName(inputs.name)}.`;
  const others = [...setsOf(account, before).values()].filter(
    ({ Name, Type }) => Name !== apex || (Type !== "NS" && Type !== "SOA"),
  );
  if (others.length === 0) return;
  throw new AwsError(
    "HostedZoneNotEmpty",
    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
  );
}

/**
 * What is wrong with a domain's name, or undefined: docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 * Other characters than those of host names, which Route 53 takes as octal codes, are not modelled.
 */
function domainFailure(given: string): string | undefined {
  const name = providerName(given);
  const labels = name.split(".");
  if (name.length > 255) return `expected a domain name of at most 255 characters, got ${name.length}`;
  const wrong = labels.find((label) => !/^[a-z0-9_-]{1,63}$/.test(label));
  return wrong === undefined
    ? undefined
    : `expected a domain name, whose labels are 1 to 63 letters, digits, hyphens and underscores, got ${show(given)}`;
}
