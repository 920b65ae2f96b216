import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WORKSHOP_ADVICE } from "../../policy/docs/workshopAdvice";
import { describeWithPulumi, POLICY_PACK, type Run, type Workspace } from "./cli";
import { deployed, STACK } from "./deployed";
import { operations, plannedInputs } from "./events";

/** What the pack refused, as `RULE: MESSAGE`. */
function refused({ events }: Run): string[] {
  return events.flatMap(({ policyEvent: one }) =>
    one?.enforcementLevel === "mandatory" ? [`${one.policyName}: ${one.message}`] : [],
  );
}

/** What the pack advised, as `RULE RESOURCE`. */
function advised({ events }: Run): string[] {
  const advice = events.flatMap(({ policyEvent: one }) =>
    one?.enforcementLevel === "advisory" ? [`${one.policyName} ${one.resourceUrn?.split("::").pop()}`] : [],
  );
  return advice.sort();
}

/** Every log group of the workshop. */
const LOG_GROUPS = [
  "canary-check-health",
  "canary-handle-ecs-events",
  "canary-update-route53",
  "cats",
  "cats-green",
  "dogs",
  "dogs-green",
  "dogs-pipeline",
  "homepage-green",
  "image-assessor",
  "mxnet",
  "simplehomepage",
];

describeWithPulumi("pulumi on this machine: the policy pack", () => {
  let workspace: Workspace;
  let folder: string;
  let up: Run;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-policy-"));
    ({ workspace, up } = await deployed());
    workspace.configure(STACK, { maxSpotPrice: "0.3" });
  });
  after(() => {
    workspace?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives the unchanged program the advice that the documentation explains, and no other", () => {
    const explained = WORKSHOP_ADVICE.flatMap(({ rule, resources }) => resources.map((name) => `${rule} ${name}`));
    assert.deepEqual(advised(up), explained.sort());
    assert.deepEqual(refused(up), []);
  });

  for (const command of ["preview", "up"] as const) {
    it(`stops ${command} with the rule's message`, async () => {
      const before = workspace.account().state;
      const run = await workspace[command](STACK, ["--policy-pack", POLICY_PACK], { fails: true });
      const [message, ...others] = refused(run);
      assert.deepEqual(others, []);
      assert.match(
        message ?? "",
        /^spot-max-bid-price: .*spotPrice.*0\.3.*at most 0\.25 dollars an hour for one instance is allowed.*Lower it to 0\.25 or less\./s,
      );
      assert.deepEqual(workspace.account().state, before);
    });
  }

  it("lets --policy-pack-config raise the limit", async () => {
    const config = join(folder, "config.json");
    writeFileSync(config, JSON.stringify({ "spot-max-bid-price": { maxDollarsPerHour: 0.4 } }));
    const run = await workspace.preview(STACK, ["--policy-pack", POLICY_PACK, "--policy-pack-config", config]);
    assert.deepEqual(refused(run), []);
    assert.ok(operations(run).includes("replace SpotFleetRequest cluster-fleet"));
  });

  it("shows in the plan what a remediation changes", async () => {
    workspace.configure(STACK, {});
    const run = await workspace.preview(STACK, ["--policy-pack", join(__dirname, "remediationPack")]);
    assert.deepEqual(
      operations(run),
      LOG_GROUPS.map((name) => `update LogGroup ${name}`),
    );
    assert.equal(plannedInputs(run, "LogGroup", "cats")?.retentionInDays, 1);
    const remedied = run.events.flatMap(({ policyRemediationEvent: one }) =>
      one ? [one.resourceUrn.split("::").pop()] : [],
    );
    assert.deepEqual(remedied.sort(), LOG_GROUPS);
  });
});
