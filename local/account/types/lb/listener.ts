import {
  type AccountRecord,
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type TypeDefinition,
} from "../../model";
import { removeAll } from "../ec2/cascade";
import { given, text, undecided } from "../read";
import { actionReferences, actionRules, checkActions, reportTargetGroups, verifyActions } from "./actions";
import { byArn, LISTENER, LISTENER_RULE, LOAD_BALANCER, listenerArn } from "./references";

/** Protocols of each type of load balancer: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
const PROTOCOLS: Record<string, readonly string[]> = {
  application: ["HTTP", "HTTPS"],
  gateway: [],
  network: ["TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"],
};

const isKind = (kind: string, inputs: Props): number =>
  text(inputs, "loadBalancerArn")?.includes(`:loadbalancer/${kind}/`) ? 1 : 0;

/** What a load balancer does with what comes in on one port. Its rules go with it, and it with its load balancer. */
export const listener: TypeDefinition = {
  type: LISTENER,
  noun: "listener",
  rules: {
    ...actionRules("defaultActions"),
    alpnPolicy: { oneOf: ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"] },
    "mutualAuthentication.mode": { oneOf: ["off", "verify", "passthrough"] },
    port: { range: [1, 65535] },
    protocol: { oneOf: ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "GENEVE"] },
    tcpIdleTimeoutSeconds: { range: [60, 6000] },
  },
  check: (inputs) => [...checkActions(inputs, "defaultActions"), ...check(inputs)],
  replaces: ["loadBalancerArn"],
  computed: ["protocol", "sslPolicy", "tcpIdleTimeoutSeconds", "mutualAuthentication"],
  references: [
    {
      path: "loadBalancerArn",
      to: LOAD_BALANCER,
      by: "arn",
      missing: (arn) => new AwsError("LoadBalancerNotFound", `Load balancer '${arn}' not found`),
    },
    {
      path: "certificateArn",
      to: ["aws:acm/certificate:Certificate", "aws:iam/serverCertificate:ServerCertificate"],
      by: "arn",
      missing: (arn) => new AwsError("CertificateNotFound", `Certificate '${arn}' not found`),
      blocks: "ResourceInUseException",
    },
    ...actionReferences("defaultActions"),
  ],
  unique: [
    {
      key: ({ loadBalancerArn, port }) => `${loadBalancerArn}|${port}`,
      taken: ({ loadBalancerArn, port }, holder) =>
        new AwsError(
          "DuplicateListener",
          `A listener already exists on this port for this load balancer '${loadBalancerArn}': port ${port} is that of ` +
            `the listener '${holder.id}'`,
        ),
    },
  ],
  quotas: [
    ["L-B6DF7632", "app", "Application"],
    ["L-57A373D6", "net", "Network"],
  ].map(([code = "", kind = "", label = ""]) => ({
    code,
    name: `Listeners per ${label} Load Balancer`,
    default: 50,
    error: "TooManyListeners",
    takes: (inputs: Props) => isKind(kind, inputs),
    per: ({ loadBalancerArn }: Props) => String(loadBalancerArn),
  })),
  verify,
  id: ({ hex, inputs }) => listenerArn(String(inputs.loadBalancerArn), hex(16)),
  outputs: (context) => {
    const { id, inputs } = context;
    const protocol = protocolOf(inputs, parentOf(context));
    const secure = ["HTTPS", "TLS"].includes(protocol);
    return {
      arn: id,
      protocol,
      sslPolicy: inputs.sslPolicy ?? (secure ? "ELBSecurityPolicy-2016-08" : ""),
      ...(protocol === "HTTPS" && !given(inputs, "mutualAuthentication")
        ? { mutualAuthentication: { advertiseTrustStoreCaNames: "", mode: "off", trustStoreArn: "" } }
        : {}),
      ...(protocol.startsWith("HTTP")
        ? { routingHttpResponseServerEnabled: inputs.routingHttpResponseServerEnabled ?? true }
        : { tcpIdleTimeoutSeconds: inputs.tcpIdleTimeoutSeconds ?? 350 }),
    };
  },
  created: reportTargetGroups,
  updated: reportTargetGroups,
  deleted: (context) => {
    removeAll(context, LISTENER_RULE, ({ inputs }) => inputs.listenerArn === context.id);
    reportTargetGroups(context);
  },
};

function parentOf({ account, inputs }: Pick<Context, "account" | "inputs">): AccountRecord | undefined {
  return byArn(account, LOAD_BALANCER, text(inputs, "loadBalancerArn"));
}

/** The protocol given, or the one that the load balancer's type implies: the provider's default is HTTP. */
export function protocolOf(inputs: Props, loadBalancer: AccountRecord | undefined): string {
  const implied = loadBalancer?.inputs.loadBalancerType === "gateway" ? "GENEVE" : "HTTP";
  return text(inputs, "protocol") ?? implied;
}

function check(inputs: Props): CheckFailure[] {
  const protocol = text(inputs, "protocol");
  const gateway =
    text(inputs, "loadBalancerArn")?.includes(":loadbalancer/gwy/") || undecided(inputs, "loadBalancerArn");
  const failures: CheckFailure[] = [];
  if (!given(inputs, "port") && !gateway) {
    failures.push({ property: "port", reason: "missing; a listener of this load balancer needs a port" });
  }
  if ((protocol === "HTTPS" || protocol === "TLS") && !given(inputs, "certificateArn")) {
    failures.push({ property: "certificateArn", reason: `missing; required for protocol ${protocol}` });
  }
  if (protocol === "HTTP" && given(inputs, "certificateArn")) {
    failures.push({ property: "certificateArn", reason: "may not be given for protocol HTTP" });
  }
  return failures;
}

function verify(context: Context): void {
  const { inputs } = context;
  const parent = parentOf(context);
  const protocol = protocolOf(inputs, parent);
  const type = text(parent?.inputs ?? {}, "loadBalancerType") ?? "application";
  const allowed = PROTOCOLS[type] ?? [];
  if (type !== "gateway" && !allowed.includes(protocol)) {
    throw new AwsError("ValidationError", `Listener protocol '${protocol}' must be one of '${allowed.join(", ")}'`);
  }
  verifyActions(context, protocol, parent);
}
