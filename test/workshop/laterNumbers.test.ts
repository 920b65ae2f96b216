import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { added } from "./added";
import { bringUp, only, pick } from "./bringUp";

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** The one container of a task definition, without its logs, which all have in the same way. */
function containerOf(account: Account, name: string): Record<string, unknown> {
  const { inputs } = only(account, TASK_DEFINITION, name);
  const [{ logConfiguration: _, ...container }, ...others] = JSON.parse(String(inputs.containerDefinitions));
  assert.deepEqual(others, []);
  return container;
}

describe("the workshop's numbers of labs 3 to 5, as deployed", () => {
  const labs: Account[] = [];

  before(async () => {
    for (const lab of [2, 3, 4, 5]) labs[lab] = (await bringUp({ lab })).account;
  });

  /** What is deployed up to a lab. */
  function at(lab: number): Account {
    const account = labs[lab];
    assert.ok(account);
    return account;
  }

  it("lab 3 adds a key with its alias, a parameter, and a role, and nothing else", () => {
    assert.deepEqual(added(at(2), at(3)), { Key: 1, Alias: 1, Parameter: 1, Role: 1, RolePolicy: 1 });
  });

  it("lab 3: the location of the unicorns is a secure string, mythical, under the key for unicorns", () => {
    const parameter = only(at(3), "aws:ssm/parameter:Parameter");
    const key = only(at(3), "aws:kms/key:Key");
    assert.deepEqual(pick(parameter, "name", "type", "value", "keyId", "description"), {
      name: "/workshop/UnicornLocation",
      type: "SecureString",
      value: "catsndogs-assets.s3.amazonaws.com",
      keyId: key.id,
      description: "Location of Unicorns for catsndogs ECS lab.",
    });
    assert.equal((parameter.outputs.tagsAll as Record<string, string>).Classification, "Mythical");
    const alias = only(at(3), "aws:kms/alias:Alias");
    assert.deepEqual([alias.id, alias.outputs.targetKeyId], ["alias/keyForUnicorns-workshop", key.id]);
  });

  it("lab 3: cats are their second version, and know the parameter and the region", () => {
    assert.deepEqual(containerOf(at(3), "workshop-cats"), {
      name: "cats",
      image: "registry.example.com/cats:v2",
      cpu: 50,
      memory: 1024,
      memoryReservation: 384,
      essential: true,
      environment: [
        { name: "Tag", value: "v2" },
        { name: "PARAMETER_STORE_NAME", value: "/workshop/UnicornLocation" },
        { name: "REGION", value: "us-west-2" },
      ],
      portMappings: [{ containerPort: 80, hostPort: 0, protocol: "tcp" }],
    });
  });

  it("lab 3: cats change half of their tasks at a time, dogs and the homepage as before", () => {
    const percents = (name: string) =>
      pick(
        only(at(3), SERVICE, name),
        "deploymentMinimumHealthyPercent",
        "deploymentMaximumPercent",
        "availabilityZoneRebalancing",
      );
    const usual = {
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      availabilityZoneRebalancing: "ENABLED",
    };
    assert.deepEqual(percents("workshop-cats"), {
      deploymentMinimumHealthyPercent: 50,
      deploymentMaximumPercent: 100,
      availabilityZoneRebalancing: "DISABLED",
    });
    assert.deepEqual(percents("workshop-dogs"), usual);
    assert.deepEqual(percents("workshop-simplehomepage"), usual);
  });

  it("lab 3: only cats have a role", () => {
    const roles = at(3)
      .records(TASK_DEFINITION)
      .map(({ inputs }) => [inputs.family, inputs.taskRoleArn ?? null]);
    assert.deepEqual(roles.sort(), [
      ["workshop-cats", "arn:aws:iam::123456789012:role/workshop-catsContainerTaskRole"],
      ["workshop-dogs", null],
      ["workshop-simplehomepage", null],
    ]);
  });

  it("lab 4 adds a task, its logs, a rule with its target, and a role, and nothing else", () => {
    assert.deepEqual(added(at(3), at(4)), {
      LogGroup: 1,
      TaskDefinition: 1,
      EventRule: 1,
      EventTarget: 1,
      Role: 1,
      RolePolicy: 1,
    });
  });

  it("lab 4: the image assessor has 128 MiB and knows the site", () => {
    const dnsName = only(at(4), "aws:lb/loadBalancer:LoadBalancer").outputs.dnsName;
    assert.deepEqual(containerOf(at(4), "workshop-ImageAssessor"), {
      name: "ImageAssessmentContainer",
      image: "registry.example.com/image-assessor:latest",
      memory: 128,
      essential: true,
      environment: [{ name: "ALB_URL", value: `http://${dnsName}` }],
    });
  });

  it("lab 4: one task runs every two minutes", () => {
    const rule = only(at(4), "aws:cloudwatch/eventRule:EventRule");
    assert.deepEqual(pick(rule, "name", "scheduleExpression", "state"), {
      name: "workshop-ImageAssessor",
      scheduleExpression: "rate(2 minutes)",
      state: "ENABLED",
    });
    const target = only(at(4), "aws:cloudwatch/eventTarget:EventTarget");
    assert.deepEqual(pick(target, "targetId", "arn", "ecsTarget"), {
      targetId: "catsndogsreinvent2017",
      arn: String(only(at(4), "aws:ecs/cluster:Cluster").outputs.arn),
      ecsTarget: {
        taskDefinitionArn: String(only(at(4), TASK_DEFINITION, "ImageAssessor").outputs.arn),
        taskCount: 1,
        launchType: "EC2",
      },
    });
  });

  it("lab 4: imageAssessor false switches the rule off, and changes nothing else", async () => {
    const { account } = await bringUp({ lab: 4, imageAssessor: false });
    assert.equal(only(account, "aws:cloudwatch/eventRule:EventRule").inputs.state, "DISABLED");
    assert.deepEqual(added(at(4), account), {});
  });

  it("lab 5 adds a task, its logs and a service, and nothing else", () => {
    assert.deepEqual(added(at(4), at(5)), { LogGroup: 1, TaskDefinition: 1, Service: 1 });
  });

  it("lab 5: mxnet has 2,048 MiB on a c4.large, twice, spread and packed as asked", () => {
    const { memory, image } = containerOf(at(5), "workshop-mxnet");
    assert.deepEqual([memory, image], [2048, "registry.example.com/mxnet:latest"]);
    assert.deepEqual(only(at(5), TASK_DEFINITION, "workshop-mxnet").inputs.placementConstraints, [
      { type: "memberOf", expression: "attribute:ecs.instance-type == c4.large" },
    ]);
    assert.deepEqual(
      pick(only(at(5), SERVICE, "mxnetservice"), "desiredCount", "orderedPlacementStrategies", "loadBalancers"),
      {
        desiredCount: 2,
        orderedPlacementStrategies: [
          { type: "spread", field: "attribute:ecs.availability-zone" },
          { type: "spread", field: "attribute:ecs.instance-type" },
          { type: "binpack", field: "memory" },
        ],
        loadBalancers: null,
      },
    );
  });

  it("lab 5: cats go where catnip is, which the on-demand instance has from its first registration", () => {
    assert.deepEqual(only(at(5), TASK_DEFINITION, "workshop-cats").inputs.placementConstraints, [
      { type: "memberOf", expression: "attribute:catslike == catnip" },
    ]);
    const scripts = at(1 + 4)
      .records("aws:ec2/launchTemplate:LaunchTemplate")
      .map(({ inputs }) => Buffer.from(String(inputs.userData), "base64").toString())
      .filter((script) => script.includes('ECS_INSTANCE_ATTRIBUTES={"catslike":"catnip"}'));
    assert.equal(scripts.length, 1);
  });
});
