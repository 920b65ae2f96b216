import { type AccountRecord, AwsError, type Context, type Records, type TypeDefinition } from "../../model";
import { LOAD_BALANCER } from "../lb/references";
import { text } from "../read";
import { EIP, INSTANCE, INTERNET_GATEWAY, NAT_GATEWAY, recordOf, vpcOf, vpcReference } from "./references";
import { reportRoutes } from "./routes";

/**
 * A VPC's way to the internet, made and attached in one. Deleting it detaches it first, which AWS refuses while anything
 * in the VPC has a public address. Routes to it stay behind and lead nowhere.
 */
export const internetGateway: TypeDefinition = {
  type: INTERNET_GATEWAY,
  noun: "internet gateway",
  computed: ["vpcId"],
  references: [vpcReference()],
  unique: [
    {
      key: (inputs) => text(inputs, "vpcId"),
      taken: ({ vpcId }, holder) =>
        new AwsError(
          "InvalidParameterValue",
          `Network ${vpcId} already has an internet gateway attached: ${holder.id}`,
        ),
    },
  ],
  quotas: [
    {
      code: "L-A4707A72",
      name: "Internet gateways per Region",
      default: 5,
      error: "InternetGatewayLimitExceeded",
      used: 1, // that of the default VPC
    },
  ],
  verify: ({ account, before, inputs }) => {
    const attached = before?.inputs.vpcId;
    if (typeof attached === "string" && attached !== inputs.vpcId) requireNoPublicAddress(account, attached);
  },
  id: ({ hex }) => `igw-${hex(17)}`,
  outputs: ({ id, arn, accountId, inputs }) => ({
    arn: arn("ec2", `internet-gateway/${id}`),
    ownerId: accountId,
    vpcId: inputs.vpcId ?? "",
  }),
  verifyDelete: ({ account, inputs }) => {
    const attached = text(inputs, "vpcId");
    if (attached !== undefined) requireNoPublicAddress(account, attached);
  },
  deleted: ({ account, id }) => reportRoutes(account, "gatewayId", id),
};

function requireNoPublicAddress(account: Context["account"], vpcId: string): void {
  const mapped = withPublicAddress(account, vpcId);
  if (!mapped) return;
  throw new AwsError(
    "DependencyViolation",
    `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the ` +
      `gateway: the ${account.definition(mapped.type).noun} '${mapped.id}' has one.`,
  );
}

/** Something in a VPC that has a public address, or undefined. */
function withPublicAddress(records: Records, vpcId: string): AccountRecord | undefined {
  const isHere = (subnetId: string | undefined): boolean => vpcOf(records, subnetId) === vpcId;
  const subnetOf = (instanceId: string | undefined): string | undefined =>
    text(recordOf(records, INSTANCE, instanceId)?.outputs ?? {}, "subnetId");
  return (
    records.records(NAT_GATEWAY).find(({ outputs }) => outputs.vpcId === vpcId && outputs.publicIp) ??
    records.records(LOAD_BALANCER).find(({ outputs }) => outputs.vpcId === vpcId && outputs.internal === false) ??
    records.records(INSTANCE).find(({ outputs }) => outputs.publicIp && isHere(text(outputs, "subnetId"))) ??
    records.records(EIP).find(({ inputs }) => inputs.instance && isHere(subnetOf(text(inputs, "instance"))))
  );
}
