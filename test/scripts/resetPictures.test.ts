import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Account } from "../../local/account/account";
import { LocalApi } from "../../local/api/localApi";
import { HELP, readResetCommand } from "../../scripts/resetPictures/options";
import { resetPictures } from "../../scripts/resetPictures/reset";
import { localStack } from "../../scripts/resetPictures/whereStackIs";

const root = join(__dirname, "..", "..");
const PREFIX = "AmazonEC2ContainerServiceV20141113";
const ARN = "arn:aws:ecs:us-west-2:123456789012:task/main/";
const ASSESSOR = { cluster: "main", taskDefinition: "assessor:3", container: "ImageAssessmentContainer" };

interface Answers {
  /** Ids of the tasks that are placed. */
  placed: string[];
  failures?: string[];
  /** Exit codes by task; undefined for one that has none. */
  codes?: (number | undefined)[];
}

/** Runs it against an ECS that answers so; returns what was asked, what was said, and what came of it. */
async function reset({ placed, failures = [], codes = [] }: Answers) {
  const asked: unknown[] = [];
  const said: string[] = [];
  const account = new Account();
  const api = new LocalApi({
    account,
    region: "us-west-2",
    handlers: {
      [`${PREFIX}.RunTask`]: (_, input) => {
        // The SDK adds a token, another one each time, so that a repeated call runs nothing twice.
        const { clientToken: _token, ...rest } = input as Record<string, unknown>;
        asked.push(rest);
        return {
          tasks: placed.map((id) => ({ taskArn: `${ARN}${id}` })),
          failures: failures.map((reason) => ({ reason })),
        };
      },
      [`${PREFIX}.DescribeTasks`]: () => ({
        tasks: placed.map((id, i) => ({
          taskArn: `${ARN}${id}`,
          lastStatus: "STOPPED",
          stoppedReason: "Task failed to start",
          containers: [{ name: ASSESSOR.container, exitCode: codes[i] }],
        })),
        failures: [],
      }),
    },
  });
  const { url } = await api.listen();
  const ecs = new ECSClient({ region: "us-west-2", endpoint: url, credentials: api.credentialsFor("admin") });
  try {
    const isReset = await resetPictures(ecs, ASSESSOR, { log: (line) => void said.push(line), pollEvery: 0.05 });
    return { asked, said, isReset };
  } finally {
    ecs.destroy();
    await api.close();
  }
}

describe("reset-pictures", () => {
  it("runs two tasks with RESETPICTURES=1 in the container, and reports both exit codes", async () => {
    const { asked, said, isReset } = await reset({ placed: ["one", "two"], codes: [0, 0] });
    assert.deepEqual(asked, [
      {
        cluster: "main",
        taskDefinition: "assessor:3",
        count: 2,
        overrides: {
          containerOverrides: [
            { name: "ImageAssessmentContainer", environment: [{ name: "RESETPICTURES", value: "1" }] },
          ],
        },
      },
    ]);
    assert.deepEqual(said, [
      "Task one has been started",
      "Task two has been started",
      "Task one has ended with exit code 0",
      "Task two has ended with exit code 0",
    ]);
    assert.equal(isReset, true);
  });

  it("is no success where one of them fails", async () => {
    const { said, isReset } = await reset({ placed: ["one", "two"], codes: [0, 1] });
    assert.equal(said.at(-1), "Task two has ended with exit code 1");
    assert.equal(isReset, false);
  });

  it("is no success where one of them never ran", async () => {
    const { said, isReset } = await reset({ placed: ["one", "two"], codes: [0, undefined] });
    assert.equal(said.at(-1), "Task two has ended without an exit code: Task failed to start");
    assert.equal(isReset, false);
  });

  it("is no success where only one was placed, and says why", async () => {
    const { said, isReset } = await reset({ placed: ["one"], failures: ["RESOURCE:MEMORY"], codes: [0] });
    assert.equal(said[0], "A task could not be placed: RESOURCE:MEMORY");
    assert.equal(isReset, false);
  });

  it("fails where none was placed", async () => {
    await assert.rejects(reset({ placed: [], failures: ["RESOURCE:MEMORY", "RESOURCE:MEMORY"] }), {
      message: "No task of assessor:3 was placed on main.",
    });
  });
});

describe("npm run reset-pictures", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-pulumi-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs the command with a Pulumi that answers each command line so. */
  function run(args: string[], answers: Record<string, string> | undefined) {
    if (answers !== undefined) {
      const cases = Object.entries(answers).map(([line, answer]) => `'${line}') echo '${answer}';;`);
      const unknown = '*) echo "error: no stack" >&2; exit 1;;';
      writeFileSync(join(folder, "pulumi"), `#!/bin/sh\ncase "$*" in\n${[...cases, unknown].join("\n")}\nesac\n`, {
        mode: 0o755,
      });
    }
    const path = answers === undefined ? "" : `${folder}${delimiter}/usr/bin${delimiter}/bin`;
    return spawnSync(process.execPath, ["--no-warnings", "--require", "tsx/cjs", "scripts/resetPictures.ts", ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    });
  }

  it("needs to know which stack", () => {
    const { status, stderr } = run([], {});
    assert.deepEqual([status, stderr], [2, "--stack is missing: which stack? See npm run reset-pictures -- --help\n"]);
  });

  it("says what Pulumi says of a stack that there is none of", () => {
    const { status, stderr } = run(["--stack", "alice"], {});
    assert.deepEqual([status, stderr], [2, "pulumi stack output --json --stack alice failed:\nerror: no stack\n"]);
  });

  it("says what to do where there is no image assessor", () => {
    const { status, stderr } = run(["--stack", "alice"], {
      "stack output --json --stack alice": '{"clusterName":"alice-cluster"}',
      "config --json --stack alice": "{}",
    });
    assert.deepEqual(
      [status, stderr],
      [
        2,
        "Stack alice has no image assessor: it is not deployed up to lab 4. Go on with: pulumi config set catsndogs:lab 4 " +
          "--stack alice && pulumi up --stack alice\n",
      ],
    );
  });

  it("says that it needs Pulumi", () => {
    const { status, stderr } = run(["--stack", "alice"], undefined);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^The Pulumi CLI cannot be run \(.*ENOENT\)\. It knows the stack; for a site on this machine add --local\.\n$/,
    );
  });

  it("explains itself", () => {
    const { status, stdout } = run(["--help"], {});
    assert.deepEqual([status, stdout], [0, `${HELP}\n`]);
  });

  it("takes no other options", () => {
    assert.throws(() => readResetCommand(["--stack", "alice", "--lab", "4"]), {
      message: "Unknown option '--lab'. See npm run reset-pictures -- --help",
    });
    assert.throws(() => readResetCommand(["alice"]), {
      message: '"alice" is no option. See npm run reset-pictures -- --help',
    });
  });

  describe("--local", () => {
    const site = {
      stack: "alice",
      region: "eu-west-1",
      apiUrl: "http://127.0.0.1:1234",
      credentials: { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" },
      outputs: {
        clusterName: "main",
        imageAssessor: { taskDefinitionArn: "assessor:3", container: ASSESSOR.container },
      },
    };
    const file = () => join(folder, "site.json");

    it("asks the site that runs here", () => {
      writeFileSync(file(), JSON.stringify(site));
      assert.deepEqual(localStack("alice", file()), {
        assessor: ASSESSOR,
        client: { region: "eu-west-1", endpoint: "http://127.0.0.1:1234", credentials: site.credentials },
      });
    });

    it("refuses another stack's", () => {
      writeFileSync(file(), JSON.stringify(site));
      assert.throws(() => localStack("bob", file()), {
        message: "The site that runs on this machine is that of alice, not of bob.",
      });
    });

    it("says how to start one", () => {
      assert.throws(() => localStack("alice", join(folder, "none.json")), {
        message: "No site runs on this machine. Start it in another terminal: npm run site -- --stack alice",
      });
    });
  });
});
