import assert from "node:assert/strict";
import type { RunTask } from "../../../local/services/ecs/standalone";
import { CLUSTER, Fleet, joins, TASK_DEFINITION, taskDefinition } from "./fixture";

/* docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
describe("tasks that are run", () => {
  let fleet: Fleet;

  /** Six instances in two zones, two of them a stack of their own and one of another type. */
  beforeEach(async () => {
    fleet = new Fleet([taskDefinition(TASK_DEFINITION)]);
    for (const zone of ["us-west-2a", "us-west-2b"]) {
      fleet.launch({ zone });
      fleet.launch({ zone, userData: joins({ ECS_INSTANCE_ATTRIBUTES: `'{"catslike":"catnip"}'` }) });
    }
    fleet.launch({ type: "c4.large" });
    fleet.launch({ zone: "us-west-2b" });
    await fleet.run(80);
  });

  const run = (by: Partial<RunTask> = {}) =>
    fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: TASK_DEFINITION, ...by });
  const hosts = (by: Partial<RunTask>) => run(by).tasks.map(({ host }) => host);

  it("go where the constraints allow", () => {
    const catnip = { type: "memberOf", expression: "attribute:catslike == catnip" } as const;
    const zone = { type: "memberOf", expression: "attribute:ecs.availability-zone == us-west-2b" } as const;
    const chosen = hosts({ count: 4, placementConstraints: [catnip, zone] });
    assert.equal(chosen.length, 4);
    for (const host of chosen) {
      assert.deepEqual([host.attribute("catslike"), host.instance.zone], ["catnip", "us-west-2b"]);
    }
  });

  it("go to one host each where instances have to be distinct, and the rest fails", () => {
    const { tasks, failures } = run({ count: 8, placementConstraints: [{ type: "distinctInstance" }] });
    assert.equal(new Set(tasks.map(({ host }) => host)).size, 6);
    assert.deepEqual(failures, Array(2).fill({ reason: "DistinctInstance placement constraint unsatisfied." }));
  });

  it("are spread, and packed, as asked", () => {
    const placementStrategy = [
      { type: "spread", field: "attribute:ecs.availability-zone" },
      { type: "binpack", field: "memory" },
    ] as const;
    const chosen = hosts({ count: 4, placementStrategy });
    assert.deepEqual(
      chosen.map(({ instance }) => instance.zone),
      ["us-west-2a", "us-west-2b", "us-west-2a", "us-west-2b"],
    );
    // The smallest host in its zone, and the first of three equal ones.
    assert.deepEqual(
      chosen.map(({ instance }) => instance.type),
      ["c4.large", "m4.large", "c4.large", "m4.large"],
    );
    assert.equal(chosen[1], chosen[3]);
  });

  it("are spread among those of their own group", () => {
    const spread = { placementStrategy: [{ type: "spread", field: "instanceId" }] } as const;
    const one = hosts({ count: 6, group: "one", ...spread });
    const two = hosts({ count: 6, group: "two", ...spread });
    assert.deepEqual([new Set(one).size, new Set(two).size], [6, 6]);
  });

  it("go anywhere where nothing is said: by chance, that the seed decides", () => {
    const chosen = hosts({ count: 30 });
    assert.ok(new Set(chosen).size > 3);
    const again = hosts({ count: 30 });
    assert.notDeepEqual(
      again.map(({ id }) => id),
      chosen.map(({ id }) => id),
    );
  });

  it("run in a cluster by its ARN", () =>
    assert.equal(run({ cluster: `arn:aws:ecs:us-west-2:123456789012:cluster/${CLUSTER}` }).tasks.length, 1));

  it("are refused as RunTask refuses them", () => {
    assert.throws(() => run({ overrides: { dogs: { RESETPICTURES: "1" } } }), {
      message: "InvalidParameterException: Override for container named dogs is not a container in the TaskDefinition.",
    });
    assert.throws(() => run({ cluster: "other" }), {
      message: "InvalidParameterException: No Container Instances were found in your cluster.",
    });
    assert.throws(
      () => run({ placementConstraints: [{ type: "memberOf", expression: "attribute:catslike = catnip" }] }),
      SyntaxError,
    );
  });
});
