import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { deregisterService } from "../../local/account/types/appautoscaling/target";
import { FLEET, fleet, madeTemplate, withNetwork } from "./capacityFixture";
import { accountWith, change, failures, make, options, refusal, replaces } from "./support";

const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";

const scaled: Props = {
  serviceNamespace: "ecs",
  resourceId: "service/cats/homepage",
  scalableDimension: "ecs:service:DesiredCount",
};

const target: Props = { ...scaled, minCapacity: 2, maxCapacity: 100 };

const step = (scalingAdjustment: number, lower?: string, upper?: string): Props => ({
  scalingAdjustment,
  ...(lower === undefined ? {} : { metricIntervalLowerBound: lower }),
  ...(upper === undefined ? {} : { metricIntervalUpperBound: upper }),
});

/** The workshop's steps for adding tasks, relative to its threshold of 1,000 requests. */
const workshopSteps = [step(10, "0", "1000"), step(20, "1000", "3000"), step(25, "3000")];

function policy(stepAdjustments: Props[] = workshopSteps, by: Props = {}): Props {
  const configuration = { adjustmentType: "ChangeInCapacity", cooldown: 60, metricAggregationType: "Maximum" };
  return {
    ...scaled,
    name: "CatsScaleUpPolicy",
    stepScalingPolicyConfiguration: { ...configuration, ...by, stepAdjustments },
  };
}

/** An account with the service that is scaled. */
function withService(): Account {
  return accountWith({
    type: "aws:ecs/service:Service",
    id: "arn:aws:ecs:us-west-2:123456789012:service/cats/homepage",
    outputs: { name: "homepage", cluster: "arn:aws:ecs:us-west-2:123456789012:cluster/cats" },
  });
}

function withTarget(): Account {
  const account = withService();
  make(account, TARGET, target);
  return account;
}

describe("account: scalable targets", () => {
  it("reports its ARN, the role that AWS makes for it and that nothing is suspended", () => {
    const { id, outputs } = make(withService(), TARGET, target);
    assert.equal(id, "service/cats/homepage");
    assert.match(
      String(outputs.arn),
      /^arn:aws:application-autoscaling:us-west-2:123456789012:scalable-target\/[0-9a-f]{36}$/,
    );
    assert.equal(
      outputs.roleArn,
      "arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/" +
        "AWSServiceRoleForApplicationAutoScaling_ECSService",
    );
    assert.deepEqual(outputs.suspendedState, {
      dynamicScalingInSuspended: false,
      dynamicScalingOutSuspended: false,
      scheduledScalingSuspended: false,
    });
  });

  it("is replaced where it scales another thing, and not by other bounds", () => {
    assert.deepEqual(replaces(TARGET, target, { resourceId: "service/cats/dogs" }), ["resourceId"]);
    assert.deepEqual(replaces(TARGET, target, { minCapacity: 1, maxCapacity: 5, tags: { Lab: "2" } }), []);
  });

  it("scales a Spot fleet of type maintain", () => {
    const account = withNetwork();
    const request = fleet(madeTemplate(account));
    const register = (resourceId: string) => () =>
      make(account, TARGET, {
        serviceNamespace: "ec2",
        resourceId,
        scalableDimension: "ec2:spot-fleet-request:TargetCapacity",
        minCapacity: 3,
        maxCapacity: 10,
      });
    const { id } = make(account, FLEET, request);
    assert.match(String(register(`spot-fleet-request/${id}`)().outputs.roleArn), /_EC2SpotFleetRequest$/);
    const gone = "sfr-00000000-0000-4000-a000-000000000000";
    assert.equal(
      refusal(register(`spot-fleet-request/${gone}`)),
      `ValidationException: EC2 Spot fleet request doesn't exist: spot-fleet-request/${gone}`,
    );
    const once = make(account, FLEET, { ...request, fleetType: "request" });
    assert.equal(
      refusal(register(`spot-fleet-request/${once.id}`)),
      `ValidationException: The Spot fleet request ${once.id} is of type request; only one of type maintain can be scaled.`,
    );
  });

  for (const [what, by, expected] of [
    [
      "a service that does not exist",
      { resourceId: "service/cats/gone" },
      "ValidationException: ECS service doesn't exist: service/cats/gone",
    ],
    [
      "a service of another cluster",
      { resourceId: "service/dogs/homepage" },
      "ValidationException: ECS service doesn't exist: service/dogs/homepage",
    ],
    [
      "a resource that is written otherwise",
      { resourceId: "cats/homepage" },
      "ValidationException: Invalid resource ID: cats/homepage; expected service/CLUSTER/SERVICE.",
    ],
    [
      "bounds the wrong way round",
      { minCapacity: 101 },
      "ValidationException: Maximum capacity cannot be less than minimum capacity: 100 is less than 101.",
    ],
    [
      "a dimension of another namespace",
      { scalableDimension: "ec2:spot-fleet-request:TargetCapacity" },
      "ValidationException: Unsupported service namespace, resource type or scalable dimension: ecs, " +
        "ec2:spot-fleet-request:TargetCapacity.",
    ],
    [
      "what the account does not scale",
      { serviceNamespace: "lambda", scalableDimension: "lambda:function:ProvisionedConcurrency" },
      "UnsupportedOperation: The account on this machine scales ECS services and Spot fleets only, not " +
        "lambda:function:ProvisionedConcurrency.",
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () =>
      assert.equal(
        refusal(() => make(withService(), TARGET, { ...target, ...by })),
        expected,
      ));
  }

  it("refuses a second target of the same dimension", () => {
    assert.equal(
      refusal(() => make(withTarget(), TARGET, target)),
      "ValidationException: The scalable target that you tried to tag already exists. To update tags on an existing " +
        "scalable target, use the TagResource API. (service/cats/homepage)",
    );
  });

  it("refuses an unknown namespace", () => {
    const [failure = "", ...others] = failures(TARGET, { ...target, serviceNamespace: "s3" });
    assert.match(failure, /^serviceNamespace: expected one of appstream, cassandra, .*, workspaces, got "s3"$/);
    assert.deepEqual(others, []);
  });

  it("refuses an unknown dimension", () => {
    const [failure = "", ...others] = failures(TARGET, { ...target, scalableDimension: "ecs:service:Memory" });
    assert.match(
      failure,
      /^scalableDimension: expected one of appstream:fleet:DesiredCapacity, .*, got "ecs:service:Memory"$/,
    );
    assert.deepEqual(others, []);
  });

  it("takes its policies with it", () => {
    const account = withTarget();
    make(account, POLICY, policy());
    account.delete(TARGET, "service/cats/homepage", options);
    assert.deepEqual(account.records(POLICY), []);
  });

  it("is forgotten when its service goes, and with it its policies", () => {
    const account = withTarget();
    make(account, POLICY, policy());
    deregisterService({ account, region: "us-west-2" }, "cats", "dogs");
    assert.equal(account.records(TARGET).length, 1);
    deregisterService({ account, region: "us-west-2" }, "cats", "homepage");
    assert.deepEqual([account.records(TARGET), account.records(POLICY)], [[], []]);
  });

  it("counts against the quota of its namespace", () => {
    const account = withService();
    account.raiseQuota("L-782A3EE2", 0);
    assert.equal(
      refusal(() => make(account, TARGET, target)),
      'LimitExceededException: The quota "Scalable targets for ECS" (L-782A3EE2) is 0; 0 in use, 1 more asked for. ' +
        "Delete what is not needed, or ask for a higher quota in Service Quotas.",
    );
  });
});

describe("account: scaling policies", () => {
  it("reports its ARN, and takes the workshop's steps", () => {
    const { id, outputs } = make(withTarget(), POLICY, policy());
    assert.equal(id, "CatsScaleUpPolicy");
    assert.match(
      String(outputs.arn),
      /^arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/cats\/homepage:policyName\/CatsScaleUpPolicy$/,
    );
    assert.deepEqual([outputs.alarmArns, outputs.policyType], [[], "StepScaling"]);
  });

  it("takes the workshop's steps for removing tasks", () => {
    make(withTarget(), POLICY, policy([step(-10, "-900", "0"), step(-5, undefined, "-900")]));
  });

  it("keeps its ARN in an update", () => {
    const account = withTarget();
    const made = make(account, POLICY, policy());
    assert.equal(change(account, POLICY, made, policy([step(5, "0")])).arn, made.outputs.arn);
  });

  it("is replaced by a new name or another target, and sees no difference in the order of steps", () => {
    assert.deepEqual(replaces(POLICY, policy(), { name: "Other" }), ["name"]);
    const account = withTarget();
    const { inputs } = account.check(POLICY, policy(), options);
    const turned = account.check(POLICY, policy(workshopSteps.toReversed()), options).inputs;
    assert.equal(account.diff(POLICY, inputs, turned).changes, false);
  });

  it("refuses a target that is not registered", () => {
    assert.equal(
      refusal(() => make(withService(), POLICY, policy())),
      "ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: " +
        "service/cats/homepage, scalable dimension: ecs:service:DesiredCount",
    );
  });

  it("refuses a name that is taken at the same target", () => {
    const account = withTarget();
    make(account, POLICY, policy());
    assert.equal(
      refusal(() => make(account, POLICY, policy())),
      "ValidationException: A scaling policy named CatsScaleUpPolicy exists already for service/cats/homepage; AWS would " +
        "overwrite it. Choose another name.",
    );
  });

  for (const [what, steps, by, expected] of [
    ["no steps", [], {}, "At least one step adjustment is required."],
    [
      "more than 20 steps",
      Array.from({ length: 21 }, (_, i) => step(1, String(i), i === 20 ? undefined : String(i + 1))),
      {},
      "There can be at most 20 step adjustments per scaling policy, got 21.",
    ],
    [
      "no type of adjustment",
      workshopSteps,
      { adjustmentType: null },
      "AdjustmentType must be given for a step scaling policy.",
    ],
    [
      "a gap",
      [step(10, "0", "1000"), step(20, "2000")],
      {},
      "The ranges of step adjustments can't have a gap: [0, 1000] and [2000, Infinity].",
    ],
    [
      "an overlap",
      [step(10, "0", "1000"), step(20, "500")],
      {},
      "The ranges of step adjustments can't overlap: [0, 1000] and [500, Infinity].",
    ],
    ["a step without bounds", [step(10)], {}, "The upper and lower bound can't be null in the same step adjustment."],
    [
      "an upper bound below the lower one",
      [step(10, "10", "5")],
      {},
      "The upper bound must be greater than the lower bound: 5 is not above 10.",
    ],
    [
      "two steps without an upper bound",
      [step(10, "0"), step(20, "1000")],
      {},
      "At most one step adjustment can have an unspecified upper bound.",
    ],
    [
      "two steps without a lower bound",
      [step(-1, undefined, "0"), step(-2, undefined, "-10")],
      {},
      "At most one step adjustment can have an unspecified lower bound.",
    ],
    [
      "steps that end above 0",
      [step(10, "0", "1000")],
      {},
      "There must be a StepAdjustment with an unspecified upper bound (i.e., upper bound is null) when one " +
        "StepAdjustment has a positive upper bound",
    ],
    [
      "steps that begin below 0",
      [step(-1, "-10", "0")],
      {},
      "There must be a StepAdjustment with an unspecified lower bound (i.e., lower bound is null) when one " +
        "StepAdjustment has a negative lower bound",
    ],
    [
      "an exact capacity below 0",
      [step(-1, "0")],
      { adjustmentType: "ExactCapacity" },
      "For ExactCapacity, the scaling adjustment can't be negative, got -1.",
    ],
    [
      "a least magnitude of what is no percentage",
      workshopSteps,
      { minAdjustmentMagnitude: 2 },
      "MinAdjustmentMagnitude is for PercentChangeInCapacity only, got it with ChangeInCapacity.",
    ],
  ] as [string, Props[], Props, string][]) {
    it(`refuses ${what}`, () =>
      assert.equal(
        refusal(() => make(withTarget(), POLICY, policy(steps, by))),
        `ValidationException: ${expected}`,
      ));
  }

  it("refuses a configuration of another type of policy", () => {
    assert.equal(
      refusal(() => make(withTarget(), POLICY, { ...policy(), policyType: "TargetTrackingScaling" })),
      "ValidationException: A policy of type TargetTrackingScaling needs targetTrackingScalingPolicyConfiguration, and it " +
        "was not given.",
    );
  });

  it("refuses a target value without one metric", () => {
    const tracking = {
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: { targetValue: 50 },
    };
    assert.equal(
      refusal(() => make(withTarget(), POLICY, { ...scaled, name: "track", ...tracking })),
      "ValidationException: Exactly one of customizedMetricSpecification and predefinedMetricSpecification must be given, got 0.",
    );
  });

  for (const [what, by, expected] of [
    [
      "an unknown type",
      { policyType: "SimpleScaling" },
      'policyType: expected one of StepScaling, TargetTrackingScaling, PredictiveScaling, got "SimpleScaling"',
    ],
    [
      "an unknown type of adjustment",
      policy(workshopSteps, { adjustmentType: "Add" }),
      "stepScalingPolicyConfiguration.adjustmentType: expected one of ChangeInCapacity, ExactCapacity, " +
        'PercentChangeInCapacity, got "Add"',
    ],
    [
      "an unknown aggregation",
      policy(workshopSteps, { metricAggregationType: "Sum" }),
      'stepScalingPolicyConfiguration.metricAggregationType: expected one of Average, Maximum, Minimum, got "Sum"',
    ],
    [
      "a bound that is no number",
      policy([step(1, "zero")]),
      "stepScalingPolicyConfiguration.stepAdjustments[0].metricIntervalLowerBound: expected a number in a string, such as " +
        '"-10", or nothing for no bound, got "zero"',
    ],
    [
      "half a task",
      policy([step(0.5, "0")]),
      "stepScalingPolicyConfiguration.stepAdjustments[0].scalingAdjustment: expected a whole number, got 0.5",
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what} before anything is made`, () =>
      assert.deepEqual(failures(POLICY, { ...policy(), ...by }), [expected]));
  }

  it("takes what is not known yet", () => {
    assert.deepEqual(failures(POLICY, { ...policy(), resourceId: UNKNOWN }), []);
  });
});
