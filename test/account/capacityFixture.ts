import type { Account } from "../../local/account/account";
import { imageNames, images } from "../../local/account/data/images";
import type { AccountRecord, Props } from "../../local/account/model";
import { ACCOUNT_ID, accountWith, make } from "./support";

/** Type tokens that these tests make resources of. */
export const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
export const INSTANCE = "aws:ec2/instance:Instance";
export const GROUP = "aws:autoscaling/group:Group";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

/** Ids of what the fixture account holds. */
export const VPC_ID = "vpc-00000000000000001";
export const SUBNET_A = "subnet-0000000000000000a";
export const SUBNET_B = "subnet-0000000000000000b";
export const SUBNET_D = "subnet-0000000000000000d";
export const SECURITY_GROUP_ID = "sg-00000000000000001";
export const FLEET_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/cats-spot-fleet`;
export const PROFILE = "cats-instance";
export const PROFILE_ARN = `arn:aws:iam::${ACCOUNT_ID}:instance-profile/${PROFILE}`;

/** The image that the workshop's instances run, and one for other processors. */
export const IMAGE = imageId("al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64");
export const ARM_IMAGE = imageId("al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-arm64");

function imageId(name: string): string {
  return images("us-west-2")[imageNames.indexOf(name)]?.id ?? "";
}

export const script = "#!/bin/bash\ncat >> /etc/ecs/ecs.config <<'EOF'\nECS_CLUSTER=cats\nEOF\n";

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** A launch template of container instances. */
export const template: Props = {
  name: "cats-on-demand",
  imageId: IMAGE,
  instanceType: "m4.large",
  iamInstanceProfile: { name: PROFILE },
  vpcSecurityGroupIds: [SECURITY_GROUP_ID],
  userData: base64(script),
};

/** The pools of the fleet: two types in two zones. */
export const overrides: Props[] = ["m4.large", "c4.large"].flatMap((instanceType) =>
  [SUBNET_A, SUBNET_B].map((subnetId) => ({ instanceType, subnetId })),
);

/** A Spot fleet request from the first version of a template. */
export function fleet(templateId: string, from: Props[] = overrides): Props {
  return {
    iamFleetRole: FLEET_ROLE,
    allocationStrategy: "diversified",
    spotPrice: "0.25",
    targetCapacity: 3,
    terminateInstancesOnDelete: "true",
    launchTemplateConfigs: [{ launchTemplateSpecification: { id: templateId, version: "1" }, overrides: from }],
  };
}

/** An Auto Scaling group of one instance. */
export function group(templateId: string): Props {
  return {
    name: "cats-group",
    minSize: 1,
    maxSize: 2,
    desiredCapacity: 1,
    vpcZoneIdentifiers: [SUBNET_A, SUBNET_B],
    launchTemplate: { id: templateId, version: "1" },
  };
}

/** An instance like the load generator. */
export const instance: Props = {
  ami: IMAGE,
  instanceType: "m4.large",
  subnetId: SUBNET_A,
  vpcSecurityGroupIds: [SECURITY_GROUP_ID],
  iamInstanceProfile: PROFILE,
  userData: "#!/bin/bash\n",
};

/** An account with a network, the roles that capacity needs, and whatever else is given. */
export function withNetwork(...more: Partial<AccountRecord>[]): Account {
  const subnet = (id: string, letter: string, third: number): Partial<AccountRecord> => ({
    type: SUBNET,
    id,
    inputs: { vpcId: VPC_ID, cidrBlock: `172.20.${third}.0/24`, availabilityZone: `us-west-2${letter}` },
    outputs: { vpcId: VPC_ID, cidrBlock: `172.20.${third}.0/24`, availabilityZone: `us-west-2${letter}` },
  });
  return accountWith(
    {
      type: "aws:ec2/vpc:Vpc",
      id: VPC_ID,
      outputs: { enableDnsHostnames: true, defaultSecurityGroupId: "sg-default" },
    },
    subnet(SUBNET_A, "a", 1),
    subnet(SUBNET_B, "b", 2),
    subnet(SUBNET_D, "d", 3),
    { type: SECURITY_GROUP, id: SECURITY_GROUP_ID, outputs: { vpcId: VPC_ID } },
    role("cats-spot-fleet", FLEET_ROLE, "spotfleet.amazonaws.com"),
    {
      type: "aws:iam/instanceProfile:InstanceProfile",
      id: PROFILE,
      region: "global",
      inputs: { role: "cats-instance" },
      outputs: { name: PROFILE, arn: PROFILE_ARN },
    },
    ...more,
  );
}

/** A role that a service may assume. */
export function role(name: string, arn: string, service: string): Partial<AccountRecord> {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return { type: "aws:iam/role:Role", id: name, region: "global", inputs: { assumeRolePolicy }, outputs: { arn } };
}

/** Makes the template, with some of its inputs changed, and gives its id. */
export function madeTemplate(account: Account, by: Props = {}): string {
  return make(account, TEMPLATE, { ...template, ...by }).id;
}
