import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { HELP, readCanaryCommand } from "../../scripts/canary/options";
import { visits } from "../../scripts/canary/visits";
import { withCanary } from "../../scripts/canary/whereStackIs";

const ALL = "status, start, pause, resume, promote, abort, rollback, history, visit";
const SEE = "See npm run canary -- --help";

describe("npm run canary: its command line", () => {
  it("has defaults", () => {
    assert.deepEqual(readCanaryCommand(["start", "--stack", "alice"]), {
      action: "start",
      stack: "alice",
      tasks: undefined,
      visitors: 2,
      count: 20,
      timeout: 1800,
      help: false,
    });
  });

  it("takes every option where it means something", () => {
    const start = readCanaryCommand([
      ...["start", "--stack", "alice", "--tasks", "5", "--visitors", "0", "--timeout", "90"],
    ]);
    assert.deepEqual([start.tasks, start.visitors, start.timeout], [5, 0, 5400]);
    assert.equal(readCanaryCommand(["visit", "--stack", "alice", "--count", "3"]).count, 3);
    assert.equal(readCanaryCommand(["--help"]).help, true);
    assert.ok(HELP.includes("npm run canary -- ACTION --stack NAME"));
  });

  const wrong: [line: string, message: string][] = [
    ["--stack alice", `The action is missing: use one of ${ALL}`],
    ["stop --stack alice", `"stop" is no action: use one of ${ALL}`],
    ["status", `--stack is missing: which stack? ${SEE}`],
    ["pause resume --stack alice", `"resume" is too much: one action at a time. ${SEE}`],
    ["pause --stack alice --tasks 3", `--tasks means nothing to pause. ${SEE}`],
    ["rollback --stack alice --tasks 3", `--tasks means nothing to rollback. ${SEE}`],
    ["start --stack alice --tasks 0", "--tasks 0: expected a whole number from 1 to 100"],
    ["start --stack alice --visitors 21", "--visitors 21: expected a whole number from 0 to 20"],
    ["start --stack alice --timeout 1.5", "--timeout 1.5: expected a whole number from 1 to 1440"],
    ["visit --stack alice --count many", "--count many: expected a whole number from 1 to 1000"],
    ["start --stack alice --force", `Unknown option '--force'. ${SEE}`],
  ];
  for (const [line, message] of wrong) {
    it(`refuses ${line}`, () => {
      assert.throws(() => readCanaryCommand(line.split(" ")), { message });
    });
  }

  it("names everything that is wrong at once", () => {
    assert.throws(
      () => readCanaryCommand(["stop", "--count", "0"]),
      /is no action[\s\S]*--count 0[\s\S]*--stack is missing/,
    );
  });

  it("says what to do where the stack has no releases", () => {
    assert.throws(() => withCanary("alice", { outputs: {}, client: { region: "us-west-2" } }), {
      message:
        "Stack alice has no canary releases: it is not deployed up to lab 7. Go on with: " +
        "pulumi config set catsndogs:lab 7 --stack alice && pulumi up --stack alice",
    });
  });
});

describe("npm run canary: visits", () => {
  it("count a visit that fails among the others", async () => {
    let visited = 0;
    const visitor = {
      open: async () => {
        visited += 1;
        if (visited === 2) throw new Error("connect ECONNREFUSED 192.0.2.1:80");
        return { address: "192.0.2.1", status: visited === 3 ? 503 : 200 };
      },
    };
    assert.deepEqual(
      [...(await visits(visitor, 4))],
      [
        ["192.0.2.1, status 200", 2],
        ["failed: connect ECONNREFUSED 192.0.2.1:80", 1],
        ["192.0.2.1, status 503", 1],
      ],
    );
  });
});

describe("npm run canary: without the Pulumi CLI", () => {
  it("says so, and promises nothing that it does not have", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--no-warnings", "--require", "tsx/cjs", "scripts/canary.ts", "status", "--stack", "alice"],
      { cwd: join(__dirname, "..", ".."), encoding: "utf8", env: { ...process.env, PATH: "/nowhere" } },
    );
    assert.equal(status, 2);
    assert.match(stderr, /^The Pulumi CLI cannot be run \(.*ENOENT\)\. It knows the stack\.\n$/);
  });
});
