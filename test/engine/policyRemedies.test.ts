import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithPulumi, POLICY_PACK, type Run, Workspace } from "./cli";
import { plannedInputs } from "./events";
import { ChangedProgram } from "./policyChanges/changedProgram";
import { cleanupChanges } from "./policyChanges/cleanup";
import { computeChanges } from "./policyChanges/compute";
import { said } from "./policyChanges/said";
import { storageChanges } from "./policyChanges/storage";

/** The rules, and the resources in which the changed program has something that they put right. */
const REMEDIED = {
  "cleanup-log-retention": ["dogs-pipeline"],
  "imdsv2-required": ["cluster-on-demand", "cluster-spot"],
  "required-tags": ["cluster-on-demand"],
  "storage-public-access-block-complete": ["dogs-pipeline-artifacts", "dogs-pipeline-source"],
};

/** What the pack has put right, sorted, as `RULE RESOURCE`. */
function remedied({ events }: Run): string[] {
  return events
    .flatMap(({ policyRemediationEvent: one }) =>
      one ? [`${one.policyName} ${one.resourceUrn.split("::").pop()}`] : [],
    )
    .sort();
}

describeWithPulumi("pulumi on this machine: the policy pack puts right what it can", () => {
  let program: ChangedProgram;
  let workspace: Workspace;
  let run: Run;
  before(async () => {
    const wrong = [...storageChanges, ...computeChanges, ...cleanupChanges];
    const edits = Object.keys(REMEDIED).flatMap((name) => wrong.find(({ rule }) => rule === name) ?? []);
    // Two of the four tags that are required; who adds to a lab knows which, but whose a stack is, its name says.
    const becomes = 'instanceTags: { Project: "catsndogs", Lab: "1" },';
    program = new ChangedProgram([
      ...edits,
      { file: "index.ts", line: 'instanceTags: { ...tags, Lab: "1" },', becomes },
    ]);
    workspace = new Workspace({ main: program.folder });
    await workspace.init("alice");
    const rules = Object.keys(REMEDIED).map((rule) => [rule, { enforcementLevel: "remediate" }]);
    const config = join(program.folder, "policies.json");
    writeFileSync(config, JSON.stringify({ all: "disabled", ...Object.fromEntries(rules) }));
    run = await workspace.preview("alice", ["--policy-pack", POLICY_PACK, "--policy-pack-config", config]);
  });
  after(() => {
    workspace?.remove();
    program?.remove();
  });

  it("and says in which resources", () => {
    const expected = Object.entries(REMEDIED).flatMap(([rule, names]) => names.map((name) => `${rule} ${name}`));
    assert.deepEqual(remedied(run), expected);
  });

  it("and then finds nothing to refuse", () => {
    assert.deepEqual(said(run), []);
  });

  it("in the plan: a log group keeps its events for a week", () => {
    assert.equal(plannedInputs(run, "LogGroup", "dogs-pipeline")?.retentionInDays, 7);
  });

  it("in the plan: a public access block is complete", () => {
    for (const name of ["dogs-pipeline-source", "dogs-pipeline-artifacts"]) {
      const block = plannedInputs(run, "BucketPublicAccessBlock", name);
      assert.equal(block?.blockPublicPolicy, true);
      assert.equal(block?.restrictPublicBuckets, true);
    }
  });

  it("in the plan: instances answer by IMDSv2 alone, and keep their other options", () => {
    for (const name of ["cluster-spot", "cluster-on-demand"]) {
      const options = plannedInputs(run, "LaunchTemplate", name)?.metadataOptions as Record<string, unknown>;
      assert.deepEqual(
        [options.httpEndpoint, options.httpTokens, options.httpPutResponseHopLimit],
        ["enabled", "required", 1],
      );
    }
  });

  it("in the plan: a group has its stack's tags besides its own", () => {
    const tags = plannedInputs(run, "Group", "cluster-on-demand")?.tags as { key: string; value: string }[];
    const values = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
    assert.deepEqual(values, {
      Name: "alice-On-Demand-ECS",
      Project: "catsndogs",
      Lab: "1",
      Stack: "alice",
      Owner: "alice",
    });
  });
});
