import assert from "node:assert/strict";
import { type Props, UNKNOWN } from "../../local/account/model";
import { build, deploy, PIPELINE, pipeline, ROLE, ready, roleArn, source, stages, trusting } from "./pipelineFixture";
import { ACCOUNT_ID, change, failures, make, refusal, replaces, without } from "./support";

/** The workshop's pipeline with other stages. */
const of = (...actions: Props[][]): Props => ({ ...pipeline, stages: stages(...actions) });
const refused = (inputs: Props, account = ready()): string => refusal(() => make(account, PIPELINE, inputs));
const deployed = (by: Props): Props => of([source], [build], [{ ...deploy, ...by }]);
const configured = (action: Props, by: Props): Props => ({
  ...action,
  configuration: { ...(action.configuration as Props), ...by },
});

describe("account: CodePipeline pipelines", () => {
  it("makes the pipeline of the workshop with the ARN and the run orders of CodePipeline", () => {
    const { id, outputs } = make(ready(), PIPELINE, pipeline);
    assert.equal(id, "workshop-CatsnDogsPipeline");
    assert.equal(outputs.arn, `arn:aws:codepipeline:us-west-2:${ACCOUNT_ID}:workshop-CatsnDogsPipeline`);
    assert.deepEqual((outputs.stages as Props[])[2], {
      name: "Deploy",
      actions: [{ ...deploy, runOrder: 1 }],
      onFailure: { result: "ROLLBACK" },
    });
    assert.deepEqual(outputs.triggerAlls, []);
  });

  it("is of the type V1 and superseded where the program says nothing", () => {
    const inputs = { ...without(pipeline, "pipelineType", "executionMode"), stages: stages([source], [build]) };
    const { outputs } = make(ready(), PIPELINE, inputs);
    assert.deepEqual([outputs.pipelineType, outputs.executionMode], ["V1", "SUPERSEDED"]);
  });

  const wrong: [what: string, inputs: Props, ...expected: string[]][] = [
    [
      "a name with a space",
      { ...pipeline, name: "a b" },
      'name: expected 1 to 100 letters, digits and the characters . @ - _, got "a b"',
    ],
    [
      "a queue in the type V1",
      { ...of([source], [build]), pipelineType: "V1" },
      "executionMode: QUEUED works with the pipelineType V2 only, got V1",
    ],
    [
      "an unknown mode",
      { ...pipeline, executionMode: "SERIAL" },
      'executionMode: expected one of SUPERSEDED, QUEUED, PARALLEL, got "SERIAL"',
    ],
    [
      "artifacts on a disk",
      { ...pipeline, artifactStores: [{ type: "EFS", location: "artifacts" }] },
      'artifactStores[0].type: expected one of S3, got "EFS"',
    ],
    [
      "a region of the only store",
      { ...pipeline, artifactStores: [{ type: "S3", location: "artifacts", region: "us-west-2" }] },
      "artifactStores[0].region: region cannot be set for a single-region CodePipeline",
    ],
    ["one stage", { ...pipeline, stages: stages([source]) }, "stages: expected between 2 and 50 elements, got [{\"name\":\"stage-1\",\"actions\":[{\"name\":\"Source\",\"category\":\"Source\",\"owner\":\"AWS\",\"provider\":\"S3\",\"version\":\"1\",\"outputArtif..."],
    [
      "an action of another kind in the first stage",
      of([source, { ...without(build, "outputArtifacts"), runOrder: 2 }], [build]),
      "stages[0].actions[1].category: InvalidStructureException: Pipeline should start with a stage that only contains " +
        "source actions. Action Build is of the category Build",
      "stages[0].actions: InvalidActionDeclarationException: x",
    ].slice(0, 3) as [string, Props, string],
    [
      "a source in a later stage",
      of([source], [build, { ...source, name: "Other", outputArtifacts: ["other"] }]),
      "stages[1].actions[1].category: InvalidStructureException: Source actions are in the first stage only. Action Other is in stage 2",
    ],
    [
      "two stages of one name",
      { ...pipeline, stages: [...(pipeline.stages as Props[]), { name: "Build", actions: [{ ...build, name: "Again", outputArtifacts: [] }] }] },
      "stages: InvalidStageDeclarationException: expected names of stages that differ, got Build more than once",
    ],
    [
      "two actions of one name in a stage",
      of([source], [build, without(build, "outputArtifacts")]),
      "stages[1].actions: InvalidActionDeclarationException: expected names that differ within a stage, got Build more than once",
    ],
    [
      "an input that nothing gives",
      deployed({ inputArtifacts: ["image"] }),
      "stages[2].actions[0].inputArtifacts: InvalidActionDeclarationException: Input Artifact Bundle image in action " +
        "deploy-dogs is not declared as Output Artifact Bundle in any of the preceding actions",
    ],
    [
      "an input of an action that runs at the same time",
      of([source], [build, deploy]),
      "stages[1].actions[1].inputArtifacts: InvalidActionDeclarationException: Input Artifact Bundle MyAppBuild in action " +
        "deploy-dogs is not declared as Output Artifact Bundle in any of the preceding actions",
    ],
    [
      "an output twice",
      of([source], [build], [{ ...build, name: "Again" }]),
      "stages: InvalidActionDeclarationException: Output Artifact Bundle name must be unique within the pipeline. MyAppBuild " +
        "has been used more than once.",
    ],
    [
      "a namespace twice",
      of([{ ...source, namespace: "ours" }], [{ ...build, namespace: "ours" }]),
      "stages[1].actions[0].namespace: InvalidActionDeclarationException: Namespaces must be unique across the pipeline " +
        "definition. The following occur more than once in the pipeline. StageName=[stage-2], ActionName=[Build], Namespace=[ours]",
    ],
    [
      "a deployment without an input",
      deployed({ inputArtifacts: [] }),
      "stages[2].actions[0].inputArtifacts: InvalidActionDeclarationException: Action deploy-dogs declares 0 input artifacts " +
        "which is less than the minimum count (1)",
    ],
    [
      "a deployment with an output",
      deployed({ outputArtifacts: ["deployed"] }),
      "stages[2].actions[0].outputArtifacts: InvalidActionDeclarationException: Action deploy-dogs declares 1 output " +
        "artifacts which is more than the maximum count (0)",
    ],
    [
      "a version that does not exist",
      deployed({ version: "2" }),
      "stages[2].actions[0].provider: InvalidActionDeclarationException: ActionType (Category: 'Deploy', Provider: 'ECS', " +
        "Owner: 'AWS', Version: '2') in action 'deploy-dogs' is not available in this region. On this machine there are " +
        "Source/AWS/S3, Build/AWS/CodeBuild, Test/AWS/CodeBuild, Deploy/AWS/ECS, Approval/AWS/Manual, " +
        "Deploy/AWS/CloudFormation, Invoke/AWS/Lambda, each in version 1; others are not modelled",
    ],
    [
      "a project without a name",
      of([source], [{ ...build, configuration: {} }]),
      "stages[1].actions[0].configuration: InvalidActionDeclarationException: Action configuration for action 'Build' is " +
        "missing required configuration 'ProjectName'",
    ],
    [
      "an unknown key",
      deployed(configured(deploy, { File: "x" })),
      "stages[2].actions[0].configuration.File: InvalidActionDeclarationException: Action configuration for action " +
        "'deploy-dogs' contains unknown configuration 'File'; known: ClusterName, ServiceName, DeploymentTimeout, FileName",
    ],
    [
      "a timeout of 61 minutes",
      deployed(configured(deploy, { DeploymentTimeout: "61" })),
      'stages[2].actions[0].configuration.DeploymentTimeout: expected whole minutes between 1 and 60, got "61"',
    ],
    [
      "polling by another word",
      of([configured(source, { PollForSourceChanges: "no" })], [build]),
      'stages[0].actions[0].configuration.PollForSourceChanges: expected "true" or "false", got "no"',
    ],
    [
      "two inputs of which none is primary",
      of([source, { ...source, name: "More", outputArtifacts: ["more"] }], [{ ...build, inputArtifacts: ["source", "more"] }]),
      "stages[1].actions[0].configuration.PrimarySource: missing; 2 inputs need one that is primary",
    ],
    [
      "variables that are no list",
      of([source], [configured(build, { EnvironmentVariables: "A=1" })]),
      "stages[1].actions[0].configuration.EnvironmentVariables: expected a JSON list of objects with name, value and type " +
        "(PLAINTEXT, PARAMETER_STORE, SECRETS_MANAGER), got A=1",
    ],
    [
      "a stack that is made without a template",
      deployed({ provider: "CloudFormation", configuration: { ActionMode: "CREATE_UPDATE", StackName: "dogs", RoleArn: roleArn } }),
      "stages[2].actions[0].configuration.TemplatePath: missing; the ActionMode CREATE_UPDATE needs it",
    ],
    ["a run order of 1,000", deployed({ runOrder: 1000 }), "stages[2].actions[0].runOrder: expected a number between 1 and 999, got 1000"],
    [
      "a timeout of what is no approval",
      deployed({ timeoutInMinutes: 10 }),
      "stages[2].actions[0].timeoutInMinutes: works with a manual approval only, got the provider ECS",
    ],
  ];
  for (const [what, inputs, ...expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(PIPELINE, inputs), expected));
  }

  it("takes an input of an earlier run order, an approval, a function and a value with a variable", () => {
    const approval = { name: "Look", category: "Approval", owner: "AWS", provider: "Manual", version: "1" };
    const invoke = { ...approval, name: "Tell", category: "Invoke", provider: "Lambda", configuration: { FunctionName: "tell" } };
    const inputs = of([source], [build, { ...deploy, runOrder: 2 }], [{ ...approval, timeoutInMinutes: 5 }, invoke]);
    assert.deepEqual(failures(PIPELINE, inputs), []);
    assert.deepEqual(failures(PIPELINE, deployed(configured(deploy, { DeploymentTimeout: "#{variables.Minutes}" }))), []);
  });

  it("does not judge what a preview does not know yet", () => {
    assert.deepEqual(failures(PIPELINE, { ...pipeline, stages: UNKNOWN, pipelineType: UNKNOWN, triggers: UNKNOWN }), []);
    const unknown = of([{ ...source, outputArtifacts: [UNKNOWN], configuration: UNKNOWN }], [{ ...build, provider: UNKNOWN }]);
    assert.deepEqual(failures(PIPELINE, unknown), []);
  });
});

describe("account: conditions, triggers and variables of a pipeline", () => {
  const first = (by: Props): Props => ({ ...pipeline, stages: [{ name: "Source", actions: [source], ...by }, ...stages([build])] });
  const last = (by: Props): Props => ({ ...pipeline, stages: [...stages([source]), { name: "Build", actions: [build], ...by }] });
  const rule = { name: "check", ruleTypeId: { category: "Rule", owner: "AWS", provider: "VariableCheck", version: "1" } };
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
