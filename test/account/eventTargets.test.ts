import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { type Made, network, remove } from "./fixtures";
import { PIPELINE, pipeline, ready } from "./pipelineFixture";
import { ACCOUNT_ID, change, failures, make, refusal, replaces, without } from "./support";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const CLUSTER = "aws:ecs/cluster:Cluster";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const ROLE = "aws:iam/role:Role";

const arn = (service: string, rest: string): string => `arn:aws:${service}:us-west-2:${ACCOUNT_ID}:${rest}`;
const cluster = arn("ecs", "cluster/workshop");
const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/finder`;

/** The target of the workshop: a task on the cluster. */
const target: Props = {
  rule: "finder",
  targetId: "unicorns",
  arn: cluster,
  roleArn,
  ecsTarget: { taskDefinitionArn: arn("ecs", "task-definition/finder:1"), launchType: "EC2" },
  retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
};
const topic: Props = { rule: "finder", targetId: "herd", arn: arn("sns", "herd") };

const ecs = (by: Props): Props => ({ ...target, ecsTarget: { ...(target.ecsTarget as Props), ...by } });
const onTask = (family: string, by: Props = {}): Props =>
  ecs({ taskDefinitionArn: arn("ecs", `task-definition/${family}`), ...by });

const trusting = (Service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  });

const task = (family: string, by: Props = {}): Props => ({
  family,
  containerDefinitions: JSON.stringify([{ name: "finder", image: "finder:v1", memory: 128 }]),
  ...by,
});

/** An account with the rule, the role, the cluster and the task that the target needs; each made unless it is left out. */
function finder(...missing: string[]): { account: Account; rule: Made | undefined } {
  const account = new Account();
  const made = new Map(
    (
      [
        [RULE, { name: "finder", scheduleExpression: "rate(2 minutes)" }],
        [ROLE, { name: "finder", assumeRolePolicy: trusting("events.amazonaws.com") }],
        [CLUSTER, { name: "workshop" }],
        [TASK, task("finder")],
      ] as [string, Props][]
    )
      .filter(([type]) => !missing.includes(type))
      .map(([type, inputs]) => [type, make(account, type, inputs)]),
  );
  return { account, rule: made.get(RULE) };
}

const refused = (inputs: Props, account = finder().account): string => refusal(() => make(account, TARGET, inputs));

describe("account: EventBridge targets", () => {
  it("makes a target that runs a task on a cluster", () => {
    const { id, outputs } = make(finder().account, TARGET, target);
    assert.equal(id, "finder-unicorns");
    assert.deepEqual(outputs.ecsTarget, {
      taskDefinitionArn: arn("ecs", "task-definition/finder:1"),
      launchType: "EC2",
      taskCount: 1,
      enableEcsManagedTags: false,
      enableExecuteCommand: false,
    });
    assert.equal(outputs.eventBusName, "default");
  });

  it("takes targets of other kinds by their ARN", () => {
    const { account } = finder();
    for (const other of [arn("sns", "herd"), arn("sqs", "herd"), arn("logs", "log-group:/aws/events/herd")]) {
      assert.equal(
        make(account, TARGET, { ...topic, targetId: other.split(":")[2] ?? "", arn: other }).outputs.arn,
        other,
      );
    }
    const batch = { ...topic, arn: arn("batch", "job-queue/herd"), roleArn };
    assert.equal(make(account, TARGET, batch).outputs.roleArn, roleArn);
  });

  it("gives a target an id where the program gives none", () => {
    assert.match(make(finder().account, TARGET, without(topic, "targetId")).id, /^finder-target-[0-9a-f]{7}$/);
  });

  const wrong: [what: string, inputs: Props, ...expected: string[]][] = [
    [
      "an id with a space",
      { ...topic, targetId: "a b" },
      'targetId: expected 1 to 64 letters, digits and . - _, got "a b"',
    ],
    ["a name for an ARN", { ...topic, arn: "herd" }, 'arn: expected an ARN, got "herd"'],
    [
      "a retry after 59 seconds at the latest",
      { ...topic, retryPolicy: { maximumEventAgeInSeconds: 59 } },
      "retryPolicy.maximumEventAgeInSeconds: expected a number between 60 and 86400, got 59",
    ],
    [
      "186 retries",
      { ...topic, retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 186 } },
      "retryPolicy.maximumRetryAttempts: expected a number between 0 and 185, got 186",
    ],
    [
      "retries without an age, for which the provider sends 0",
      { ...topic, retryPolicy: { maximumRetryAttempts: 3 } },
      "retryPolicy.maximumEventAgeInSeconds: missing; the provider sends 0 for it, and EventBridge takes 60 to 86400",
    ],
    [
      "two inputs",
      { ...topic, input: "{}", inputPath: "$.detail" },
      'inputPath: at most one of "input", "inputPath", "inputTransformer" may be given, got "input", "inputPath"',
    ],
    ["an input that is no JSON", { ...topic, input: "meow" }, 'input: expected a string that holds JSON, got "meow"'],
    [
      "a key that begins with AWS",
      { ...topic, inputTransformer: { inputPaths: { AWSTime: "$.time" }, inputTemplate: '"<AWSTime>"' } },
      "inputTransformer.inputPaths.AWSTime: a key may not begin with AWS",
    ],
    [
      "a path in another notation",
      { ...topic, inputTransformer: { inputPaths: { time: "time" }, inputTemplate: '"<time>"' } },
      'inputTransformer.inputPaths.time: expected a JSON path in dot notation, such as $.detail, got "time"',
    ],
    [
      "dead letters for a topic",
      { ...topic, deadLetterConfig: { arn: arn("sns", "herd") } },
      `deadLetterConfig.arn: expected the ARN of an SQS queue that is no FIFO queue, got "${arn("sns", "herd")}"`,
    ],
    [
      "a task on what is no cluster",
      { ...target, arn: arn("sns", "herd") },
      `arn: expected the ARN of an ECS cluster, as there is an ecsTarget, got ${arn("sns", "herd")}`,
    ],
    [
      "a cluster without a task",
      without(target, "ecsTarget"),
      "ecsTarget: missing; the target is an ECS cluster, and this says which task runs on it",
    ],
    ["no task at all", ecs({ taskCount: 0 }), "ecsTarget.taskCount: expected a number between 1 and 10, got 0"],
    ["eleven tasks", ecs({ taskCount: 11 }), "ecsTarget.taskCount: expected a number between 1 and 10, got 11"],
    [
      "an unknown launch type",
      ecs({ launchType: "SPOT" }),
      'ecsTarget.launchType: expected one of EC2, FARGATE, EXTERNAL, got "SPOT"',
    ],
    [
      "a family for a task definition's ARN",
      ecs({ taskDefinitionArn: "finder" }),
      'ecsTarget.taskDefinitionArn: expected the ARN of a task definition, with or without a revision, got "finder"',
    ],
    [
      "a launch type and capacity providers",
      ecs({ capacityProviderStrategies: [{ capacityProvider: "spot" }] }),
      'ecsTarget.capacityProviderStrategies: at most one of "launchType", "capacityProviderStrategies" may be given',
    ],
    [
      "a spread over nothing",
      ecs({ orderedPlacementStrategies: [{ type: "spread" }] }),
      "ecsTarget.orderedPlacementStrategies[0].field: missing; the strategy spread needs one",
    ],
    [
      "a constraint without an expression",
      ecs({ placementConstraints: [{ type: "memberOf" }] }),
      "ecsTarget.placementConstraints[0].expression: missing; a memberOf constraint needs one",
    ],
    [
      "an expression for distinct instances",
      ecs({ placementConstraints: [{ type: "distinctInstance", expression: "attribute:a" }] }),
      "ecsTarget.placementConstraints[0].expression: a distinctInstance constraint takes no expression",
    ],
  ];
  for (const [what, inputs, ...expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(TARGET, inputs), expected));
  }

  it("does not judge what a preview does not know yet", () => {
    const unknown = { ...ecs({ taskDefinitionArn: UNKNOWN }), arn: UNKNOWN, roleArn: UNKNOWN, retryPolicy: UNKNOWN };
    assert.deepEqual(failures(TARGET, unknown), []);
  });
});

describe("account: what a target of EventBridge needs", () => {
  it("is a rule, on the default bus", () => {
    const missing = "ResourceNotFoundException: Rule finder does not exist on EventBus default.";
    assert.equal(refused(topic, finder(RULE).account), missing);
    assert.equal(
      refused({ ...topic, eventBusName: "unicorns" }),
      "ResourceNotFoundException: Event bus unicorns does not exist.",
    );
  });

  it("is a role for a task and for a state machine", () => {
    assert.equal(
      refused(without(target, "roleArn")),
      `ValidationException: RoleArn is required for target ${cluster}.`,
    );
    const states = arn("states", "stateMachine:herd");
    assert.equal(refused({ ...topic, arn: states }), `ValidationException: RoleArn is required for target ${states}.`);
  });

  it("is a role that exists and trusts EventBridge", () => {
    const { account } = finder(ROLE);
    const expected = `ValidationException: Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`;
    assert.equal(refused(target, account), expected);
    const role = make(account, ROLE, { name: "finder", assumeRolePolicy: trusting("ecs-tasks.amazonaws.com") });
    assert.equal(refused(target, account), expected);
    change(account, ROLE, role, { assumeRolePolicy: trusting("events.amazonaws.com") });
    assert.equal(make(account, TARGET, target).id, "finder-unicorns");
  });

  it("is a cluster and a task definition that exist", () => {
    assert.equal(refused(target, finder(CLUSTER).account), `ClusterNotFoundException: Cluster not found: ${cluster}`);
    const missing = (family: string) =>
      `ClientException: TaskDefinition not found: ${arn("ecs", `task-definition/${family}`)}`;
    assert.equal(refused(target, finder(TASK).account), missing("finder:1"));
    assert.equal(refused(onTask("finder:2")), missing("finder:2"));
    assert.equal(refused(onTask("find")), missing("find"));
    assert.equal(make(finder().account, TARGET, onTask("finder")).id, "finder-unicorns");
  });

  it("is a network for a task that has an interface of its own, and for no other", () => {
    const { account, subnet } = network(finder().account);
    make(account, TASK, task("own", { networkMode: "awsvpc" }));
    const networkConfiguration = { subnets: [subnet.id] };
    assert.equal(
      refused(onTask("own:1"), account),
      "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
    assert.equal(
      refused(ecs({ networkConfiguration }), account),
      "InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.",
    );
    assert.equal(
      refused(onTask("own:1", { networkConfiguration: { subnets: ["subnet-gone"] } }), account),
      "InvalidParameterException: Error retrieving subnet information for [subnet-gone]: The subnet ID 'subnet-gone' does " +
        "not exist (ErrorCode: InvalidSubnetID.NotFound)",
    );
    assert.equal(make(account, TARGET, onTask("own:1", { networkConfiguration })).id, "finder-unicorns");
  });

  it("is a launch type that the task definition is for", () => {
    const { account } = finder();
    make(account, TASK, task("ec2", { requiresCompatibilities: ["EC2"] }));
    assert.equal(
      refused(onTask("ec2:1", { launchType: "EXTERNAL" }), account),
      "InvalidParameterException: Task definition does not support launch_type EXTERNAL. It supports EC2.",
    );
    assert.equal(make(account, TARGET, onTask("ec2:1")).id, "finder-unicorns");
  });
});

describe("account: a pipeline as a target of EventBridge", () => {
  const released = arn("codepipeline", String(pipeline.name));
  const release: Props = { ...topic, targetId: "release", arn: released, roleArn };

  /** An account with the rule, the role and, unless it is to be missing, the pipeline. */
  function releasing(hasPipeline = true): Account {
    const account = ready();
    make(account, RULE, { name: "finder", scheduleExpression: "rate(2 minutes)" });
    make(account, ROLE, { name: "finder", assumeRolePolicy: trusting("events.amazonaws.com") });
    if (hasPipeline) make(account, PIPELINE, pipeline);
    return account;
  }

  it("is one that exists in the region and the account of its ARN", () => {
    assert.equal(make(releasing(), TARGET, release).id, "finder-release");
    const missing = (of: string) =>
      `PipelineNotFoundException: Account '${ACCOUNT_ID}' does not have a pipeline with name 'workshop-CatsnDogsPipeline'. ` +
      `The target of the rule is ${of}.`;
    assert.equal(refused(release, releasing(false)), missing(released));
    const elsewhere = released.replace("us-west-2", "eu-west-1");
    assert.equal(refused({ ...release, arn: elsewhere }, releasing()), missing(elsewhere));
  });

  it("is started as a role that EventBridge can become", () => {
    assert.equal(
      refused(without(release, "roleArn"), releasing()),
      `ValidationException: RoleArn is required for target ${released}.`,
    );
    const other = `arn:aws:iam::${ACCOUNT_ID}:role/release`;
    assert.equal(
      refused({ ...release, roleArn: other }, releasing()),
      `ValidationException: Provided role '${other}' cannot be assumed by principal 'events.amazonaws.com'.`,
    );
  });
});

describe("account: the life of an EventBridge target", () => {
  it("has its id on its rule alone", () => {
    const { account } = finder();
    make(account, TARGET, topic);
    assert.equal(refused(topic, account), "ResourceAlreadyExistsException: Rule finder has a target herd already.");
    make(account, RULE, { name: "other", scheduleExpression: "rate(1 day)" });
    assert.equal(make(account, TARGET, { ...topic, rule: "other" }).id, "other-herd");
  });

  it("is one of five of its rule", () => {
    const { account } = finder();
    for (let i = 1; i <= 5; i++) make(account, TARGET, { ...topic, targetId: `herd-${i}` });
    assert.match(
      refused(topic, account),
      /^LimitExceededException: The quota "Targets per rule" \(L-4BD6B4C1\) is 5; 5 in use, 1 more asked for\./,
    );
  });

  it("is replaced on another rule or under another id, and changes in place to another task", () => {
    assert.deepEqual(replaces(TARGET, topic, { rule: "other" }), ["rule"]);
    assert.deepEqual(replaces(TARGET, topic, { targetId: "other" }), ["targetId"]);
    assert.deepEqual(replaces(TARGET, target, { arn: arn("ecs", "cluster/other"), retryPolicy: null }), []);
    const { account } = finder();
    const made = make(account, TARGET, target);
    make(account, TASK, task("finder", { cpu: "256" }));
    const { ecsTarget } = change(account, TARGET, made, onTask("finder:2"));
    assert.equal((ecsTarget as Props).taskDefinitionArn, arn("ecs", "task-definition/finder:2"));
  });

  it("may change while its revision is deregistered, but not to one that is", () => {
    const { account } = finder();
    const made = make(account, TARGET, target);
    remove(account, TASK, { id: "finder" });
    assert.deepEqual(change(account, TARGET, made, { retryPolicy: null }).retryPolicy, undefined);
    assert.match(
      refusal(() => change(account, TARGET, made, onTask("finder:3"))),
      /^ClientException: TaskDefinition not found/,
    );
  });
});
