import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { ecsServiceHandlers } from "../../local/api/ecsServices";
import { accountWithRole, ROLE_ARN, ROOT } from "../account/iam/fixture";
import { refusal } from "../account/support";

const ECS = "arn:aws:ecs:us-west-2:123456789012";
const CLUSTER = `${ECS}:cluster/main`;
const SERVICE = `${ECS}:service/main/dogs`;
const revision = (number: number) => `${ECS}:task-definition/dogs:${number}`;
const CONTAINERS = [{ name: "dogs", image: "registry.example.com/dogs:v1" }];

/** An account with a service of two revisions, and a role that may describe that service alone. */
function accountWithService(): Account {
  const statement = {
    Effect: "Allow",
    Action: "ecs:DescribeServices",
    Resource: SERVICE,
    Condition: { ArnEquals: { "ecs:cluster": CLUSTER } },
  };
  const { state } = accountWithRole([statement]);
  const common = { region: "us-west-2", seed: "", serial: 0 };
  const definition = (number: number) => ({
    ...common,
    type: "aws:ecs/taskDefinition:TaskDefinition",
    id: `dogs-${number}`,
    inputs: { family: "dogs", containerDefinitions: JSON.stringify(CONTAINERS) },
    outputs: { arn: revision(number), revision: number },
  });
  state.records.push(
    { ...common, type: "aws:ecs/cluster:Cluster", id: CLUSTER, inputs: {}, outputs: { arn: CLUSTER, name: "main" } },
    {
      ...common,
      type: "aws:ecs/service:Service",
      id: SERVICE,
      inputs: { cluster: CLUSTER, desiredCount: 2, taskDefinition: revision(2) },
      outputs: { name: "dogs" },
    },
    definition(1),
    definition(2),
  );
  return new Account({ state });
}

describe("what ECS says of services", () => {
  let account: Account;
  beforeEach(() => {
    account = accountWithService();
  });

  function call(operation: string, input: object, principal = ROOT): Record<string, unknown> {
    const status = () => ({ running: 1, pending: 1 });
    const handler = ecsServiceHandlers({ account, status })[`AmazonEC2ContainerServiceV20141113.${operation}`];
    assert.ok(handler);
    return handler({ principal, region: "us-west-2" }, input) as Record<string, unknown>;
  }

  for (const [cluster, service] of [
    ["main", "dogs"],
    [CLUSTER, SERVICE],
  ] as const) {
    it(`describes ${service} in ${cluster}`, () => {
      assert.deepEqual(call("DescribeServices", { cluster, services: [service] }), {
        services: [
          {
            serviceArn: SERVICE,
            serviceName: "dogs",
            clusterArn: CLUSTER,
            status: "ACTIVE",
            desiredCount: 2,
            runningCount: 1,
            pendingCount: 1,
            launchType: "EC2",
            taskDefinition: revision(2),
          },
        ],
        failures: [],
      });
    });
  }

  it("looks in the cluster default where none is named", () => {
    assert.equal(
      refusal(() => call("DescribeServices", { services: ["dogs"] })),
      "ClusterNotFoundException: Cluster not found.",
    );
  });

  it("has no UpdateService where nothing can be changed", () => {
    const names = Object.keys(ecsServiceHandlers({ account, status: () => ({ running: 0, pending: 0 }) }));
    assert.deepEqual(names.map((name) => name.split(".")[1]).sort(), ["DescribeServices", "DescribeTaskDefinition"]);
  });

  it("says which service is missing", () => {
    const { services, failures } = call("DescribeServices", { cluster: "main", services: ["cats"] });
    assert.deepEqual([services, failures], [[], [{ arn: `${ECS}:service/main/cats`, reason: "MISSING" }]]);
  });

  for (const [asked, number] of [
    ["dogs", 2],
    ["dogs:1", 1],
    [revision(1), 1],
  ] as const) {
    it(`describes the revision ${asked}`, () => {
      const { taskDefinition } = call("DescribeTaskDefinition", { taskDefinition: asked });
      const { taskDefinitionArn, containerDefinitions } = taskDefinition as Record<string, unknown>;
      assert.deepEqual([taskDefinitionArn, containerDefinitions], [revision(number), CONTAINERS]);
    });
  }

  it("refuses a revision and a cluster that are not there", () => {
    assert.equal(
      refusal(() => call("DescribeTaskDefinition", { taskDefinition: "dogs:3" })),
      "ClientException: Unable to describe task definition.",
    );
    assert.equal(
      refusal(() => call("DescribeServices", { cluster: "other", services: ["dogs"] })),
      "ClusterNotFoundException: Cluster not found.",
    );
  });

  it("lets a role describe the service that it may describe, and nothing else", () => {
    const describe = (name: string) => call("DescribeServices", { cluster: "main", services: [name] }, ROLE_ARN);
    assert.equal((describe("dogs").services as object[]).length, 1);
    const denied = /^AccessDeniedException: .* is not authorized to perform: ecs:/;
    assert.match(
      refusal(() => describe("cats")),
      denied,
    );
    assert.match(
      refusal(() => call("DescribeTaskDefinition", { taskDefinition: "dogs" }, ROLE_ARN)),
      denied,
    );
  });
});
