import { AwsError, type Props, type TypeDefinition } from "../../model";
import { isObject, show } from "../../values";
import { vpcReference } from "../ec2/references";
import { text } from "../read";
import { loadBalancersOf } from "./actions";
import { NAME, NAME_PREFIX } from "./names";
import { arnSuffix, TARGET_GROUP } from "./references";
import { checkTargetGroup } from "./targetGroupCheck";

/** What a load balancer passes requests on to. */
export const targetGroup: TypeDefinition = {
  type: TARGET_GROUP,
  noun: "target group",
  // docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html and API_TargetGroupAttribute.html
  rules: {
    name: NAME,
    namePrefix: NAME_PREFIX,
    deregistrationDelay: { range: [0, 3600] },
    "healthCheck.healthyThreshold": { range: [2, 10] },
    "healthCheck.interval": { range: [5, 300] },
    "healthCheck.path": { all: [{ length: [1, 1024] }, { pattern: /^\//, is: 'a path that begins with "/"' }] },
    "healthCheck.port": { test: portProblem },
    "healthCheck.protocol": { oneOf: ["HTTP", "HTTPS", "TCP"] },
    "healthCheck.timeout": { range: [2, 120] },
    "healthCheck.unhealthyThreshold": { range: [2, 10] },
    ipAddressType: { oneOf: ["ipv4", "ipv6"] },
    loadBalancingAlgorithmType: { oneOf: ["round_robin", "least_outstanding_requests", "weighted_random"] },
    loadBalancingAnomalyMitigation: { oneOf: ["on", "off"] },
    loadBalancingCrossZoneEnabled: { oneOf: ["true", "false", "use_load_balancer_configuration"] },
    port: { range: [1, 65535] },
    protocol: { oneOf: ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "GENEVE"] },
    protocolVersion: { oneOf: ["HTTP1", "HTTP2", "GRPC"] },
    slowStart: {
      test: (value) =>
        value === 0 || (typeof value === "number" && value >= 30 && value <= 900)
          ? undefined
          : `expected 0 (off) or a number between 30 and 900, got ${show(value)}`,
    },
    "stickiness.cookieDuration": { range: [0, 604800] },
    "stickiness.type": {
      oneOf: ["lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"],
    },
    targetControlPort: { range: [1, 65535] },
    "targetFailovers[*].onDeregistration": { oneOf: ["rebalance", "no_rebalance"] },
    "targetFailovers[*].onUnhealthy": { oneOf: ["rebalance", "no_rebalance"] },
    "targetHealthStates[*].unhealthyDrainingInterval": { range: [0, 360000] },
    targetType: { oneOf: ["instance", "ip", "lambda", "alb"] },
  },
  conflicts: [["name", "namePrefix"]],
  check: checkTargetGroup,
  autoName: { property: "name", maxLength: 32 },
  defaults: {
    deregistrationDelay: 300,
    lambdaMultiValueHeadersEnabled: false,
    proxyProtocolV2: false,
    slowStart: 0,
    targetType: "instance",
  },
  computed: [
    "connectionTermination",
    "healthCheck",
    "healthCheck.matcher",
    "healthCheck.path",
    "healthCheck.timeout",
    "ipAddressType",
    "loadBalancingAlgorithmType",
    "loadBalancingAnomalyMitigation",
    "loadBalancingCrossZoneEnabled",
    "name",
    "namePrefix",
    "preserveClientIp",
    "protocolVersion",
    "stickiness",
    "targetFailovers",
    "targetGroupHealth",
    "targetHealthStates",
  ],
  replaces: ["ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
  references: [
    // A target group has nothing in its VPC, so the VPC may go before it.
    {
      ...vpcReference("vpcId", { blocks: false }),
      missing: (id) => new AwsError("ValidationError", `The VPC ID '${id}' is not found`),
    },
  ],
  inUse: (id) => `Target group '${id}' is currently in use by a listener or a rule`,
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }, holder) =>
        new AwsError(
          "DuplicateTargetGroupName",
          `A target group with the same name '${name}' exists, but with different settings: ${holder.id}`,
        ),
    },
  ],
  quotas: [{ code: "L-B22855CB", name: "Target Groups per Region", default: 3000, error: "TooManyTargetGroups" }],
  id: ({ arn, hex, inputs }) => arn("elasticloadbalancing", `targetgroup/${text(inputs, "name")}/${hex(16)}`),
  outputs: ({ account, id, inputs }) => {
    const protocol = text(inputs, "protocol");
    const isHttp = protocol === "HTTP" || protocol === "HTTPS";
    const isLambda = inputs.targetType === "lambda";
    return {
      arn: id,
      arnSuffix: arnSuffix(id),
      connectionTermination: inputs.connectionTermination ?? false,
      healthCheck: healthCheck(inputs),
      ipAddressType: inputs.ipAddressType ?? (isLambda ? "" : "ipv4"),
      loadBalancerArns: loadBalancersOf(account, id),
      loadBalancingAlgorithmType: inputs.loadBalancingAlgorithmType ?? (isHttp || isLambda ? "round_robin" : ""),
      loadBalancingAnomalyMitigation: inputs.loadBalancingAnomalyMitigation ?? (isHttp || isLambda ? "off" : ""),
      loadBalancingCrossZoneEnabled: inputs.loadBalancingCrossZoneEnabled ?? "use_load_balancer_configuration",
      namePrefix: inputs.namePrefix ?? "",
      preserveClientIp: inputs.preserveClientIp ?? "",
      protocolVersion: inputs.protocolVersion ?? (isHttp ? "HTTP1" : ""),
      stickiness: { enabled: false, type: isHttp ? "lb_cookie" : "source_ip", ...stickiness(inputs, isHttp) },
      targetFailovers: inputs.targetFailovers ?? [],
      targetGroupHealth: {
        dnsFailover: { minimumHealthyTargetsCount: "1", minimumHealthyTargetsPercentage: "off" },
        unhealthyStateRouting: { minimumHealthyTargetsCount: 1, minimumHealthyTargetsPercentage: "off" },
        ...(isObject(inputs.targetGroupHealth) ? inputs.targetGroupHealth : {}),
      },
      targetHealthStates: inputs.targetHealthStates ?? [],
    };
  },
};

function portProblem(value: unknown): string | undefined {
  if (value === "traffic-port") return undefined;
  const port = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : 0;
  return port >= 1 && port <= 65535
    ? undefined
    : `expected "traffic-port" or a port between 1 and 65535, got ${JSON.stringify(value)}`;
}

/** A health check as AWS reports it: the provider's defaults where one is given, and AWS's by protocol. */
function healthCheck(inputs: Props): Props {
  const given = isObject(inputs.healthCheck) ? inputs.healthCheck : {};
  const isLambda = inputs.targetType === "lambda";
  const protocol =
    text(given, "protocol") ?? (text(inputs, "protocol")?.startsWith("HTTP") || isLambda ? "HTTP" : "TCP");
  const isGrpc = inputs.protocolVersion === "GRPC";
  const byProtocol: Props =
    protocol === "TCP"
      ? { timeout: 10 }
      : {
          matcher: isGrpc ? "12" : "200",
          path: isGrpc ? "/AWS.ALB/healthcheck" : "/",
          timeout: isLambda ? 30 : 5,
        };
  return {
    enabled: !isLambda,
    healthyThreshold: given.healthyThreshold ?? (isObject(inputs.healthCheck) || protocol === "TCP" ? 3 : 5),
    interval: isLambda ? 35 : 30,
    port: isLambda ? "" : "traffic-port",
    protocol,
    unhealthyThreshold: isObject(inputs.healthCheck) || protocol === "TCP" ? 3 : 2,
    ...byProtocol,
    ...given,
  };
}

function stickiness(inputs: Props, isHttp: boolean): Props {
  const given = isObject(inputs.stickiness) ? inputs.stickiness : {};
  return {
    ...(isHttp ? { cookieDuration: 86400 } : {}),
    // Where a block is given, the provider switches it on unless it says otherwise.
    ...(isObject(inputs.stickiness) ? { enabled: true } : {}),
    ...given,
  };
}
