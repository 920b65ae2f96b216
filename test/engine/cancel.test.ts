import assert from "node:assert/strict";
import { describeWithPulumi, Workspace } from "./cli";
import { errors, operations } from "./events";
import { fault, interruption, SHELF } from "./faulty";

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
    const { started, pluginEnded } = interruption(workspace, "SIGINT");
    const run = await workspace.up("alice", [], { ...fault("hold:3"), started });
    assert.match(errors(run), /update canceled/);
    await pluginEnded();
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
