import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describeWithPulumi, Workspace } from "./cli";

const STACKS = ["ann", "ben", "cleo", "dan", "eve"];
/** Quotas that five stacks exceed in a new account: VPCs, internet gateways, Elastic IPs, vCPUs on demand and on Spot. */
const QUOTAS = ["L-F678F1CE", "L-A4707A72", "L-0263D0A3", "L-1216C47A", "L-34B43A08"];

describeWithPulumi("pulumi on this machine: five stacks at once in one account", () => {
  const workspace = new Workspace();
  before(async () => {
    workspace.behindPulumi((account) => {
      for (const code of QUOTAS) account.raiseQuota(code, 100);
    });
    for (const stack of STACKS) await workspace.init(stack);
  });
  after(() => workspace.remove());

  it("brings them up side by side, each whole", async () => {
    await Promise.all(STACKS.map((stack) => workspace.up(stack)));
    const records = workspace.account().records();
    const owned = STACKS.map((stack) =>
      records.filter(({ inputs }) => (inputs.tags as { Stack?: string })?.Stack === stack),
    );
    assert.equal(new Set(owned.map(({ length }) => length)).size, 1);
    assert.equal(records.length % STACKS.length, 0);
    assert.equal(new Set(records.map(({ type, id }) => `${type} ${id}`)).size, records.length);
  });

  it("plans no change for any of them afterwards", async () => {
    for (const stack of ["ann", "eve"]) await workspace.preview(stack, ["--expect-no-changes"]);
  });

  it("destroys them side by side, and leaves neither a resource nor a lock", async () => {
    await Promise.all(STACKS.map((stack) => workspace.destroy(stack)));
    assert.deepEqual(workspace.account().records(), []);
    assert.equal(existsSync(`${workspace.accountFile}.lock`), false);
  });
});
