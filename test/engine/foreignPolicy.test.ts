import assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, POLICY_PACK, type Run, Workspace } from "./cli";
import { errors } from "./events";

/** What the pack says, as `LEVEL RULE NAME: MESSAGE`, in any order; of the stack as a whole without a name. */
function said({ events }: Run): string[] {
  return events
    .flatMap(({ policyEvent: one }) =>
      one
        ? [`${one.enforcementLevel} ${one.policyName} ${one.resourceUrn?.split("::").pop() ?? ""}: ${one.message}`]
        : [],
    )
    .sort();
}

describeWithPulumi("pulumi on this machine: the policy pack and a program that knows nothing of it", () => {
  let workspace: Workspace;
  const using = async (program: string) => {
    workspace = new Workspace({ main: join(__dirname, program) });
    await workspace.init("alice");
  };
  afterEach(() => workspace?.remove());

  const withPack = ["--policy-pack", POLICY_PACK];

  it("refuses exactly what breaks its rules, and nothing is made", async () => {
    await using("stall");
    const run = await workspace.preview("alice", withPack, { fails: true });
    assert.deepEqual(said(run), [
      "mandatory required-tags open: Checks that everything that takes tags has the required ones.\n" +
        "tags.Lab is missing; a value that is not empty is required. Set it on the resource, or as a default tag of its " +
        "provider.\n",
      "mandatory security-group-open-ingress open: Checks that security groups open nothing but the allowed ports to the " +
        "whole world.\ningress[0].cidrBlocks[0] is 0.0.0.0/0, which opens tcp port 22 to the world; only 80, 443 may be " +
        "open to it. Name the addresses or the security group that need it, or narrow the ports.\n",
    ]);
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
