import assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, Workspace } from "./cli";
import { errors, operations } from "./events";
import { held, isRunning, until } from "./until";

const SHELF = { main: join(__dirname, "shelf"), plugin: join(__dirname, "faultyPlugin") };

describeWithPulumi("pulumi on this machine: interrupted", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
  });
  after(() => workspace?.remove());

  const inAccount = () =>
    workspace
      .account()
      .records()
      .map(({ id }) => id);

  it("ends what was begun, begins nothing more, and ends its plugin", async () => {
    let plugin: Promise<number> | undefined;
    const run = await workspace.up("alice", [], {
      env: { CATSNDOGS_FAULT: "hold:3" },
      fails: true,
      started: (cli) => {
        plugin = held(workspace.accountFile);
        void plugin.then(() => cli.kill("SIGINT"));
      },
    });
    assert.match(errors(run), /update canceled/);
    const pid = await plugin;
    await until(() => !isRunning(pid ?? 0));
    const { resources, pending_operations } = (await workspace.export("alice")).deployment;
    const inState = resources.filter(({ type }) => String(type).startsWith("aws:")).map(({ id }) => id);
    assert.deepEqual(inState, inAccount());
    assert.equal(inState.length, 3);
    assert.deepEqual(pending_operations ?? [], []);
  });

  it("finishes with the next up", async () => {
    assert.deepEqual(operations(await workspace.up("alice")), ["create LogGroup logs", "create Topic topic"]);
  });

  it("leaves nothing when it is destroyed", async () => {
    await workspace.destroy("alice");
    assert.deepEqual(inAccount(), []);
  });
});
