import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { trusts } from "../ec2/trust";
import { given, objects, text } from "../read";
import { EVENT_TARGET } from "./eventRule";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const CLUSTER = "aws:ecs/cluster:Cluster";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const ROLE = "aws:iam/role:Role";

/** docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html and API_EcsParameters.html */
export const eventTarget: TypeDefinition = {
  type: EVENT_TARGET,
  noun: "target",
  rules: {
    targetId: { pattern: /^[.\-_A-Za-z0-9]{1,64}$/, is: "1 to 64 letters, digits and . - _" },
    arn: { pattern: /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/, is: "an ARN" },
    roleArn: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
    input: { json: true },
    "ecsTarget.launchType": { oneOf: ["EC2", "FARGATE", "EXTERNAL"] },
    "ecsTarget.propagateTags": { oneOf: ["TASK_DEFINITION"] },
    "ecsTarget.taskCount": { range: [1, 10] },
    "ecsTarget.placementConstraints": { items: [0, 10] },
    "ecsTarget.placementConstraints[*].type": { oneOf: ["distinctInstance", "memberOf"] },
    "ecsTarget.orderedPlacementStrategies": { items: [0, 5] },
    "ecsTarget.orderedPlacementStrategies[*].type": { oneOf: ["random", "spread", "binpack"] },
    "retryPolicy.maximumEventAgeInSeconds": { range: [60, 86_400] },
    "retryPolicy.maximumRetryAttempts": { range: [0, 185] },
  },
  conflicts: [["input", "inputPath", "inputTransformer"]],
  check: targetFailures,
  autoName: { property: "targetId", maxLength: 64 },
  defaults: { eventBusName: "default", forceDestroy: false },
  replaces: ["rule", "targetId", "eventBusName"],
  computed: ["targetId"],
  references: [
    {
      path: "rule",
      to: RULE,
      by: "name",
      missing: (name) => new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus default.`),
    },
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "rule") && text(inputs, "targetId") && `${inputs.rule}/${inputs.targetId}`,
      // PutTargets overwrites a target of that id: two resources would take turns, so the second is refused.
      taken: ({ rule, targetId }) =>
        new AwsError("ResourceAlreadyExistsException", `Rule ${rule} has a target ${targetId} already.`),
    },
  ],
  // docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  quotas: [
    {
      code: "L-4BD6B4C1",
      name: "Targets per rule",
      default: 5,
      error: "LimitExceededException",
      per: (inputs) => text(inputs, "rule") ?? "",
    },
  ],
  verify: requireRunnable,
  id: ({ inputs }) => `${inputs.rule}-${inputs.targetId}`,
  importId: { form: "BUS/RULE/TARGET, or RULE/TARGET", of: ({ inputs }) => `${inputs.rule}/${inputs.targetId}` },
};

function targetFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (!given(inputs, "ecsTarget")) return failures;
  const arn = text(inputs, "arn");
  if (arn !== undefined && !/^arn:aws:ecs:[a-z0-9-]+:\d{12}:cluster\/.+$/.test(arn)) {
    failures.push({
      property: "arn",
      reason: `expected the ARN of an ECS cluster, as there is an ecsTarget, got ${arn}`,
    });
  }
  for (const [i, strategy] of objects(inputs, "ecsTarget.orderedPlacementStrategies").entries()) {
    if (text(strategy, "type") !== "random" && text(strategy, "type") !== undefined && !given(strategy, "field")) {
      failures.push({ property: `ecsTarget.orderedPlacementStrategies[${i}].field`, reason: "missing" });
    }
  }
  for (const [i, constraint] of objects(inputs, "ecsTarget.placementConstraints").entries()) {
    const isMember = text(constraint, "type") === "memberOf";
    if (isMember !== given(constraint, "expression") && text(constraint, "type") !== undefined) {
      failures.push({
        property: `ecsTarget.placementConstraints[${i}].expression`,
        reason: isMember ? "missing; type memberOf needs one" : "works with type memberOf only",
      });
    }
  }
  return failures;
}

/**
 * What PutTargets asks of an ECS target. PutTargets itself looks at the role and at the form of the rest; a cluster, a task
 * definition or a trust that is missing would show at the first run, as a failed invocation. Here it shows at once.
 */
function requireRunnable({ account, inputs, region }: Context): void {
  if (!given(inputs, "ecsTarget")) return;
  const targetId = text(inputs, "targetId");
  const roleArn = text(inputs, "roleArn");
  if (roleArn === undefined) {
    throw new AwsError("ValidationException", `RoleArn is required for target ${targetId}.`);
  }
  const role = account.records(ROLE).find(({ outputs }) => outputs.arn === roleArn);
  if (!role || !trusts(role, "events.amazonaws.com")) {
    throw new AwsError(
      "ValidationException",
      `Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`,
    );
  }
  const here = (type: string) => account.records(type).filter((record) => record.region === region);
  if (!here(CLUSTER).some(({ outputs }) => outputs.arn === inputs.arn)) {
    throw new AwsError("ClusterNotFoundException", `Cluster not found: ${inputs.arn}`);
  }
  const arn = text(inputs, "ecsTarget.taskDefinitionArn");
  const revision = here(TASK_DEFINITION).find(
    ({ outputs }) => outputs.arn === arn || outputs.arnWithoutRevision === arn,
  );
  if (!revision) throw new AwsError("ClientException", `TaskDefinition not found: ${arn}`);
  const needsNetwork = text(revision.inputs, "networkMode") === "awsvpc";
  if (needsNetwork !== given(inputs, "ecsTarget.networkConfiguration")) {
    throw new AwsError(
      "InvalidParameterException",
      needsNetwork
        ? "Network Configuration must be provided when networkMode 'awsvpc' is specified."
        : "Network Configuration is not valid for the given networkMode of this task definition.",
    );
  }
}
