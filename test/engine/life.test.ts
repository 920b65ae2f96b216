import assert from "node:assert/strict";
import { describeWithPulumi, type Run, type Workspace } from "./cli";
import { deployed, STACK } from "./deployed";
import { operations } from "./events";

describeWithPulumi("pulumi on this machine: the life of a stack", () => {
  let workspace: Workspace;
  let up: Run;
  before(async () => {
    ({ workspace, up } = await deployed());
  });
  after(() => workspace?.remove());

  it("makes everything with the first up, through the policy pack", () => {
    const made = operations(up);
    assert.ok(made.every((operation) => operation.startsWith("create ")));
    assert.equal(made.length, workspace.account().records().length);
    assert.ok(made.includes("create Service cats"), made.join("\n"));
  });

  it("plans nothing as long as nothing changes", async () => {
    assert.deepEqual(operations(await workspace.preview(STACK, ["--expect-no-changes"])), []);
  });

  it("changes nothing with a second up", async () => {
    const before = workspace.account().state;
    assert.deepEqual(operations(await workspace.up(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(workspace.account().state, before);
  });

  it("finds everything as it left it with a refresh, and plans nothing afterwards", async () => {
    assert.deepEqual(operations(await workspace.refresh(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(operations(await workspace.preview(STACK, ["--expect-no-changes"])), []);
  });

  it("leaves the account empty with destroy", async () => {
    await workspace.destroy(STACK);
    assert.deepEqual(workspace.account().records(), []);
    assert.deepEqual((await workspace.export(STACK)).deployment.resources ?? [], []);
  });
});
