import assert from "node:assert/strict";
import type { AccountRecord } from "../../local/account/model";
import { only } from "../workshop/bringUp";
import { Stand } from "./stand";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

describe("a service's rolling update on this machine", function () {
  this.timeout(60_000);
  let stand: Stand;
  let cats: AccountRecord;
  let deployments: { id: string; state: string; reason: string }[];

  beforeEach(async () => {
    stand = await Stand.start({ lab: 2 }, undefined, { speed: 0 });
    cats = only(stand.account, "aws:ecs/service:Service", "cats");
    deployments = [];
    stand.site.aws.world.bus.subscribe("deployment", ({ id, state, reason }) =>
      deployments.push({ id, state, reason }),
    );
  });
  afterEach(() => stand.stop());

  /** Registers a revision of cats with another image, and gives it to the service. */
  function deploy(image: string): string {
    const { inputs } = stand.taskDefinition("workshop-cats");
    const [container] = JSON.parse(String(inputs.containerDefinitions));
    const containerDefinitions = JSON.stringify([{ ...container, image: `registry.example.com/${image}` }]);
    const { outputs } = stand.account.create(
      TASK_DEFINITION,
      { ...inputs, containerDefinitions },
      { provider: { region: "us-west-2" } },
    );
    stand.site.aws.world.set(cats, "taskDefinition", String(outputs.arn));
    return String(outputs.arn);
  }

  const version = async () => (await stand.get("/cats/")).headers.get("x-cats-version");

  it("brings new tasks in, and ends the old ones after the deregistration delay", async () => {
    assert.equal(await version(), "v1");
    deploy("cats:v3");
    await stand.site.clock.advance(29);
    // Each task's turn comes, the old ones' too if they still had one.
    assert.deepEqual([await version(), await version(), await version(), await version()], ["v3", "v3", "v3", "v3"]);
    const stops = () => stand.lines.filter((line) => /^service:workshop-cats .*"message":"stopping"/.test(line)).length;
    assert.deepEqual([stops(), deployments.map(({ state }) => state)], [0, ["IN_PROGRESS"]]);
    await stand.site.clock.advance(1);
    assert.deepEqual([stops(), deployments.map(({ state }) => state)], [2, ["IN_PROGRESS", "COMPLETED"]]);
  });

  it("deploys what was asked for last, when it is asked for something else meanwhile", async () => {
    deploy("cats:v2");
    await stand.site.clock.advance(0);
    const last = deploy("cats:v3");
    await stand.site.clock.advance(60);
    assert.equal(cats.inputs.taskDefinition, last);
    assert.deepEqual([await version(), await version()], ["v3", "v3"]);
    assert.deepEqual(
      deployments.map(({ state }) => state),
      ["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"],
    );
    assert.equal(deployments[1]?.id, deployments[2]?.id);
  });

  for (const [image, why] of [
    ["cats:v9", "the container cats ended with exit code 1 before it listened"],
    ["birds:v1", "registry.example.com/birds:v1 is none of the images in apps/."],
  ] as const) {
    it(`goes back from ${image} to the revision before`, async () => {
      const before = cats.inputs.taskDefinition;
      deploy(image);
      await stand.site.clock.advance(1);
      assert.equal(cats.inputs.taskDefinition, before);
      assert.deepEqual([await version(), await version()], ["v1", "v1"]);
      const [failed = "", old = ""] = [...new Set(deployments.map(({ id }) => id))];
      assert.deepEqual(deployments, [
        { id: failed, state: "IN_PROGRESS", reason: `ECS deployment ${failed} in progress.` },
        { id: failed, state: "FAILED", reason: "ECS deployment circuit breaker: tasks failed to start." },
        {
          id: old,
          state: "IN_PROGRESS",
          reason: `ECS deployment circuit breaker: rolling back to deploymentId ${old}.`,
        },
        { id: old, state: "COMPLETED", reason: `ECS deployment ${old} completed.` },
      ]);
      const said = stand.lines.filter((line) => line.startsWith("service:workshop-cats fails: "));
      assert.deepEqual(said, [`service:workshop-cats fails: ${why}`]);
    });
  }
});
