import { AwsError, type Context, type Props, type TypeDefinition } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { given, text } from "../read";
import { uuid } from "../uuid";
import { ALL_DIMENSIONS, NAMESPACES, POLICY, TARGET, targetKey } from "./namespaces";
import { requireSteps } from "./steps";

const STEP = "stepScalingPolicyConfiguration";
const TRACKING = "targetTrackingScalingPolicyConfiguration";
const PREDICTIVE = "predictiveScalingPolicyConfiguration";

/** Each type of policy has a configuration of its own. */
const CONFIGURATIONS: Record<string, string> = {
  StepScaling: STEP,
  TargetTrackingScaling: TRACKING,
  PredictiveScaling: PREDICTIVE,
};

const bound = {
  pattern: /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/,
  is: 'a number in a string, such as "-10", or nothing for no bound',
};

const SECONDS = { range: [0, Number.POSITIVE_INFINITY] } as const;

export const policy: TypeDefinition = {
  type: POLICY,
  noun: "scaling policy",
  rules: {
    name: {
      all: [{ length: [1, 255] }, { pattern: /^[^\p{Cc}]+$/u, is: "printable characters in a policy's name" }],
    },
    policyType: { oneOf: Object.keys(CONFIGURATIONS) },
    resourceId: { length: [1, 1600] },
    scalableDimension: { oneOf: ALL_DIMENSIONS },
    serviceNamespace: { oneOf: NAMESPACES },
    [`${STEP}.adjustmentType`]: { oneOf: ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"] },
    [`${STEP}.cooldown`]: SECONDS,
    [`${STEP}.metricAggregationType`]: { oneOf: ["Average", "Maximum", "Minimum"] },
    [`${STEP}.stepAdjustments[*].metricIntervalLowerBound`]: bound,
    [`${STEP}.stepAdjustments[*].metricIntervalUpperBound`]: bound,
    [`${STEP}.stepAdjustments[*].scalingAdjustment`]: {
      test: (value) => (Number.isInteger(value) ? undefined : `expected a whole number, got ${String(value)}`),
    },
    [`${TRACKING}.scaleInCooldown`]: SECONDS,
    [`${TRACKING}.scaleOutCooldown`]: SECONDS,
    [`${TRACKING}.customizedMetricSpecification.statistic`]: {
      oneOf: ["Average", "Maximum", "Minimum", "SampleCount", "Sum"],
    },
    [`${TRACKING}.predefinedMetricSpecification.resourceLabel`]: { length: [0, 1023] },
  },
  conflicts: [Object.values(CONFIGURATIONS)],
  autoName: { property: "name", maxLength: 255 },
  defaults: { policyType: "StepScaling" },
  replaces: ["name", "resourceId", "scalableDimension", "serviceNamespace"],
  sets: [`${STEP}.stepAdjustments`],
  unique: [
    {
      key: (inputs) => `${targetKey(inputs)}|${text(inputs, "name")}`,
      // PutScalingPolicy overwrites a policy of the same name without a word, whoever made it.
      taken: ({ name, resourceId }) =>
        new AwsError(
          "ValidationException",
          `A scaling policy named ${name} exists already for ${resourceId}; AWS would overwrite it. Choose another name.`,
        ),
    },
  ],
  quotas: [
    {
      code: "L-B395C81B",
      name: "Scaling policies per scalable target",
      default: 50,
      error: "LimitExceededException",
      per: targetKey,
    },
  ],
  verify: requirePolicy,
  id: ({ inputs }) => String(inputs.name),
  importId: {
    form: "SERVICE-NAMESPACE/RESOURCE-ID/SCALABLE-DIMENSION/POLICY-NAME",
    of: ({ id, inputs }) => `${inputs.serviceNamespace}/${inputs.resourceId}/${inputs.scalableDimension}/${id}`,
  },
  outputs: ({ id, inputs, arn, hex }) => ({
    arn: arn(
      "autoscaling",
      `scalingPolicy:${uuid(hex)}:resource/${inputs.serviceNamespace}/${inputs.resourceId}:policyName/${id}`,
    ),
    // Of a step scaling policy these are the alarms that name it, which are made after it.
    alarmArns: [],
  }),
};

function requirePolicy({ account, region, inputs }: Context): void {
  const key = targetKey(inputs);
  const target = account.records(TARGET).find((record) => record.region === region && targetKey(record.inputs) === key);
  if (!target) {
    throw new AwsError(
      "ObjectNotFoundException",
      `No scalable target registered for service namespace: ${inputs.serviceNamespace}, resource ID: ` +
        `${inputs.resourceId}, scalable dimension: ${inputs.scalableDimension}`,
    );
  }
  requireConfiguration(inputs);
  const steps = get(inputs, STEP);
  if (isObject(steps)) requireSteps(steps);
  if (given(inputs, TRACKING)) requireTracking(inputs);
}

function requireConfiguration(inputs: Props): void {
  const type = text(inputs, "policyType") ?? "";
  const wanted = CONFIGURATIONS[type] ?? "";
  const others = Object.values(CONFIGURATIONS).filter((name) => name !== wanted && given(inputs, name));
  if (!given(inputs, wanted)) {
    throw new AwsError("ValidationException", `A policy of type ${type} needs ${wanted}, and it was not given.`);
  }
  if (others.length > 0) {
    throw new AwsError(
      "ValidationException",
      `A policy of type ${type} takes ${wanted} only, not ${others.join(", ")}.`,
    );
  }
  if (type === "PredictiveScaling" && inputs.serviceNamespace !== "ecs") {
    throw new AwsError("ValidationException", "PredictiveScaling is for ECS services only.");
  }
}

function requireTracking(inputs: Props): void {
  const metrics = ["customizedMetricSpecification", "predefinedMetricSpecification"].filter((name) =>
    given(inputs, `${TRACKING}.${name}`),
  );
  if (metrics.length !== 1) {
    throw new AwsError(
      "ValidationException",
      `Exactly one of customizedMetricSpecification and predefinedMetricSpecification must be given, got ${metrics.length}.`,
    );
  }
}
