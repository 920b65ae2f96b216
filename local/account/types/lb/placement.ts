import { type AccountRecord, AwsError, type Context, type Props, type Records } from "../../model";
import { prefixOf } from "../ec2/addresses";
import { gatewayOf, recordOf, SUBNET, vpcOf } from "../ec2/references";
import { repeated, text, texts } from "../read";

/** The subnets of a load balancer, in the order of its inputs. */
export function subnetsOf(records: Records, inputs: Props): AccountRecord[] {
  const ids = [...texts(inputs, "subnets[*]"), ...texts(inputs, "subnetMappings[*].subnetId")];
  return ids.flatMap((id) => recordOf(records, SUBNET, id) ?? []);
}

/**
 * Refuses subnets that a load balancer cannot stand in: one for a zone, large enough, and for an Application Load
 * Balancer in two zones at least. docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
export function requireFreeSubnets({ account, inputs }: Context, subnets: AccountRecord[], type: string): void {
  const zones = subnets.flatMap(({ outputs }) => text(outputs, "availabilityZone") ?? []);
  const [twice] = repeated(zones);
  if (twice !== undefined) {
    throw new AwsError(
      "InvalidConfigurationRequest",
      `A load balancer cannot be attached to multiple subnets in the same Availability Zone: ` +
        `${subnets
          .filter(({ outputs }) => outputs.availabilityZone === twice)
          .map(({ id }) => id)
          .join(", ")} are in ${twice}`,
    );
  }
  if (type === "application" && zones.length < 2) {
    throw new AwsError(
      "ValidationError",
      `At least two subnets in two different Availability Zones must be specified, got ${zones.join(", ") || "none"}`,
    );
  }
  const small = subnets.find(({ outputs }) => prefixOf(text(outputs, "cidrBlock") ?? "0.0.0.0/0") > 27);
  if (type === "application" && small) {
    throw new AwsError(
      "InvalidSubnet",
      `Not enough IP space available in ${small.id} (${small.outputs.cidrBlock}). ELB requires at least 8 free IP ` +
        `addresses in each subnet, and a prefix of at most 27.`,
    );
  }
  const vpcId = text(subnets[0]?.outputs ?? {}, "vpcId");
  if (inputs.internal !== true && type !== "gateway" && !gatewayOf(account, vpcId)) {
    throw new AwsError("InvalidSubnet", `VPC ${vpcId} has no internet gateway`);
  }
}

/** Refuses subnets and security groups of different VPCs. */
export function requireSameVpc({ account, inputs }: Context, subnets: AccountRecord[]): void {
  const [first, ...others] = subnets;
  const vpcId = first?.outputs.vpcId;
  const stray = others.find(({ outputs }) => outputs.vpcId !== vpcId);
  if (stray) {
    throw new AwsError(
      "InvalidConfigurationRequest",
      `All subnets must belong to the same VPC: ${first?.id} is in ${vpcId}, ${stray.id} in ${stray.outputs.vpcId}`,
    );
  }
  const group = texts(inputs, "securityGroups[*]").find((id) => vpcOf(account, id) !== vpcId);
  if (group !== undefined) {
    throw new AwsError("InvalidConfigurationRequest", `Security group '${group}' does not belong to VPC '${vpcId}'`);
  }
}
