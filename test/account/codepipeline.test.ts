import assert from "node:assert/strict";
import { type Props, UNKNOWN } from "../../local/account/model";
import { build, configured, deploy, PIPELINE, pipeline, ready, roleArn, source, stages } from "./pipelineFixture";
import { ACCOUNT_ID, failures, make, without } from "./support";

/** The workshop's pipeline with other stages. */
const of = (...actions: Props[][]): Props => ({ ...pipeline, stages: stages(...actions) });
const deployed = (by: Props): Props => of([source], [build], [{ ...deploy, ...by }]);

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
    [
      "one stage",
      { ...pipeline, stages: stages([source]) },
      'stages: expected between 2 and 50 elements, got [{"name":"stage-1","actions":[{"name":"Source","category":"Source",' +
        '"owner":"AWS","provider":"S3","version":"1","outpu...',
    ],
    [
      "an action of another kind in the first stage",
      of([source, { ...without(build, "outputArtifacts"), runOrder: 2 }], [build]),
      "stages[0].actions[1].category: InvalidStructureException: Pipeline should start with a stage that only contains " +
        "source actions. Action Build is of the category Build",
    ],
    [
      "a source in a later stage",
      of([source], [build, { ...source, name: "Other", outputArtifacts: ["other"] }]),
      "stages[1].actions[1].category: InvalidStructureException: Source actions are in the first stage only. Action Other is in stage 2",
    ],
    [
      "two stages of one name",
      {
        ...pipeline,
        stages: [
          ...(pipeline.stages as Props[]),
          { name: "Build", actions: [{ ...build, name: "Again", outputArtifacts: [] }] },
        ],
      },
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
      of(
        [source, { ...source, name: "More", outputArtifacts: ["more"] }],
        [{ ...build, inputArtifacts: ["source", "more"] }],
      ),
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
      deployed({
        provider: "CloudFormation",
        configuration: { ActionMode: "CREATE_UPDATE", StackName: "dogs", RoleArn: roleArn },
      }),
      "stages[2].actions[0].configuration.TemplatePath: missing; the ActionMode CREATE_UPDATE needs it",
    ],
    [
      "a run order of 1,000",
      deployed({ runOrder: 1000 }),
      "stages[2].actions[0].runOrder: expected a number between 1 and 999, got 1000",
    ],
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
    const invoke = {
      ...approval,
      name: "Tell",
      category: "Invoke",
      provider: "Lambda",
      configuration: { FunctionName: "tell" },
    };
    const inputs = of([source], [build, { ...deploy, runOrder: 2 }], [{ ...approval, timeoutInMinutes: 5 }, invoke]);
    assert.deepEqual(failures(PIPELINE, inputs), []);
    assert.deepEqual(
      failures(PIPELINE, deployed(configured(deploy, { DeploymentTimeout: "#{variables.Minutes}" }))),
      [],
    );
  });

  it("does not judge what a preview does not know yet", () => {
    assert.deepEqual(
      failures(PIPELINE, { ...pipeline, stages: UNKNOWN, pipelineType: UNKNOWN, triggers: UNKNOWN }),
      [],
    );
    const unknown = of(
      [{ ...source, outputArtifacts: [UNKNOWN], configuration: UNKNOWN }],
      [{ ...build, provider: UNKNOWN }],
    );
    assert.deepEqual(failures(PIPELINE, unknown), []);
  });
});
