import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeWithPulumi, execute, ROOT, type Run, Workspace } from "./cli";

describeWithPulumi("npm run local", () => {
  // Not a name that somebody who works here would have chosen.
  const stack = `test-${process.pid % 1_000_000}`;
  const configuration = join(ROOT, "local", `Pulumi.${stack}.yaml`);
  let workspace: Workspace;
  before(() => {
    workspace = new Workspace();
  });
  after(() => {
    workspace?.remove();
    rmSync(configuration, { force: true });
  });

  function local(...args: string[]): Promise<Run> {
    const script = join(ROOT, "local", "run.ts");
    return execute(process.execPath, ["--import", "tsx", script, ...args], workspace.environment());
  }

  it("makes the stack and its configuration where there are none, and then runs the command", async () => {
    const { status, text } = await local("config", "get", "catsndogs:lab", "--stack", stack);
    assert.equal(status, 0, text);
    assert.match(text, /^2$/m);
    assert.match(
      text,
      new RegExp(`Configuration of ${stack}: local/Pulumi.${stack}.yaml, a copy of Pulumi.workshop.yaml`),
    );
    assert.ok(existsSync(configuration));
  });

  it("keeps both when it is called again, and passes on what the CLI ends with", async () => {
    const before = readFileSync(configuration, "utf8");
    const { status, text } = await local("config", "get", "catsndogs:none", "--stack", stack);
    assert.notEqual(status, 0);
    assert.match(text, /configuration key 'none' not found/);
    assert.doesNotMatch(text, /Configuration of|made in/);
    assert.equal(readFileSync(configuration, "utf8"), before);
  });

  it("asks for no stack where the command knows none", async () => {
    const { status, text } = await local("plugin", "ls", "--json");
    assert.equal(status, 0, text);
    assert.match(text, /awsx/);
  });
});
