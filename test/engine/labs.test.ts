import assert from "node:assert/strict";
import type { AccountRecord } from "../../local/account/model";
import { describeWithPulumi, type Workspace } from "./cli";
import { deployed, STACK } from "./deployed";
import { operations } from "./events";

/** Several resources have an id in common, for example a repository and its lifecycle policy. */
function keyOf({ type, id }: AccountRecord): string {
  return `${type} ${id}`;
}

describeWithPulumi("pulumi on this machine: from lab to lab", () => {
  let workspace: Workspace;
  let atLab7: string[];
  before(async () => {
    ({ workspace } = await deployed());
    atLab7 = ids();
  });
  after(() => workspace?.remove());

  function ids(): string[] {
    return workspace.account().records().map(keyOf);
  }

  /** Goes to a lab. What is made or deleted must be of one kind; what is there stays as it is, but for what may change. */
  async function goTo(lab: number, kind: "create" | "delete", changes: readonly string[] = []): Promise<string[]> {
    const before = new Map(
      workspace
        .account()
        .records()
        .map((record) => [keyOf(record), record]),
    );
    workspace.configure(STACK, { lab });
    const done = operations(await workspace.up(STACK));
    assert.deepEqual(
      done.filter((operation) => !operation.startsWith(`${kind} `)),
      changes,
    );
    const mayChange = changes.length > 0 ? /ecs\/(service|taskDefinition).*cats/ : /^$/;
    for (const record of workspace.account().records()) {
      const known = before.get(keyOf(record));
      if (known && !mayChange.test(keyOf(record))) assert.deepEqual(record, known);
    }
    return done
      .filter((operation) => operation.startsWith(`${kind} `))
      .map((operation) => operation.slice(kind.length + 1));
  }

  /** Another revision of cats, which their service takes. */
  const CATS = ["replace TaskDefinition cats", "update Service cats"];

  it("takes only what came later away from lab 7 to lab 2, and cats back to their first version", async () => {
    const gone = await goTo(2, "delete", CATS);
    assert.ok(
      gone.every((operation) =>
        / (unicorns|image-assessor|mxnet|dogs-pipeline|canary|green|(homepage|cats|dogs)-green)/.test(operation),
      ),
      gone.join("\n"),
    );
  });

  let site: string[];
  let cluster: string[];

  it("takes only the site away from lab 2 to lab 1", async () => {
    site = await goTo(1, "delete");
    assert.ok(site.includes("Service cats"));
    assert.ok(
      site.every((operation) => / (simplehomepage|cats|dogs)/.test(operation)),
      site.join("\n"),
    );
  });

  it("takes only the cluster away from lab 1 to lab 0", async () => {
    cluster = await goTo(0, "delete");
    assert.ok(cluster.includes("SpotFleetRequest cluster-fleet"));
    assert.ok(
      cluster.every((operation) => / cluster/.test(operation)),
      cluster.join("\n"),
    );
  });

  it("makes only the cluster from lab 0 to lab 1", async () => {
    assert.deepEqual(await goTo(1, "create"), cluster);
  });

  it("makes only the site from lab 1 to lab 2", async () => {
    assert.deepEqual(await goTo(2, "create"), site);
  });

  it("makes only the unicorns from lab 2 to lab 3, and replaces no service", async () => {
    assert.deepEqual((await goTo(3, "create", CATS)).sort(), [
      "Alias unicorns",
      "Key unicorns",
      "Parameter unicorns",
      "Role unicorns-reader",
      "RolePolicy unicorns-reader",
    ]);
  });

  it("makes only the image assessor from lab 3 to lab 4", async () => {
    assert.deepEqual((await goTo(4, "create")).sort(), [
      "EventRule image-assessor",
      "EventTarget image-assessor",
      "LogGroup image-assessor",
      "Role image-assessor-events",
      "RolePolicy image-assessor-events",
      "TaskDefinition image-assessor",
    ]);
  });

  it("makes only mxnet from lab 4 to lab 5, and replaces no service", async () => {
    assert.deepEqual((await goTo(5, "create", CATS)).sort(), [
      "LogGroup mxnet",
      "Service mxnet",
      "TaskDefinition mxnet",
    ]);
  });

  it("makes only the pipeline from lab 5 to lab 6", async () => {
    const made = await goTo(6, "create");
    assert.ok(made.includes("Pipeline dogs-pipeline"));
    assert.ok(
      made.every((operation) => / dogs-pipeline/.test(operation)),
      made.join("\n"),
    );
  });

  it("makes only the green side and its releases from lab 6 to lab 7", async () => {
    const made = await goTo(7, "create");
    for (const one of ["StateMachine canary-release", "Service cats-green", "LoadBalancer green"]) {
      assert.ok(made.includes(one), one);
    }
    assert.ok(
      made.every((operation) => / (canary|green|(homepage|cats|dogs)-green)/.test(operation)),
      made.join("\n"),
    );
    assert.equal(ids().length, atLab7.length);
  });
});
