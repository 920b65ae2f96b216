import assert from "node:assert/strict";
import {
  ClusterNotFoundException,
  DescribeServicesCommand,
  ECSClient,
  ServiceNotFoundException,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { Account } from "../../local/account/account";
import { deployedServices } from "../../local/api/deployedServices";
import { ecsServiceHandlers } from "../../local/api/ecsServices";
import { LocalApi } from "../../local/api/localApi";
import type { BehaviourOf } from "../../local/services/ecs/behaviour";
import { EPOCH } from "../../local/services/kernel/simulation";
import { CALLER, policy, ROLE_ARN } from "../account/iam/fixture";
import { make } from "../account/support";
import { CLUSTER, Fleet, NEXT, service, TASK_DEFINITION, taskDefinition } from "../services/ecs/fixture";

const CLUSTER_ARN = `arn:aws:ecs:us-west-2:123456789012:cluster/${CLUSTER}`;
const SERVICE_ARN = `arn:aws:ecs:us-west-2:123456789012:service/${CLUSTER}/cats`;

/** A revision under its number; ECS finds it by its family, as the account's own records are found. */
function revision(arn: string, number: number, container: object = {}) {
  const made = taskDefinition(arn, container);
  const arnWithoutRevision = arn.replace(/:\d+$/, "");
  return {
    ...made,
    outputs: { ...made.outputs, arnWithoutRevision, revision: number, networkMode: "bridge" },
  };
}

describe("local API: ECS's services with AWS's own SDK", () => {
  let fleet: Fleet;
  let api: LocalApi;
  let url: string;
  let admin: ECSClient;

  beforeEach(() => setUp());
  afterEach(() => tearDown());

  /** Two tasks that run, on a cluster of two instances. */
  async function setUp(behaviourOf?: BehaviourOf): Promise<void> {
    const deployed = [
      revision(TASK_DEFINITION, 1),
      revision(NEXT, 2, { image: "registry.example.com/cats:v2" }),
      revision(`${NEXT.slice(0, -1)}3`, 3, { name: "dogs" }),
      { ...service(), id: SERVICE_ARN },
    ];
    fleet = new Fleet(deployed, behaviourOf);
    for (const { outputs } of fleet.account.records("aws:ecs/cluster:Cluster")) outputs.arn = CLUSTER_ARN;
    allow(fleet.account, { Effect: "Allow", Action: "ecs:UpdateService", Resource: SERVICE_ARN });
    for (const zone of ["us-west-2a", "us-west-2b"]) fleet.launch({ zone });
    await fleet.run(150);
    api = new LocalApi({
      account: fleet.account,
      region: "us-west-2",
      handlers: ecsServiceHandlers(deployedServices(fleet.world, fleet.ecs)),
    });
    ({ url } = await api.listen());
    admin = client("admin");
  }

  async function tearDown(): Promise<void> {
    admin.destroy();
    await api.close();
  }

  function allow(account: Account, statement: Parameters<typeof policy>[0]): void {
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    make(account, "aws:iam/role:Role", { name: "cats-task", assumeRolePolicy: policy(trust) });
    make(account, "aws:iam/rolePolicy:RolePolicy", { role: "cats-task", name: "own", policy: policy(statement) });
  }

  function client(principal: string): ECSClient {
    const credentials = api.credentialsFor(principal);
    return new ECSClient({ endpoint: url, region: "us-west-2", maxAttempts: 1, credentials });
  }

  async function described() {
    const { services = [] } = await admin.send(new DescribeServicesCommand({ cluster: CLUSTER, services: ["cats"] }));
    return services[0];
  }

  const update = (by: Partial<UpdateServiceCommand["input"]>) =>
    admin.send(new UpdateServiceCommand({ cluster: CLUSTER, service: "cats", ...by }));

  /** `STATUS REVISION desired/running/pending failed STATE` of each deployment. */
  const deployments = async () =>
    (await described())?.deployments?.map(
      ({ status, taskDefinition, desiredCount, runningCount, pendingCount, failedTasks, rolloutState }) =>
        `${status} ${taskDefinition?.split("/").pop()} ${desiredCount}/${runningCount}/${pendingCount} ${failedTasks} ${rolloutState}`,
    );

  it("describes a service with the deployment that has come through", async () => {
    const found = await described();
    const [deployment, ...others] = found?.deployments ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual(
      [found?.serviceArn, found?.serviceName, found?.desiredCount, found?.runningCount, found?.pendingCount],
      [SERVICE_ARN, "cats", 2, 2, 0],
    );
    const { id, createdAt, updatedAt, ...rest } = deployment ?? {};
    assert.match(id ?? "", /^ecs-svc\/\d{19}$/);
    assert.deepEqual(rest, {
      status: "PRIMARY",
      taskDefinition: TASK_DEFINITION,
      desiredCount: 2,
      runningCount: 2,
      pendingCount: 0,
      failedTasks: 0,
      launchType: "EC2",
      rolloutState: "COMPLETED",
      rolloutStateReason: `ECS deployment ${id} completed.`,
    });
    assert.deepEqual(createdAt, new Date(EPOCH));
    // Instances join at second 80; the tasks run at 88, and are found healthy within ten seconds.
    const steadyAt = ((updatedAt?.getTime() ?? 0) - EPOCH) / 1000;
    assert.ok(steadyAt > 88 && steadyAt <= 98, String(steadyAt));
    assert.equal([...fleet.service.tasks][0]?.deployment, id);
  });

  it("deploys another revision, and tells of the old deployment for as long as it has tasks", async () => {
    const before = (await described())?.deployments?.[0]?.id;
    const { service } = await update({ taskDefinition: "cats:2" });
    assert.equal(service?.taskDefinition, NEXT);
    assert.notEqual(service?.deployments?.[0]?.id, before);
    assert.deepEqual(await deployments(), ["PRIMARY cats:2 2/0/0 0 IN_PROGRESS", "ACTIVE cats:1 2/2/0 0 COMPLETED"]);
    assert.equal((await described())?.deployments?.[1]?.id, before);
    await fleet.run(151);
    assert.deepEqual(await deployments(), ["PRIMARY cats:2 2/0/2 0 IN_PROGRESS", "ACTIVE cats:1 2/2/0 0 COMPLETED"]);
    // The new ones are healthy, and the old ones leave their target group.
    await fleet.run(175);
    assert.deepEqual(await deployments(), ["PRIMARY cats:2 2/2/0 0 COMPLETED", "ACTIVE cats:1 0/0/0 0 COMPLETED"]);
    await fleet.run(300);
    assert.deepEqual(await deployments(), ["PRIMARY cats:2 2/2/0 0 COMPLETED"]);
  });

  it("forces a new deployment of the same revision, which replaces every task", async () => {
    const before = new Set(fleet.service.tasks);
    const { service } = await update({ forceNewDeployment: true });
    assert.deepEqual(
      service?.deployments?.map(({ status, taskDefinition }) => [status, taskDefinition]),
      [
        ["PRIMARY", TASK_DEFINITION],
        ["ACTIVE", TASK_DEFINITION],
      ],
    );
    await fleet.run(300);
    assert.equal(fleet.service.running, 2);
    assert.ok([...fleet.service.tasks].every((task) => !before.has(task)));
    assert.deepEqual(await deployments(), ["PRIMARY cats:1 2/2/0 0 COMPLETED"]);
  });

  it("makes one deployment of what one call changes", async () => {
    const from = fleet.deployments.length;
    await update({ taskDefinition: NEXT, forceNewDeployment: true, desiredCount: 3 });
    await fleet.run(300);
    assert.deepEqual(fleet.deployments.slice(from), [
      "IN_PROGRESS ECS deployment ID in progress.",
      "COMPLETED ECS deployment ID completed.",
    ]);
    assert.equal(fleet.service.running, 3);
  });

  it("changes the desired count within the deployment", async () => {
    const before = (await described())?.deployments?.[0]?.id;
    const { service } = await update({ desiredCount: 1 });
    assert.equal(service?.desiredCount, 1);
    await fleet.run(300);
    assert.equal(fleet.service.running, 1);
    assert.equal((await described())?.deployments?.[0]?.id, before);
    assert.deepEqual(await deployments(), ["PRIMARY cats:1 1/1/0 0 COMPLETED"]);
  });

  it("tells of a deployment that has failed until its tasks are gone, when the old one is in charge again", async () => {
    await tearDown();
    await setUp(({ containers }) => {
      const fails = containers[0]?.image.endsWith(":v2");
      const exits = { afterSeconds: 1, code: 1 };
      return { startSeconds: 8, stopSeconds: 2, answers: !fails, ...(fails && { exits }) };
    });
    fleet.set("deploymentCircuitBreaker", { enable: true, rollback: true });
    const before = (await described())?.deployments?.[0]?.id;
    const { service } = await update({ taskDefinition: "cats:2" });
    const failing = service?.deployments?.[0]?.id;
    const told: (string | undefined)[][] = [];
    fleet.world.bus.subscribe("deployment", ({ state }) => {
      told.push([
        state,
        ...fleet.service.deployments.map(({ id, status, state, failed }) => `${id} ${status} ${state} ${failed}`),
      ]);
    });
    await fleet.run(600);
    assert.deepEqual(told, [
      ["FAILED", `${failing} PRIMARY FAILED 3`, `${before} ACTIVE COMPLETED 0`],
      ["IN_PROGRESS", `${before} PRIMARY IN_PROGRESS 0`, `${failing} ACTIVE FAILED 3`],
      ["COMPLETED", `${before} PRIMARY COMPLETED 0`],
    ]);
    const [found, ...others] = (await described())?.deployments ?? [];
    assert.deepEqual([found?.id, found?.taskDefinition, others], [before, TASK_DEFINITION, []]);
  });

  for (const [title, input, name, message] of [
    ["a cluster that is not there", { cluster: "other" }, "ClusterNotFoundException", "Cluster not found."],
    ["a service that is not there", { service: "dogs" }, "ServiceNotFoundException", "Service not found."],
    ["a revision that is not there", { taskDefinition: "cats:9" }, "ClientException", "TaskDefinition not found."],
    [
      "a revision without the container that the load balancer knows",
      { taskDefinition: "cats:3" },
      "InvalidParameterException",
      "The container cats does not exist in the task definition.",
    ],
    [
      "fewer than no tasks",
      { desiredCount: -1 },
      "InvalidParameterException",
      "desiredCount is -1; it must be a whole number from 0 to 5000.",
    ],
    [
      "what is not modelled",
      { enableExecuteCommand: true },
      "UnsupportedOperation",
      "The ECS on this machine knows the fields cluster, desiredCount, forceNewDeployment, service, taskDefinition of " +
        "UpdateService, not enableExecuteCommand.",
    ],
  ] as [string, Partial<UpdateServiceCommand["input"]>, string, string][]) {
    it(`refuses ${title}, and changes nothing`, async () => {
      await assert.rejects(update({ desiredCount: 1, ...input }), { name, message });
      assert.equal((await described())?.desiredCount, 2);
    });
  }

  it("throws the SDK's own exceptions", async () => {
    await assert.rejects(update({ cluster: "other" }), (error) => error instanceof ClusterNotFoundException);
    await assert.rejects(update({ service: "dogs" }), (error) => error instanceof ServiceNotFoundException);
  });

  it("lets a role update the service that it may update, and no other, and describe none", async () => {
    const role = client(ROLE_ARN);
    try {
      const { service } = await role.send(
        new UpdateServiceCommand({ cluster: CLUSTER, service: "cats", desiredCount: 1 }),
      );
      assert.equal(service?.desiredCount, 1);
      const denied = (action: string, resource: string) => ({
        name: "AccessDeniedException",
        message:
          `User: ${CALLER} is not authorized to perform: ${action} on resource: ${resource} because no identity-based ` +
          `policy allows the ${action} action`,
      });
      const other = SERVICE_ARN.replace(/cats$/, "dogs");
      await assert.rejects(
        role.send(new UpdateServiceCommand({ cluster: CLUSTER, service: "dogs", desiredCount: 1 })),
        denied("ecs:UpdateService", other),
      );
      await assert.rejects(
        role.send(new DescribeServicesCommand({ cluster: CLUSTER, services: ["cats"] })),
        denied("ecs:DescribeServices", SERVICE_ARN),
      );
    } finally {
      role.destroy();
    }
  });
});
