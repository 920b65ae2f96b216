import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Account } from "../../local/account/account";
import { LocalApi } from "../../local/api/localApi";
import { HELP } from "../../scripts/cleanUp/options";
import { deregisterRevisions } from "../../scripts/cleanUp/revisions";

const PREFIX = "AmazonEC2ContainerServiceV20141113";
const ARN = "arn:aws:ecs:us-west-2:123456789012:task-definition/";

/** An ECS with these revisions, two a page; returns what is asked of it. */
async function withEcs<T>(revisions: string[], use: (ecs: ECSClient, asked: unknown[]) => Promise<T>): Promise<T> {
  const asked: unknown[] = [];
  const api = new LocalApi({
    account: new Account(),
    region: "us-west-2",
    handlers: {
      [`${PREFIX}.ListTaskDefinitions`]: (_, input) => {
        asked.push(input);
        const { nextToken = "0" } = input as { nextToken?: string };
        const from = Number(nextToken);
        const page = revisions.slice(from, from + 2).map((revision) => `${ARN}${revision}`);
        return { taskDefinitionArns: page, ...(from + 2 < revisions.length && { nextToken: String(from + 2) }) };
      },
      [`${PREFIX}.DeregisterTaskDefinition`]: (_, input) => {
        asked.push(input);
        return {};
      },
    },
  });
  const { url } = await api.listen();
  const ecs = new ECSClient({ region: "us-west-2", endpoint: url, credentials: api.credentialsFor("admin") });
  try {
    return await use(ecs, asked);
  } finally {
    ecs.destroy();
    await api.close();
  }
}

describe("clean-up", () => {
  it("deregisters every active revision of the family, page by page", async () => {
    await withEcs(["alice-dogs:2", "alice-dogs:3", "alice-dogs:5"], async (ecs, asked) => {
      assert.deepEqual(await deregisterRevisions(ecs, "alice-dogs"), ["alice-dogs:2", "alice-dogs:3", "alice-dogs:5"]);
      assert.deepEqual(asked, [
        { familyPrefix: "alice-dogs", status: "ACTIVE" },
        { familyPrefix: "alice-dogs", status: "ACTIVE", nextToken: "2" },
        { taskDefinition: `${ARN}alice-dogs:2` },
        { taskDefinition: `${ARN}alice-dogs:3` },
        { taskDefinition: `${ARN}alice-dogs:5` },
      ]);
    });
  });

  it("deregisters nothing where nothing is left", async () => {
    await withEcs([], async (ecs, asked) => {
      assert.deepEqual(await deregisterRevisions(ecs, "alice-dogs"), []);
      assert.equal(asked.length, 1);
    });
  });
});

describe("npm run clean-up", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-pulumi-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function run(args: string[], outputs = "{}") {
    const script = `#!/bin/sh\ncase "$1" in stack) echo '${outputs}';; config) echo '{}';; esac\n`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
    return spawnSync(process.execPath, ["--no-warnings", "--require", "tsx/cjs", "scripts/cleanUp.ts", ...args], {
      cwd: join(__dirname, "..", ".."),
      encoding: "utf8",
      env: { ...process.env, PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin` },
    });
  }

  it("needs to know which stack", () => {
    const { status, stderr } = run([]);
    assert.deepEqual([status, stderr], [2, "--stack is missing: which stack? See npm run clean-up -- --help\n"]);
  });

  it("leaves a stack alone that is still deployed", () => {
    const { status, stderr } = run(["--stack", "alice"], '{"siteUrl":"http://alice.example"}');
    assert.deepEqual([status, stderr], [2, "Stack alice is still deployed. First: pulumi destroy --stack alice\n"]);
  });

  it("explains itself", () => {
    const { status, stdout } = run(["--help"]);
    assert.deepEqual([status, stdout], [0, `${HELP}\n`]);
  });
});
