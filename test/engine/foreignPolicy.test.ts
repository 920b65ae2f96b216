import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithPulumi, POLICY_PACK, Workspace } from "./cli";
import { errors } from "./events";
import { said } from "./policyChanges/said";

describeWithPulumi("pulumi on this machine: the policy pack and a program that knows nothing of it", () => {
  let workspace: Workspace;
  let folder: string;
  let withPack: string[];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-foreign-"));
    const config = join(folder, "policies.json");
    writeFileSync(config, JSON.stringify({ "required-tags": { requiredTags: ["CostCentre"] } }));
    withPack = ["--policy-pack", POLICY_PACK, "--policy-pack-config", config];
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const using = async (program: string, settings: Record<string, unknown> = {}) => {
    workspace = new Workspace({ main: join(__dirname, program) });
    await workspace.init("alice", settings);
  };
  afterEach(() => workspace?.remove());

  it("lets pass a program that is well made", async () => {
    await using("market");
    const preview = await workspace.preview("alice", withPack);
    const [open = "", ...others] = said(preview);
    assert.match(open, /^not-yet-decided catsndogs-alice: not known before `pulumi up`, which judges again:\n/);
    assert.deepEqual(others, []);
    const up = await workspace.up("alice", withPack);
    assert.deepEqual(said(up), []);
  });

  it("refuses exactly what breaks its rules, and nothing is made", async () => {
    await using("market", { careless: true });
    const run = await workspace.preview("alice", withPack, { fails: true });
    assert.deepEqual(
      said(run).filter((one) => !one.startsWith("not-yet-decided ")),
      [
        "cleanup-force-destroy orders: forceDestroy is false, so destroy fails while anything is in it; true is required. " +
          "Set it to true.",
        "cleanup-log-retention logs: retentionInDays is 0, so events are kept for ever; at most 30 is allowed. Set it to " +
          "30 or less.",
        "events-function-bounded reader: timeout is 900 seconds, for which each invocation that hangs is paid; a timeout " +
          "of at most 60 seconds has to be chosen. Set it to 60 or less.",
        "secrets-not-in-environment reader: environment.variables.DB_PASSWORD of DB_PASSWORD is 11 characters of plain " +
          "text, which everybody who may describe the resource can read; the place of a secret is allowed, the secret " +
          "itself is not. Keep it in Parameter Store or Secrets Manager and let the function read it from there.",
        "storage-public-access-block-complete orders: blockPublicPolicy is false; only true is allowed. Set it to true.",
      ],
    );
    assert.deepEqual(workspace.account().records(), []);
    // No word of a rule that broke down.
    assert.equal(errors(run).trim(), "preview failed");
  });

  it("lets pass a program without any resource of AWS", async () => {
    await using("blank");
    const run = await workspace.up("alice", withPack);
    assert.deepEqual(said(run), []);
    const [summary] = run.events.flatMap(({ summaryEvent }) => summaryEvent ?? []);
    assert.deepEqual(Object.keys(summary?.PolicyPacks ?? {}), [`catsndogs|local|${POLICY_PACK}`]);
  });
});
