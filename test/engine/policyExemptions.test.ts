import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithPulumi, POLICY_PACK, type RunOptions, Workspace } from "./cli";
import { errors } from "./events";
import { said } from "./policyChanges/said";

const WORLD =
  "ingress[0].cidrBlocks[0] is 0.0.0.0/0, which opens tcp port 22 to the world; only 80, 443 may be open to it. Name the " +
  "addresses or the security group that need it, or narrow the ports.";
const LAB =
  "tags.Lab is missing; a value that is not empty is required. Set it on the resource, or as a default tag of its " +
  "provider.";
const REASON = "The course is about firewalls.";

describeWithPulumi("pulumi on this machine: exemptions from the policy pack", () => {
  let workspace: Workspace;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-exemptions-"));
    workspace = new Workspace({ main: join(__dirname, "stall") });
    await workspace.init("alice");
  });
  after(() => {
    workspace?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const exemption = (given: Record<string, unknown> = {}) => {
    return { resource: "open", reason: REASON, expires: "2999-12-31", ...given };
  };
  /** A preview in which rules that are not the matter here say nothing. */
  const preview = (exemptions: Record<string, unknown>, options: RunOptions = {}) => {
    const config = join(folder, "policies.json");
    const rules = Object.entries(exemptions).map(([rule, list]) => {
      return [rule, { enforcementLevel: "mandatory", exemptions: list }];
    });
    const others = { all: "disabled", "exemption-review": "advisory" };
    writeFileSync(config, JSON.stringify({ ...others, ...Object.fromEntries(rules) }));
    const flags = ["--policy-pack", POLICY_PACK, "--policy-pack-config", config];
    return workspace.preview("alice", flags, options);
  };

  it("let a deployment pass, and are shown with their reason and what they cover", async () => {
    const run = await preview({ "security-group-open-ingress": [exemption()], "required-tags": [exemption()] });
    assert.deepEqual(said(run), [
      `exemption-review open: exempt from required-tags until 2999-12-31, because: ${REASON} Without it: ${LAB}`,
      `exemption-review open: exempt from security-group-open-ingress until 2999-12-31, because: ${REASON} Without it: ${WORLD}`,
    ]);
  });

  it("are over after their day, and reported then", async () => {
    const run = await preview({ "required-tags": [exemption({ expires: "2020-02-29" })] }, { fails: true });
    assert.deepEqual(said(run), [
      "exemption-review catsndogs-alice: the exemption of open from required-tags expired on 2020-02-29; an exemption that " +
        `is over does nothing. Mend what it covered, or decide anew. It was given because: ${REASON}`,
      `required-tags open: ${LAB}`,
    ]);
  });

  it("are reported where they are of no use", async () => {
    const run = await preview({ "security-group-open-ingress": [exemption(), exemption({ resource: "shut" })] });
    assert.deepEqual(said(run), [
      "exemption-review catsndogs-alice: the exemption of shut from security-group-open-ingress is unused: the stack has no " +
        "such resource. Remove it, or correct its name.",
      `exemption-review open: exempt from security-group-open-ingress until 2999-12-31, because: ${REASON} Without it: ${WORLD}`,
    ]);
  });

  it("need a reason and a day, or nothing is deployed", async () => {
    const given = { resource: "open", expires: "soon" };
    const run = await preview({ "security-group-open-ingress": [given] }, { fails: true });
    const said = errors(run);
    assert.match(said, /security-group-open-ingress: exemptions\.0: reason is required/);
    assert.match(said, /security-group-open-ingress: exemptions\.0\.expires: Does not match pattern/);
    assert.deepEqual(workspace.account().records(), []);
  });
});
