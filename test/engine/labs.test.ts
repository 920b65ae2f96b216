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
  let atLab2: string[];
  before(async () => {
    ({ workspace } = await deployed());
    atLab2 = ids();
  });
  after(() => workspace?.remove());

  function ids(): string[] {
    return workspace.account().records().map(keyOf);
  }

  /** Goes to a lab; everything that is done must be of one kind, and what is there must stay as it is. */
  async function goTo(lab: number, kind: "create" | "delete"): Promise<string[]> {
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
      [],
    );
    for (const record of workspace.account().records()) {
      if (before.has(keyOf(record))) assert.deepEqual(record, before.get(keyOf(record)));
    }
    return done.map((operation) => operation.slice(kind.length + 1));
  }

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
    assert.equal(ids().length, atLab2.length);
  });
});
