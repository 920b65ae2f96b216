import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { build, deploy, PIPELINE, pipeline, ROLE, ready, roleArn, source, stages, trusting } from "./pipelineFixture";
import { ACCOUNT_ID, change, failures, make, refusal, replaces } from "./support";

/** The workshop's pipeline with other stages. */
const of = (...actions: Props[][]): Props => ({ ...pipeline, stages: stages(...actions) });
const deployed = (by: Props): Props => of([source], [build], [{ ...deploy, ...by }]);
const refused = (inputs: Props, account = ready()): string => refusal(() => make(account, PIPELINE, inputs));

describe("account: conditions, triggers and variables of a pipeline", () => {
  const first = (by: Props): Props => ({
    ...pipeline,
    stages: [{ name: "Source", actions: [source], ...by }, ...stages([build])],
  });
  const last = (by: Props): Props => ({
    ...pipeline,
    stages: [...stages([source]), { name: "Build", actions: [build], ...by }],
  });
  const rule = {
    name: "check",
    ruleTypeId: { category: "Rule", owner: "AWS", provider: "VariableCheck", version: "1" },
  };
  const git = { sourceActionName: "Source", pushes: [{ branches: { includes: ["main"] } }] };
  const trigger = { providerType: "CodeStarSourceConnection", gitConfiguration: git };

  const wrong: [what: string, inputs: Props, ...expected: string[]][] = [
    [
      "a rollback in the type V1",
      { ...last({ onFailure: { result: "ROLLBACK" } }), pipelineType: "V1", executionMode: "SUPERSEDED" },
      "stages[1].onFailure: works with the pipelineType V2 only, got V1",
    ],
    [
      "a rollback of the source",
      first({ onFailure: { result: "ROLLBACK" } }),
      "stages[0].onFailure.result: a source stage cannot be rolled back",
    ],
    [
      "an unknown result",
      last({ onFailure: { result: "STOP" } }),
      'stages[1].onFailure.result: expected one of ROLLBACK, FAIL, RETRY, SKIP, got "STOP"',
    ],
    [
      "a retry of what is rolled back",
      last({ onFailure: { result: "ROLLBACK", retryConfiguration: { retryMode: "ALL_ACTIONS" } } }),
      "stages[1].onFailure.retryConfiguration: works with the result RETRY only, got ROLLBACK",
    ],
    [
      "a rollback before a stage",
      last({ beforeEntry: { condition: { result: "ROLLBACK", rules: [rule] } } }),
      "stages[1].beforeEntry.condition.result: expected one of FAIL, SKIP, got ROLLBACK",
    ],
    [
      "two rules of one name",
      last({ onSuccess: { condition: { result: "FAIL", rules: [rule, rule] } } }),
      "stages[1].onSuccess.condition.rules: expected names that differ, got check more than once",
    ],
    [
      "a trigger in the type V1",
      { ...of([source], [build]), pipelineType: "V1", executionMode: "SUPERSEDED", triggers: [trigger] },
      "triggers: works with the pipelineType V2 only, got V1",
    ],
    [
      "a trigger by what is no source",
      { ...pipeline, triggers: [{ ...trigger, gitConfiguration: { ...git, sourceActionName: "Build" } }] },
      "triggers[0].gitConfiguration.sourceActionName: expected the name of an action in the first stage (Source), got Build",
    ],
    [
      "a variable twice",
      { ...pipeline, variables: [{ name: "Tag" }, { name: "Tag" }] },
      "variables: expected names that differ, got Tag more than once",
    ],
    [
      "a variable without a value",
      { ...pipeline, variables: [{ name: "Tag", defaultValue: "" }] },
      'variables[0].defaultValue: expected a length between 1 and 1000 characters, got ""',
    ],
  ];
  for (const [what, inputs, ...expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(PIPELINE, inputs), expected));
  }

  it("takes a retry, a condition, a trigger and a variable", () => {
    const retried = last({ onFailure: { result: "RETRY", retryConfiguration: { retryMode: "FAILED_ACTIONS" } } });
    const variables = [{ name: "Tag", defaultValue: "v1", description: "of the image" }];
    assert.deepEqual(failures(PIPELINE, { ...retried, triggers: [trigger], variables }), []);
    assert.deepEqual(failures(PIPELINE, last({ onSuccess: { condition: { result: "ROLLBACK", rules: [rule] } } })), []);
  });
});

describe("account: what a pipeline needs", () => {
  it("is a role that exists and trusts CodePipeline", () => {
    const expected = `InvalidStructureException: CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`;
    const account = ready("role");
    assert.equal(refused(pipeline, account), expected);
    const role = make(account, ROLE, { name: "release", assumeRolePolicy: trusting("codebuild.amazonaws.com") });
    assert.equal(refused(pipeline, account), expected);
    change(account, ROLE, role, { assumeRolePolicy: trusting("codepipeline.amazonaws.com") });
    assert.equal(make(account, PIPELINE, pipeline).id, "workshop-CatsnDogsPipeline");
  });

  it("is a role of an action that exists", () => {
    const own = `arn:aws:iam::${ACCOUNT_ID}:role/deploy`;
    assert.equal(
      refused(deployed({ roleArn: own })),
      `InvalidStructureException: ${roleArn} is not authorized to perform AssumeRole on role ${own}`,
    );
  });

  it("is a bucket of the region for its artifacts", () => {
    assert.equal(
      refused(pipeline, ready("artifacts")),
      "InvalidStructureException: The bucket artifacts for artifacts does not exist in the region us-west-2.",
    );
    assert.equal(
      refused(deployed({ region: "eu-west-1" })),
      "InvalidStructureException: Action deploy-dogs is in the region eu-west-1, which has no artifact store; there are " +
        "stores in us-west-2.",
    );
  });

  const needs: [missing: string, problem: string][] = [
    ["code", "Action Source: the bucket code does not exist in us-west-2."],
    [
      "versioning",
      "Action Source: the bucket code keeps no versions, which CodePipeline needs of a source. Enable versioning first.",
    ],
    ["project", "Action Build: the project builder does not exist in us-west-2."],
    ["cluster", "Action deploy-dogs: the cluster workshop does not exist in us-west-2."],
    ["service", "Action deploy-dogs: the service dogs does not exist on the cluster workshop."],
  ];
  for (const [missing, problem] of needs) {
    it(`is what its actions are for: ${missing}`, () =>
      assert.equal(refused(pipeline, ready(missing)), `InvalidActionDeclarationException: ${problem}`));
  }
});

describe("account: the life of a pipeline", () => {
  it("has its name alone in its region", () => {
    const account = ready();
    make(account, PIPELINE, pipeline);
    assert.equal(
      refused(pipeline, account),
      `PipelineNameInUseException: A pipeline with the name 'workshop-CatsnDogsPipeline' already exists in account '${ACCOUNT_ID}'`,
    );
  });

  it("is one of 1,000", () => {
    const account = ready();
    account.raiseQuota("L-78D200AD", 1);
    make(account, PIPELINE, pipeline);
    assert.match(
      refused({ ...pipeline, name: "other" }, account),
      /^LimitExceededException: The quota "Total pipelines" \(L-78D200AD\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  it("is replaced under another name, and changes in place to another mode", () => {
    assert.deepEqual(replaces(PIPELINE, pipeline, { name: "other" }), ["name"]);
    const account = ready();
    const made = make(account, PIPELINE, pipeline);
    assert.equal(change(account, PIPELINE, made, { executionMode: "PARALLEL" }).executionMode, "PARALLEL");
  });
});
