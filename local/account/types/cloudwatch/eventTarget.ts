import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { isObject } from "../../values";
import { given, text, undecided } from "../read";
import { ecsFailures, ecsReferences, ecsRules, requireRunnable } from "./ecsTarget";
import { busOf, DEFAULT_BUS, requireAssumable, requireBus } from "./eventBus";
import { EVENT_TARGET } from "./eventRule";
import { requirePipeline } from "./pipelineTarget";
import { requireTargets } from "./serviceTargets";

/** Services whose targets EventBridge invokes as a role: docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
const WITH_ROLE = ["batch", "codebuild", "codepipeline", "ecs", "firehose", "kinesis", "ssm", "states"];

/** A target of a rule. docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export const eventTarget: TypeDefinition = {
  type: EVENT_TARGET,
  noun: "target",
  rules: {
    ...ecsRules,
    rule: { pattern: /^[.\-_A-Za-z0-9]{1,64}$/, is: "1 to 64 letters, digits and . - _" },
    targetId: { pattern: /^[.\-_A-Za-z0-9]{1,64}$/, is: "1 to 64 letters, digits and . - _" },
    arn: { pattern: /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/, is: "an ARN" },
    roleArn: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
    input: { all: [{ json: true }, { length: [0, 8192] }] },
    inputPath: { length: [0, 256] },
    "inputTransformer.inputPaths": { items: [0, 100] },
    "inputTransformer.inputPaths.*": { pattern: /^\$(\..+)?$/, is: "a JSON path in dot notation, such as $.detail" },
    "inputTransformer.inputTemplate": { length: [1, 8192] },
    "deadLetterConfig.arn": {
      pattern: /^arn:aws:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/,
      is: "the ARN of an SQS queue that is no FIFO queue",
    },
    "retryPolicy.maximumEventAgeInSeconds": { range: [60, 86_400] },
    "retryPolicy.maximumRetryAttempts": { range: [0, 185] },
  },
  conflicts: [["input", "inputPath", "inputTransformer"]],
  check: (inputs) => [...ecsFailures(inputs), ...transformerFailures(inputs), ...retryFailures(inputs)],
  autoName: { property: "targetId", maxLength: 64 },
  defaults: { eventBusName: DEFAULT_BUS, forceDestroy: false },
  replaces: ["rule", "targetId", "eventBusName"],
  computed: ["targetId"],
  sets: [
    ...["ecsTarget.capacityProviderStrategies", "ecsTarget.placementConstraints"],
    ...["ecsTarget.networkConfiguration.subnets", "ecsTarget.networkConfiguration.securityGroups"],
  ],
  references: [
    {
      path: "rule",
      to: "aws:cloudwatch/eventRule:EventRule",
      by: "name",
      missing: (name) => new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus default.`),
    },
    ...ecsReferences,
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "rule") && text(inputs, "targetId") && `${inputs.rule}/${inputs.targetId}`,
      // PutTargets overwrites a target of that id: two resources would take turns, so the second is refused.
      taken: ({ rule, targetId }) =>
        new AwsError("ResourceAlreadyExistsException", `Rule ${rule} has a target ${targetId} already.`),
    },
  ],
  quotas: [
    {
      // docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
      code: "L-4BD6B4C1",
      name: "Targets per rule",
      default: 5,
      error: "LimitExceededException",
      per: (inputs) => text(inputs, "rule") ?? "",
    },
  ],
  verify: (context) => {
    requireBus(context.inputs);
    requireRole(context);
    requireRunnable(context);
    requirePipeline(context);
    requireTargets(context);
  },
  id: ({ inputs }) =>
    [...(busOf(inputs) === DEFAULT_BUS ? [] : [busOf(inputs)]), inputs.rule, inputs.targetId].join("-"),
  importId: { form: "RULE/TARGET-ID", of: ({ inputs }) => `${inputs.rule}/${inputs.targetId}` },
  outputs: withEcsDefaults,
};

function withEcsDefaults({ inputs: { ecsTarget } }: Context): Props {
  if (!isObject(ecsTarget)) return {};
  return { ecsTarget: { taskCount: 1, enableEcsManagedTags: false, enableExecuteCommand: false, ...ecsTarget } };
}

/**
 * PutTargets looks whether the caller may pass the role on, and whether EventBridge can become it.
 *
 * @throws AwsError `ValidationException`
 */
function requireRole(context: Context): void {
  const arn = text(context.inputs, "arn") ?? "";
  const service = arn.split(":")[2] ?? "";
  if (WITH_ROLE.includes(service) && !given(context.inputs, "roleArn")) {
    throw new AwsError("ValidationException", `RoleArn is required for target ${arn}.`);
  }
  requireAssumable(context);
}

function transformerFailures(inputs: Props): CheckFailure[] {
  const paths = isObject(inputs.inputTransformer) ? inputs.inputTransformer.inputPaths : undefined;
  return Object.keys(isObject(paths) ? paths : {})
    .filter((key) => key.startsWith("AWS"))
    .map((key) => ({ property: `inputTransformer.inputPaths.${key}`, reason: "a key may not begin with AWS" }));
}

/**
 * The provider sends 0 for an age that is not given, which EventBridge refuses:
 * github.com/hashicorp/terraform-provider-aws/issues/38265
 */
function retryFailures(inputs: Props): CheckFailure[] {
  const property = "retryPolicy.maximumEventAgeInSeconds";
  if (!given(inputs, "retryPolicy") || undecided(inputs, "retryPolicy") || given(inputs, property)) return [];
  const reason = "missing; the provider sends 0 for it, and EventBridge takes 60 to 86400";
  return [{ property, reason }];
}
