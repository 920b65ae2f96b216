import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import {
  GROUP,
  group,
  madeTemplate,
  SECURITY_GROUP,
  SECURITY_GROUP_ID,
  SUBNET,
  SUBNET_A,
  SUBNET_D,
  withNetwork,
} from "./capacityFixture";
import { change, failures, make, options, refusal, replaces } from "./support";

const NOTIFICATION = "aws:autoscaling/notification:Notification";
const TOPIC = "aws:sns/topic:Topic";
const NO_TEMPLATE = "lt-0123456789abcdef0";

/** Makes the group with its inputs changed, from the template with its inputs changed. */
function groupWith(by: Props = {}, templateBy: Props = {}, account = withNetwork()) {
  return make(account, GROUP, { ...group(madeTemplate(account, templateBy)), ...by });
}

describe("account: Auto Scaling groups", () => {
  it("reports its ARN, its zones and what Auto Scaling fills in", () => {
    const { id, outputs } = groupWith({ desiredCapacity: null });
    assert.equal(id, "cats-group");
    assert.match(
      String(outputs.arn),
      /^arn:aws:autoscaling:us-west-2:123456789012:autoScalingGroup:[0-9a-f-]{36}:autoScalingGroupName\/cats-group$/,
    );
    assert.deepEqual(outputs.availabilityZones, ["us-west-2a", "us-west-2b"]);
    assert.deepEqual([outputs.desiredCapacity, outputs.defaultCooldown, outputs.healthCheckType], [1, 300, "EC2"]);
    assert.equal((outputs.launchTemplate as Props).name, "cats-on-demand");
    assert.equal(
      outputs.serviceLinkedRoleArn,
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    );
  });

  it("moves an unstated size with its bounds, and no further", () => {
    const account = withNetwork();
    const made = groupWith({ desiredCapacity: null }, {}, account);
    assert.equal(change(account, GROUP, made, { minSize: 2 }).desiredCapacity, 2);
    assert.equal(change(account, GROUP, made, { minSize: 0, maxSize: 1 }).desiredCapacity, 1);
  });

  it("is replaced by a new name only, the old one first", () => {
    assert.deepEqual(replaces(GROUP, group(NO_TEMPLATE), { name: "dogs-group" }), ["name"]);
    const changed = { maxSize: 3, launchTemplate: { id: NO_TEMPLATE, version: "2" }, vpcZoneIdentifiers: [SUBNET_A] };
    assert.deepEqual(replaces(GROUP, group(NO_TEMPLATE), changed), []);
  });

  it("keeps its subnets and security groups while it has instances", () => {
    const account = withNetwork();
    const made = groupWith({}, {}, account);
    const stands = "the Auto Scaling group 'cats-group' uses it.";
    assert.equal(
      refusal(() => account.delete(SUBNET, SUBNET_A, options)),
      `DependencyViolation: The subnet '${SUBNET_A}' has dependencies and cannot be deleted: ${stands}`,
    );
    assert.equal(
      refusal(() => account.delete(SECURITY_GROUP, SECURITY_GROUP_ID, options)),
      `DependencyViolation: resource ${SECURITY_GROUP_ID} has a dependent object: ${stands}`,
    );
    change(account, GROUP, made, { minSize: 0, desiredCapacity: 0 });
    account.delete(SECURITY_GROUP, SECURITY_GROUP_ID, options);
    assert.equal(account.read(SECURITY_GROUP, SECURITY_GROUP_ID, options), undefined);
  });

  it("is deleted with its instances, unless nothing may terminate them", () => {
    const account = withNetwork();
    groupWith({}, {}, account);
    account.delete(GROUP, "cats-group", options);
    assert.equal(account.read(GROUP, "cats-group", options), undefined);

    const stuck = withNetwork();
    const made = groupWith({ suspendedProcesses: ["Terminate"] }, {}, stuck);
    assert.equal(
      refusal(() => stuck.delete(GROUP, "cats-group", options)),
      "ResourceInUse: You cannot delete an AutoScalingGroup while there are instances or pending Spot instance " +
        "request(s) still in the group: cats-group has its process Terminate suspended. Resume it, or set forceDelete.",
    );
    change(stuck, GROUP, made, { forceDelete: true });
    stuck.delete(GROUP, "cats-group", options);
    assert.equal(stuck.read(GROUP, "cats-group", options), undefined);
  });

  it("does without a zone that lacks the type if nobody waits for its instances", () => {
    const account = withNetwork();
    assert.equal(
      refusal(() => groupWith({ vpcZoneIdentifiers: [SUBNET_A, SUBNET_D] }, {}, account)),
      "Unsupported: Scaling activity: Failed: Your requested instance type (m4.large) is not supported in your requested " +
        "Availability Zone (us-west-2d). Please retry your request by not specifying an Availability Zone or choosing " +
        "us-west-2a, us-west-2b, us-west-2c. Launching EC2 instance failed.",
    );
    const { outputs } = groupWith({ vpcZoneIdentifiers: [SUBNET_A, SUBNET_D], waitForCapacityTimeout: "0" });
    assert.deepEqual(outputs.availabilityZones, ["us-west-2a", "us-west-2d"]);
  });

  const formed = "ValidationError: You must use a valid fully-formed launch template.";
  for (const [what, by, templateBy, expected] of [
    [
      "a size below its bounds",
      { desiredCapacity: 0 },
      {},
      "ValidationError: Desired capacity:0 must be between the specified min size:1 and max size:2",
    ],
    [
      "bounds the wrong way round",
      { minSize: 3 },
      {},
      "ValidationError: Max bound, 2, must be greater than or equal to min bound, 3",
    ],
    [
      "a subnet that does not exist",
      { vpcZoneIdentifiers: ["subnet-gone"] },
      {},
      "ValidationError: The subnet ID 'subnet-gone' does not exist",
    ],
    [
      "no subnet",
      { vpcZoneIdentifiers: null },
      {},
      "ValidationError: No default VPC for this user. Name the group's subnets in vpcZoneIdentifiers.",
    ],
    [
      "a template that does not exist",
      { launchTemplate: { id: NO_TEMPLATE } },
      {},
      `${formed} The specified launch template, with template ID ${NO_TEMPLATE}, does not exist.`,
    ],
    [
      "a template's profile that does not exist",
      {},
      { iamInstanceProfile: { name: "gone" } },
      `${formed} Value (gone) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    ],
    ["a template without an image", {}, { imageId: null }, `${formed} The request must contain the parameter ImageId`],
    [
      "a launch configuration",
      { launchTemplate: null, launchConfiguration: "On-Demand-ECS" },
      {},
      "ValidationError: Launch configuration name not found - On-Demand-ECS. New accounts have no launch " +
        "configurations; use a launch template.",
    ],
    [
      "a target group that does not exist",
      { targetGroupArns: ["arn:gone"] },
      {},
      "ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again: arn:gone",
    ],
    [
      "more vCPUs than the quota",
      { maxSize: 3, desiredCapacity: 3 },
      {},
      'VcpuLimitExceeded: The quota "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" (L-1216C47A) is 5; ' +
        "0 in use, 6 more asked for. Delete what is not needed, or ask for a higher quota in Service Quotas.",
    ],
  ] as [string, Props, Props, string][]) {
    it(`refuses ${what}`, () =>
      assert.equal(
        refusal(() => groupWith(by, templateBy)),
        expected,
      ));
  }

  it("refuses a name that is taken", () => {
    const account = withNetwork();
    groupWith({}, {}, account);
    assert.equal(
      refusal(() => groupWith({}, { name: "other" }, account)),
      "AlreadyExists: AutoScalingGroup by this name already exists - A group with the name cats-group already exists",
    );
  });

  for (const [what, by, expected] of [
    [
      "neither a template nor a policy",
      { launchTemplate: null },
      'launchConfiguration: one of "launchConfiguration", "launchTemplate", "mixedInstancesPolicy" must be given',
    ],
    [
      "zones beside subnets",
      { availabilityZones: ["us-west-2a"] },
      'vpcZoneIdentifiers: at most one of "availabilityZones", "vpcZoneIdentifiers" may be given, got ' +
        '"availabilityZones", "vpcZoneIdentifiers"',
    ],
    [
      "an unknown health check",
      { healthCheckType: "PING" },
      'healthCheckType: expected EC2, ELB, EBS, VPC_LATTICE or several of them with commas between, got "PING"',
    ],
    [
      "a time to wait that is none",
      { waitForCapacityTimeout: "ten minutes" },
      'waitForCapacityTimeout: expected a duration such as "10m", or "0" to wait for nothing, got "ten minutes"',
    ],
    [
      "a lifetime of an hour",
      { maxInstanceLifetime: 3600 },
      "maxInstanceLifetime: expected seconds between 86400 and 31536000, or 0 for no limit, got 3600",
    ],
    [
      "a tag twice",
      { tags: ["1", "2"].map((value) => ({ key: "Lab", value, propagateAtLaunch: true })) },
      'tags: the tag "Lab" is given more than once',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(GROUP, { ...group(NO_TEMPLATE), ...by }), [expected]));
  }
});

const topic: Props = { name: "cats-notifications" };
const ARN = "arn:aws:sns:us-west-2:123456789012:cats-notifications";

describe("account: SNS topics", () => {
  it("reports its ARN, its owner and the policy that lets the owner do everything", () => {
    const { id, outputs } = make(withNetwork(), TOPIC, topic);
    assert.deepEqual([id, outputs.arn, outputs.owner], [ARN, ARN, "123456789012"]);
    const { Statement } = JSON.parse(String(outputs.policy));
    assert.deepEqual(Statement[0].Condition, { StringEquals: { "AWS:SourceOwner": "123456789012" } });
    assert.equal(Statement[0].Resource, ARN);
  });

  it("is replaced by a new name only", () => {
    assert.deepEqual(replaces(TOPIC, topic, { name: "dogs" }), ["name"]);
    assert.deepEqual(replaces(TOPIC, topic, { displayName: "Cats" }), []);
  });

  it("refuses a name that is taken, so that no two stacks own one topic", () => {
    const account = withNetwork();
    make(account, TOPIC, topic);
    assert.equal(
      refusal(() => make(account, TOPIC, topic)),
      "InvalidParameter: Invalid parameter: Tags Reason: Topic already exists with different tags: cats-notifications",
    );
  });

  for (const [what, by, expected] of [
    [
      "a dot in the name",
      { name: "cats.dogs" },
      'name: expected 1 to 256 letters, digits, hyphens and underscores, got "cats.dogs"',
    ],
    [
      "a FIFO topic whose name does not say so",
      { fifoTopic: true },
      "name: expected 1 to 251 letters, digits, hyphens and underscores, and .fifo, got " + '"cats-notifications"',
    ],
    [
      "deduplication without FIFO",
      { contentBasedDeduplication: true },
      "contentBasedDeduplication: can only be set for FIFO topics",
    ],
    ["a policy that is no JSON", { policy: "{" }, 'policy: expected a string that holds JSON, got "{"'],
    [
      "a rate of 101 %",
      { sqsSuccessFeedbackSampleRate: 101 },
      "sqsSuccessFeedbackSampleRate: expected a number between 0 and 100, got 101",
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(TOPIC, { ...topic, ...by }), [expected]));
  }
});

const notification: Props = {
  groupNames: ["cats-group"],
  notifications: ["autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"],
  topicArn: ARN,
};

describe("account: Auto Scaling notifications", () => {
  it("is known by its topic", () => {
    const account = withNetwork();
    make(account, TOPIC, topic);
    groupWith({}, {}, account);
    assert.equal(make(account, NOTIFICATION, notification).id, ARN);
  });

  it("is replaced by another topic, and sees no difference in an order", () => {
    assert.deepEqual(replaces(NOTIFICATION, notification, { topicArn: `${ARN}2` }), ["topicArn"]);
    const turned = [...(notification.notifications as string[])].reverse();
    assert.deepEqual(replaces(NOTIFICATION, notification, { notifications: turned }), []);
  });

  it("refuses a group or a topic that does not exist", () => {
    const account = withNetwork();
    const attempt = () => make(account, NOTIFICATION, notification);
    assert.equal(refusal(attempt), "ValidationError: AutoScalingGroup name not found - no such group: cats-group");
    groupWith({}, {}, account);
    assert.equal(
      refusal(attempt),
      `ValidationError: Unable to publish test notification message to SNS topic: ${ARN} does not exist`,
    );
  });

  it("refuses an unknown event", () => {
    assert.deepEqual(failures(NOTIFICATION, { ...notification, notifications: ["launch"] }), [
      "notifications[0]: expected one of autoscaling:EC2_INSTANCE_LAUNCH, autoscaling:EC2_INSTANCE_LAUNCH_ERROR, " +
        "autoscaling:EC2_INSTANCE_TERMINATE, autoscaling:EC2_INSTANCE_TERMINATE_ERROR, autoscaling:TEST_NOTIFICATION, " +
        'got "launch"',
    ]);
  });
});
