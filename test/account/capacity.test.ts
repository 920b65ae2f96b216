import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { containerInstancesOf, userDataOf } from "../../local/account/types/ec2/capacity";
import { spotVcpus } from "../../local/account/types/ec2/spotFleetRequest";
import {
  ARM_IMAGE,
  FLEET,
  fleet,
  INSTANCE,
  madeTemplate,
  overrides,
  role,
  SECURITY_GROUP,
  SECURITY_GROUP_ID,
  SUBNET,
  SUBNET_A,
  SUBNET_B,
  SUBNET_D,
  script,
  withNetwork,
} from "./capacityFixture";
import { change, failures, make, options, refusal, replaces } from "./support";

const NO_TEMPLATE = "lt-0123456789abcdef0";

/** Makes the fleet with its inputs changed. */
function fleetWith(by: Props, account: Account = withNetwork()) {
  return make(account, FLEET, { ...fleet(madeTemplate(account)), ...by });
}

/** Makes a fleet of one pool, from the template with its inputs changed. */
function fleetOf(override: Props, templateBy: Props = {}) {
  const account = withNetwork();
  return make(account, FLEET, fleet(madeTemplate(account, templateBy), [override]));
}

/** Configurations that name a template in some way. */
const naming = (launchTemplateSpecification: Props): Props => ({
  launchTemplateConfigs: [{ launchTemplateSpecification, overrides }],
});

describe("account: Spot fleet requests", () => {
  it("reports the id, the state and what the provider fills in", () => {
    const { id, outputs } = fleetWith({});
    assert.match(id, /^sfr-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(outputs.spotRequestState, "active");
    assert.match(String(outputs.clientToken), /^terraform-\d{26}$/);
    assert.deepEqual([outputs.loadBalancers, outputs.targetGroupArns, outputs.onDemandTargetCapacity], [[], [], 0]);
    assert.deepEqual([outputs.fleetType, outputs.excessCapacityTerminationPolicy], ["maintain", "Default"]);
  });

  it("is replaced by everything but its capacities, its termination policy and its tags", () => {
    const before = fleet(NO_TEMPLATE);
    const kept = { targetCapacity: 5, excessCapacityTerminationPolicy: "NoTermination", tags: { Lab: "1" } };
    assert.deepEqual(replaces(FLEET, before, { ...kept, terminateInstancesOnDelete: "false" }), []);
    assert.deepEqual(replaces(FLEET, before, { spotPrice: "0.30" }), ["spotPrice"]);
    const otherVersion = naming({ id: NO_TEMPLATE, version: "2" });
    assert.deepEqual(replaces(FLEET, before, otherVersion), ["launchTemplateConfigs"]);
  });

  it("sees no difference in the order of overrides", () => {
    assert.deepEqual(replaces(FLEET, fleet(NO_TEMPLATE), fleet(NO_TEMPLATE, overrides.toReversed())), []);
  });

  it("takes what is not known yet", () => {
    assert.deepEqual(failures(FLEET, { ...fleet(NO_TEMPLATE), ...naming({ id: UNKNOWN, version: UNKNOWN }) }), []);
    const unknown = { launchTemplateConfigs: [{ launchTemplateSpecification: UNKNOWN, overrides: UNKNOWN }] };
    assert.deepEqual(failures(FLEET, { ...fleet(NO_TEMPLATE), ...unknown }), []);
  });

  for (const [what, by, expected] of [
    [
      "a price that is no number",
      { spotPrice: "$0.25" },
      'spotPrice: expected dollars an hour as a decimal string of at least "0.001", such as "0.25", got "$0.25"',
    ],
    [
      "a price below a tenth of a cent",
      { spotPrice: "0.0001" },
      'spotPrice: expected dollars an hour as a decimal string of at least "0.001", such as "0.25", got "0.0001"',
    ],
    [
      "more than 10,000 instances",
      { targetCapacity: 10_001 },
      "targetCapacity: expected a number between 0 and 10000, got 10001",
    ],
    [
      "a boolean that is not a string",
      { terminateInstancesOnDelete: true },
      "terminateInstancesOnDelete: expected a string, got the boolean true",
    ],
    [
      "an unknown strategy",
      { allocationStrategy: "cheapest" },
      "allocationStrategy: expected one of lowestPrice, diversified, capacityOptimized, capacityOptimizedPrioritized, " +
        'priceCapacityOptimized, got "cheapest"',
    ],
    [
      "pools to use with another strategy than lowestPrice",
      { instancePoolsToUseCount: 2 },
      "instancePoolsToUseCount: valid only with the allocationStrategy lowestPrice, got it with diversified",
    ],
    [
      "more on-demand capacity than capacity",
      { onDemandTargetCapacity: 4 },
      "onDemandTargetCapacity: expected at most the targetCapacity, 3, of which it is a part, got 4",
    ],
    [
      "a fleet that begins with 0 and does not maintain it",
      { fleetType: "request", targetCapacity: 0 },
      "targetCapacity: only a fleet of type maintain may begin with 0",
    ],
    [
      "$Latest",
      naming({ id: NO_TEMPLATE, version: "$Latest" }),
      "launchTemplateConfigs[0].launchTemplateSpecification.version: expected the number of a version; a Spot fleet " +
        'takes neither $Latest nor $Default, got "$Latest"',
    ],
    [
      "a template without a version",
      naming({ name: "cats-on-demand" }),
      "launchTemplateConfigs[0].launchTemplateSpecification.version: missing; EC2 refuses a Spot fleet request without " +
        "the number of a launch template's version",
    ],
    [
      "a template by name and id",
      naming({ id: NO_TEMPLATE, name: "cats", version: "1" }),
      'launchTemplateConfigs[0].launchTemplateSpecification: exactly one of "id", "name" must be given, got 2',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(FLEET, { ...fleet(NO_TEMPLATE), ...by }), [expected]));
  }

  it("refuses a role that does not exist, or that the fleet may not become", () => {
    const invalid = "InvalidSpotFleetRequestConfig: Parameter: SpotFleetRequestConfig.IamFleetRole is invalid";
    const other = "arn:aws:iam::123456789012:role/other";
    assert.equal(
      refusal(() => fleetWith({ iamFleetRole: other })),
      invalid,
    );
    const account = withNetwork(role("other", other, "ec2.amazonaws.com"));
    assert.equal(
      refusal(() => fleetWith({ iamFleetRole: other }, account)),
      `${invalid}: the role ${other} does not trust spotfleet.amazonaws.com.`,
    );
  });

  it("refuses a template, a version or a subnet that does not exist", () => {
    const account = withNetwork();
    const id = madeTemplate(account);
    const from = (specification: Props) => () => make(account, FLEET, { ...fleet(id), ...naming(specification) });
    assert.equal(
      refusal(from({ id: NO_TEMPLATE, version: "1" })),
      "InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID lt-0123456789abcdef0, does not exist.",
    );
    assert.equal(
      refusal(from({ name: "dogs", version: "1" })),
      "InvalidLaunchTemplateName.NotFoundException: The specified launch template, with template name dogs, does not exist.",
    );
    assert.equal(
      refusal(from({ id, version: "2" })),
      `InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version 2 for the launch template with ID ${id}.`,
    );
    assert.equal(
      refusal(() => fleetOf({ instanceType: "m4.large", subnetId: "subnet-gone" })),
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-gone' does not exist",
    );
  });

  for (const [what, override, templateBy, expected] of [
    [
      "a type that the zone does not have",
      { instanceType: "m4.large", subnetId: SUBNET_D },
      {},
      /^spotFleetRequestConfigurationInvalid: m4\.large, ami-[0-9a-f]{17}: Your requested instance type \(m4\.large\) is not supported in your requested Availability Zone \(us-west-2d\)\. Please retry your request by not specifying an Availability Zone or choosing us-west-2a, us-west-2b, us-west-2c\.$/,
    ],
    [
      "an image for other processors",
      { instanceType: "m4.large", subnetId: SUBNET_A },
      { imageId: ARM_IMAGE },
      /^InvalidParameterValue: The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64'/,
    ],
    [
      "an image that does not exist",
      { instanceType: "m4.large", subnetId: SUBNET_A },
      { imageId: "ami-00000000000000000" },
      /^InvalidAMIID\.NotFound: The image id '\[ami-00000000000000000\]' does not exist$/,
    ],
    [
      "an image that is no id",
      { instanceType: "m4.large", subnetId: SUBNET_A },
      { imageId: "resolve:ssm:/aws/service/ecs" },
      /^InvalidAMIID\.Malformed: Invalid id: "resolve:ssm:\/aws\/service\/ecs"$/,
    ],
    [
      "a security group that does not exist",
      { instanceType: "m4.large", subnetId: SUBNET_A },
      { vpcSecurityGroupIds: ["sg-gone"] },
      /^InvalidGroup\.NotFound: The security group 'sg-gone' does not exist$/,
    ],
    [
      "an instance profile that does not exist",
      { instanceType: "m4.large", subnetId: SUBNET_A },
      { iamInstanceProfile: { name: "gone" } },
      /^InvalidParameterValue: Value \(gone\) for parameter iamInstanceProfile\.name is invalid\. Invalid IAM Instance Profile name$/,
    ],
    [
      "a type that is none",
      { instanceType: "m9.large", subnetId: SUBNET_A },
      {},
      /^InvalidParameterValue: Invalid value 'm9\.large' for InstanceType\./,
    ],
    [
      "a subnet of another zone than the one named",
      { instanceType: "m4.large", subnetId: SUBNET_A, availabilityZone: "us-west-2b" },
      {},
      /^InvalidSpotFleetRequestConfig: The specified Subnet: subnet-0000000000000000a cannot be used with the specified Availability Zone: us-west-2b\.$/,
    ],
    ["no place", { instanceType: "m4.large" }, {}, /^VPCIdNotSpecified: No default VPC for this user\./],
    [
      "a template for Spot instances",
      { instanceType: "m4.large", subnetId: SUBNET_A },
      { instanceMarketOptions: { marketType: "spot" } },
      /^InvalidSpotFleetRequestConfig: The launch template lt-[0-9a-f]{17} has instanceMarketOptions, which a Spot fleet does not support\. Leave it out\.$/,
    ],
    [
      "types by their attributes",
      { instanceRequirements: { memoryMib: { min: 1 }, vcpuCount: { min: 1 } }, subnetId: SUBNET_A },
      {},
      /^UnsupportedOperation: The account on this machine does not choose instance types by instanceRequirements; name the types instead\.$/,
    ],
  ] as [string, Props, Props, RegExp][]) {
    it(`refuses ${what}`, () =>
      assert.match(
        refusal(() => fleetOf(override, templateBy)),
        expected,
      ));
  }

  it("refuses two subnets of a zone for a type", () => {
    const account = withNetwork({
      type: SUBNET,
      id: "subnet-second",
      outputs: { availabilityZone: "us-west-2a", vpcId: "vpc-00000000000000001" },
    });
    const twice = [SUBNET_A, "subnet-second"].map((subnetId) => ({ instanceType: "m4.large", subnetId }));
    assert.equal(
      refusal(() => make(account, FLEET, fleet(madeTemplate(account), twice))),
      "InvalidSpotFleetRequestConfig: The fleet configuration contains duplicate instance pools: m4.large in us-west-2a. " +
        "Name one subnet a zone for an instance type.",
    );
  });

  it("keeps its subnets and security groups while it has instances", () => {
    const account = withNetwork();
    const made = make(account, FLEET, fleet(madeTemplate(account)));
    const stands = `the Spot fleet request '${made.id}' uses it.`;
    assert.equal(
      refusal(() => account.delete(SUBNET, SUBNET_B, options)),
      `DependencyViolation: The subnet '${SUBNET_B}' has dependencies and cannot be deleted: ${stands}`,
    );
    assert.equal(
      refusal(() => account.delete(SECURITY_GROUP, SECURITY_GROUP_ID, options)),
      `DependencyViolation: resource ${SECURITY_GROUP_ID} has a dependent object: ${stands}`,
    );
    change(account, FLEET, made, { targetCapacity: 0 });
    account.delete(SUBNET, SUBNET_B, options);
    assert.equal(account.read(SUBNET, SUBNET_B, options), undefined);
  });

  it("counts Spot vCPUs, which it does not refuse", () => {
    const account = withNetwork();
    fleetWith({ targetCapacity: 100 }, account);
    assert.equal(spotVcpus("us-west-2", account), 200);
    assert.equal(spotVcpus("us-east-1", account), 0);
    account.raiseQuota("L-34B43A08", 200);
    assert.equal(account.quotaValue("L-34B43A08", 5), 200);
  });

  it("says which cluster its instances join", () => {
    const account = withNetwork();
    const { id } = fleetWith({}, account);
    const joined = containerInstancesOf("cats", "us-west-2", account);
    assert.deepEqual(
      joined.map((record) => record.id),
      [id],
    );
    assert.deepEqual(
      joined.flatMap((record) => userDataOf(record, account)),
      [script],
    );
    assert.deepEqual(containerInstancesOf("dogs", "us-west-2", account), []);
  });

  it("takes its instances with it where it is told to", () => {
    for (const by of [{}, { terminateInstancesOnDelete: null, terminateInstancesWithExpiration: true }] as Props[]) {
      const account = withNetwork();
      const { id } = fleetWith(by, account);
      account.delete(FLEET, id, options);
      assert.deepEqual([account.records(FLEET), account.records(INSTANCE)], [[], []]);
    }
  });

  it("leaves its instances behind otherwise, in the way of the network's deletion", () => {
    for (const by of [{ terminateInstancesOnDelete: null }, { terminateInstancesOnDelete: "false" }]) {
      const account = withNetwork();
      const { id } = fleetWith(by, account);
      account.delete(FLEET, id, options);
      const left = account.records(INSTANCE);
      assert.deepEqual(
        left.map(({ outputs }) => [outputs.instanceType, outputs.availabilityZone, outputs.instanceLifecycle]),
        [
          ["m4.large", "us-west-2a", "spot"],
          ["m4.large", "us-west-2b", "spot"],
          ["c4.large", "us-west-2a", "spot"],
        ],
      );
      assert.deepEqual(left[0]?.inputs.tags, { "aws:ec2spot:fleet-request-id": id });
      assert.match(
        refusal(() => account.delete(SUBNET, SUBNET_A, options)),
        /^DependencyViolation: /,
      );
    }
  });
});
