import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

const reports = mkdtempSync(join(tmpdir(), "catsndogs-reports-"));
const page = join(reports, "index.html");

/** Runs `npm start -- …` as a pipe sees it. */
function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const own = args.includes("--report") || args.includes("--help") ? [] : ["--report", page];
  return spawnSync(process.execPath, ["--import", "tsx", "local/start.ts", ...args, ...own], {
    cwd: root,
    encoding: "utf8",
    env: { ...env, NO_COLOR: "1" },
  });
}

describe("npm start", function () {
  this.timeout(60_000);
  after(() => rmSync(reports, { recursive: true }));

  it("brings the workshop up, shows it, and leaves nothing behind", () => {
    const { status, stdout, stderr } = start();
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const lines = stdout.split("\n");
    for (const line of [
      "catsndogs.lol on this machine: stack workshop",
      "Bringing up workshop …",
      "✔ 175 resources made",
      "✔ 58 policy rules passed, 9 pieces of advice",
      "network (Network, 27 resources)",
      "images (ImageRepositories, 6 resources)",
      "cluster (SpotEcsCluster, 18 resources)",
      "simplehomepage (ScalingWebService, 5 resources)",
      "cats (ScalingWebService, 10 resources)",
      "dogs (ScalingWebService, 10 resources)",
      "unicorns (UnicornSecret, 5 resources)",
      "image-assessor (ScheduledTask, 6 resources)",
      "mxnet (BackgroundService, 3 resources)",
      "dogs-pipeline (DogsPipeline, 22 resources)",
      "green (SiteLoadBalancer, 1 resource)",
      "cats-green (ScalingWebService, 10 resources)",
      "canary (CanaryDeployment, 37 resources)",
      "  $0.3650  an hour in all",
      "Lab 1: a cluster on Spot instances …",
      "✔ Lab 1: a cluster on Spot instances",
      "✔ Lab 2: the site under load",
      "✔ Lab 3: unicorns, and a rolling update",
      "✔ Lab 4: a task on a schedule",
      "✔ Lab 5: placement",
      "✔ Lab 6: a pipeline for dogs",
      "✔ Lab 7: canary releases of cats",
      "  31 min 20 s of virtual time, 7 checks passed",
      "  1 h 17 min of virtual time, 19 checks passed",
      "  ✔ Spot instances that run             3                    3",
      `✔ the report is ${page}`,
      "Destroying workshop …",
      "✔ 175 resources destroyed, 3 revisions of the pipeline's deregistered; the account is empty",
    ]) {
      assert.ok(lines.includes(line), `${line}\nis not in:\n${stdout}`);
    }
    assert.match(stdout, / {2}siteUrl +http:\/\/workshop-site-\d+\.us-west-2\.elb\.amazonaws\.com\n/);
    assert.match(stdout, /! The Spot fleet, scaled by MemoryReservation in percent, will flap: /);
    assert.ok(!stdout.includes("\u001b"), "no terminal codes in a pipe");
    assert.match(readFileSync(page, "utf8"), /<title>Rehearsal of workshop: All 102 checks passed<\/title>/);
  });

  it("rehearses nothing at lab 0, where nothing runs", () => {
    const { status, stdout } = start("--lab", "0");
    assert.equal(status, 0);
    assert.ok(!stdout.includes("Checks"), stdout);
    assert.match(stdout, /the account is empty\n$/);
  });

  it("prints for a machine the rehearsal and nothing else, a scenario in place of the labs", () => {
    const { status, stdout, stderr } = start("--scenario", "spot-storm", "--seed", "3", "--json");
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const { stack, seed, chapters } = JSON.parse(stdout);
    assert.deepEqual([stack, seed, chapters.map(({ id }: { id: string }) => id)], ["workshop", 3, ["spot-storm"]]);
  });

  it("ends with 1 where a check fails, says which, and destroys everything all the same", () => {
    const { status, stdout } = start("--lab", "1", "--set", "catsndogs:maxSpotPrice=0.01");
    assert.equal(status, 1);
    assert.match(stdout, /^ {2}✘ Spot instances that run +3 +0$/m);
    assert.match(stdout, /^✘ \d+ checks failed; the report is /m);
    assert.match(stdout, /the account is empty\n$/);
  });

  it("refuses a scenario where there is nothing that could go wrong", () => {
    const { status, stderr } = start("--lab", "1", "--scenario", "spot-storm");
    assert.equal(status, 2);
    assert.equal(
      stderr,
      "--scenario spot-storm: needs the services of lab 2, and the stack is deployed up to lab 1. Leave out --lab, or the scenario\n",
    );
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
    for (const option of [
      "--stack",
      "--set",
      "--lab",
      "--export",
      "--scenario",
      "--seed",
      "--report",
      "--json",
      "--help",
    ])
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

    it("says which report cannot be written, before anything is made", () => {
      const { status, stdout, stderr } = start("--lab", "0", "--report", folder);
      assert.equal(status, 2);
      assert.equal(stderr, `--report ${folder}: it is a folder. Name a file that can be written\n`);
      assert.ok(!stdout.includes("Bringing up"), stdout);
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
