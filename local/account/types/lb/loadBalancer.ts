import { loadBalancerZone } from "../../data/loadBalancerZones";
import { type AccountRecord, AwsError, type Props, type Quota, type Reference, type TypeDefinition } from "../../model";
import { isObject } from "../../values";
import { removeAll } from "../ec2/cascade";
import { EIP, securityGroupReference, subnetReference, VPC } from "../ec2/references";
import { objects, text, texts } from "../read";
import { NAME, NAME_PREFIX, NOT_INTERNAL } from "./names";
import { requireFreeSubnets, requireSameVpc, subnetsOf } from "./placement";
import { arnSuffix, LISTENER, LOAD_BALANCER } from "./references";

/** How ARNs shorten the types of load balancers. */
const SHORT: Record<string, string> = { application: "app", gateway: "gwy", network: "net" };

const typeOf = (inputs: Props): string => text(inputs, "loadBalancerType") ?? "application";

const quota = (code: string, type: string, label: string): Quota => ({
  code,
  name: `${label} Load Balancers per Region`,
  default: 50,
  error: "TooManyLoadBalancers",
  takes: (inputs) => (typeOf(inputs) === type ? 1 : 0),
});

/** Logs go to a bucket that must exist while they are on. */
const bucketReference = (log: string): Reference => ({
  path: `${log}.bucket`,
  to: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  except: (_bucket, { inputs }) => !isObject(inputs[log]) || inputs[log].enabled !== true,
  missing: (bucket) =>
    new AwsError(
      "InvalidConfigurationRequest",
      `Access Denied for bucket: ${bucket}. Please check S3bucket permission`,
    ),
});

const LOGS = ["accessLogs", "connectionLogs", "healthCheckLogs"];

/** An Application, Network or Gateway Load Balancer. Its listeners and their rules go with it. */
export const loadBalancer: TypeDefinition = {
  type: LOAD_BALANCER,
  noun: "load balancer",
  // Attributes: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
  rules: {
    name: { all: [NAME, NOT_INTERNAL] },
    namePrefix: { all: [NAME_PREFIX, NOT_INTERNAL] },
    clientKeepAlive: { range: [60, 604800] },
    desyncMitigationMode: { oneOf: ["monitor", "defensive", "strictest"] },
    dnsRecordClientRoutingPolicy: {
      oneOf: ["availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"],
    },
    enablePrefixForIpv6SourceNat: { oneOf: ["on", "off"] },
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: { oneOf: ["on", "off"] },
    idleTimeout: { range: [1, 4000] },
    ipAddressType: { oneOf: ["ipv4", "dualstack", "dualstack-without-public-ipv4"] },
    loadBalancerType: { oneOf: ["application", "gateway", "network"] },
    subnets: { items: [1, Number.POSITIVE_INFINITY] },
    subnetMappings: { items: [1, Number.POSITIVE_INFINITY] },
    xffHeaderProcessingMode: { oneOf: ["append", "preserve", "remove"] },
  },
  conflicts: [["name", "namePrefix"]],
  exactlyOneOf: [["subnets", "subnetMappings"]],
  autoName: { property: "name", maxLength: 32 },
  defaults: {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    dnsRecordClientRoutingPolicy: "any_availability_zone",
    dropInvalidHeaderFields: false,
    enableCrossZoneLoadBalancing: false,
    enableDeletionProtection: false,
    enableHttp2: true,
    enableTlsVersionAndCipherSuiteHeaders: false,
    enableWafFailOpen: false,
    enableXffClientPort: false,
    enableZonalShift: false,
    idleTimeout: 60,
    loadBalancerType: "application",
    preserveHostHeader: false,
    xffHeaderProcessingMode: "append",
  },
  computed: [
    "enablePrefixForIpv6SourceNat",
    "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    "internal",
    "ipAddressType",
    "name",
    "namePrefix",
    "secondaryIpsAutoAssignedPerSubnet",
    "securityGroups",
    "subnetMappings",
    "subnets",
  ],
  replaces: ["customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix"],
  // A Network Load Balancer takes more subnets in place, but gives none back.
  replacesIf: (olds, news) => {
    const kept = new Set(texts(news, "subnets[*]"));
    const fewer = texts(olds, "subnets[*]").some((subnet) => !kept.has(subnet));
    return typeOf(news) === "network" && fewer ? ["subnets"] : [];
  },
  sets: ["securityGroups", "subnetMappings", "subnets"],
  references: [
    subnetReference("subnets[*]"),
    subnetReference("subnetMappings[*].subnetId"),
    securityGroupReference("securityGroups[*]"),
    {
      path: "subnetMappings[*].allocationId",
      to: EIP,
      missing: (id) => new AwsError("AllocationIdNotFound", `The allocation ID '${id}' does not exist`),
      blocks: "InvalidIPAddress.InUse",
    },
    ...LOGS.map(bucketReference),
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }, holder) =>
        new AwsError(
          "DuplicateLoadBalancerName",
          `A load balancer with the same name '${name}' exists, but with different settings: ${holder.id}`,
        ),
    },
  ],
  quotas: [quota("L-53DA6B97", "application", "Application"), quota("L-69A177A2", "network", "Network")],
  verify: (context) => {
    const subnets = subnetsOf(context.account, context.inputs);
    requireFreeSubnets(context, subnets, typeOf(context.inputs));
    requireSameVpc(context, subnets);
  },
  id: ({ arn, hex, inputs }) =>
    arn("elasticloadbalancing", `loadbalancer/${SHORT[typeOf(inputs)]}/${text(inputs, "name")}/${hex(16)}`),
  outputs: ({ account, digits, hex, id, inputs, region }) => {
    const subnets = subnetsOf(account, inputs);
    const vpc = account.records(VPC).find((record) => record.id === subnets[0]?.outputs.vpcId);
    const network = typeOf(inputs) !== "application";
    return {
      arn: id,
      arnSuffix: arnSuffix(id),
      customerOwnedIpv4Pool: inputs.customerOwnedIpv4Pool ?? "",
      dnsName: dnsName(inputs, region, network ? hex(16) : digits(10, "DNS name")),
      enablePrefixForIpv6SourceNat: inputs.enablePrefixForIpv6SourceNat ?? (network ? "off" : ""),
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
        inputs.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic ?? "",
      internal: inputs.internal ?? false,
      ipAddressType: inputs.ipAddressType ?? "ipv4",
      namePrefix: inputs.namePrefix ?? "",
      secondaryIpsAutoAssignedPerSubnet: inputs.secondaryIpsAutoAssignedPerSubnet ?? 0,
      // AWS takes the default security group of the VPC for an Application Load Balancer that names none.
      securityGroups: inputs.securityGroups ?? (network || !vpc ? [] : [vpc.outputs.defaultSecurityGroupId ?? ""]),
      subnetMappings: subnets.map((subnet) => mapping(inputs, subnet)),
      subnets: subnets.map((subnet) => subnet.id),
      vpcId: vpc?.id ?? "",
      zoneId: loadBalancerZone(region, network),
      ...Object.fromEntries(LOGS.map((log) => [log, logs(inputs, log)])),
    };
  },
  verifyDelete: ({ id, inputs }) => {
    if (inputs.enableDeletionProtection !== true) return;
    throw new AwsError(
      "OperationNotPermitted",
      `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
    );
  },
  deleted: (context) => removeAll(context, LISTENER, ({ inputs }) => inputs.loadBalancerArn === context.id),
};

function dnsName(inputs: Props, region: string, suffix: string): string {
  const name = `${inputs.internal === true ? "internal-" : ""}${text(inputs, "name")}-${suffix}`;
  return typeOf(inputs) === "application"
    ? `${name}.${region}.elb.amazonaws.com`
    : `${text(inputs, "name")}-${suffix}.elb.${region}.amazonaws.com`;
}

function mapping(inputs: Props, subnet: AccountRecord): Props {
  const given = objects(inputs, "subnetMappings").find((one) => one.subnetId === subnet.id) ?? {};
  return {
    allocationId: given.allocationId ?? "",
    ipv6Address: given.ipv6Address ?? "",
    outpostId: "",
    privateIpv4Address: given.privateIpv4Address ?? "",
    subnetId: subnet.id,
  };
}

function logs(inputs: Props, log: string): Props {
  const given = isObject(inputs[log]) ? inputs[log] : {};
  return { bucket: given.bucket ?? "", enabled: given.enabled ?? false, prefix: given.prefix ?? "" };
}
