import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** Runs `npm start -- …` as a pipe sees it. */
function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, ["--import", "tsx", "local/start.ts", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...env, NO_COLOR: "1" },
  });
}

describe("npm start", () => {
  it("brings the workshop up, shows it, and leaves nothing behind", () => {
    const { status, stdout, stderr } = start();
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const lines = stdout.split("\n");
    for (const line of [
      "catsndogs.lol on this machine: stack workshop",
      "Bringing up workshop …",
      "✔ 76 resources made",
      "✔ 7 policy rules passed",
      "network (Network, 27 resources)",
      "images (ImageRepositories, 6 resources)",
      "cluster (SpotEcsCluster, 18 resources)",
      "simplehomepage (ScalingWebService, 5 resources)",
      "cats (ScalingWebService, 10 resources)",
      "dogs (ScalingWebService, 10 resources)",
      "  $0.3248  an hour in all",
      "Destroying workshop …",
      "✔ 76 resources destroyed; the account is empty",
    ]) {
      assert.ok(lines.includes(line), `${line}\nis not in:\n${stdout}`);
    }
    assert.match(stdout, / {2}siteUrl +http:\/\/workshop-site-\d+\.us-west-2\.elb\.amazonaws\.com\n/);
    assert.match(stdout, /! The Spot fleet, scaled by MemoryReservation in percent, will flap: /);
    assert.ok(!stdout.includes("\u001b"), "no terminal codes in a pipe");
  });

  it("stops at a policy, names the rule, the resource and both prices, and destroys what was made", () => {
    const { status, stdout, stderr } = start("--set", "catsndogs:maxSpotPrice=0.30");
    assert.equal(status, 1);
    for (const part of ["spot-max-bid-price", "cluster-fleet", "0.30", "0.25"])
      assert.ok(stderr.includes(part), stderr);
    assert.match(stdout, /✘ bringing up workshop failed\n/);
    assert.match(stdout, /✔ \d+ resources destroyed; the account is empty\n$/);
  });

  it("refuses wrong settings, all of them, before anything is made", () => {
    const { status, stdout, stderr } = start("--set", "catsndogs:lab=9", "--set", "catsndogs:spotCapacity.min=20");
    assert.equal(status, 2);
    assert.match(stderr, /catsndogs:lab\n +given: +9\n/);
    assert.match(stderr, /catsndogs:spotCapacity\.min\n +given: +20\n/);
    assert.match(stdout, /✘ nothing was made\n$/);
  });

  it("refuses options it does not have", () => {
    const { status, stdout, stderr } = start("--lap", "1");
    assert.deepEqual(
      { status, stdout, stderr },
      {
        status: 2,
        stdout: "",
        stderr: "Unknown option '--lap'. See npm start -- --help\n",
      },
    );
  });

  it("refuses a stack's name that AWS's names have no room for", () => {
    const { status, stderr } = start("--stack", "alice-in-wonderland");
    assert.equal(status, 2);
    assert.match(stderr, /alice-in-wonderland/);
  });

  it("explains itself", () => {
    const { status, stdout } = start("--help");
    assert.equal(status, 0);
    assert.match(stdout, /^Brings a stack up on this machine/);
    for (const option of ["--stack", "--set", "--lab", "--export", "--help"])
      assert.ok(stdout.includes(`  ${option} `));
  });

  describe("--export", () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "catsndogs-"));
    });
    after(() => rmSync(folder, { recursive: true }));

    it("writes the same bytes in every run", () => {
      const files = ["one.json", "two.json"].map((name) => join(folder, name));
      for (const file of files) assert.equal(start("--lab", "1", "--export", file).status, 0);
      const [one, two] = files.map((file) => readFileSync(file, "utf8"));
      assert.ok(one?.includes('"aws:ec2/spotFleetRequest:SpotFleetRequest"'));
      assert.equal(one, two);
    });

    it("says which file cannot be written, before anything is made", () => {
      const file = join(folder, "missing", "x.json");
      const { status, stdout, stderr } = start("--lab", "0", "--export", file);
      assert.equal(status, 2);
      assert.ok(stderr.startsWith(`--export ${file}: `), stderr);
      assert.ok(!stdout.includes("Bringing up"), stdout);
    });
  });
});
