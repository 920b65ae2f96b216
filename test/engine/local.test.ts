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
    return execute(process.execPath, ["--require", "tsx/cjs", script, ...args], workspace.environment());
  }

  it("makes the stack and its configuration where there are none, and then runs the command", async () => {
    const { status, text } = await local("config", "get", "catsndogs:lab", "--stack", stack);
    assert.equal(status, 0, text);
    assert.match(text, /^7$/m);
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

  it("makes a stack by stack init, lists it, and removes it by stack rm, each with its name", async () => {
    const other = `${stack}b`;
    const made = await local("stack", "init", other);
    assert.equal(made.status, 0, made.text);
    assert.match(made.text, new RegExp(`Configuration of ${other}: `));
    const again = await local("stack", "init", other);
    assert.notEqual(again.status, 0);
    assert.match(again.text, /already exists/);
    const names = () =>
      local("stack", "ls", "--json").then(({ text }) =>
        (JSON.parse(text) as { name: string }[]).map(({ name }) => name),
      );
    assert.ok((await names()).includes(other));
    const removed = await local("stack", "rm", other);
    assert.equal(removed.status, 0, removed.text);
    assert.ok(!(await names()).includes(other));
    assert.equal(existsSync(join(ROOT, "local", `Pulumi.${other}.yaml`)), false);
  });

  for (const command of ["destroy", "cancel", "refresh"]) {
    it(`makes no stack in order to ${command} it`, async () => {
      const { status, text } = await local(command, "--stack", "nobody");
      assert.equal(status, 2);
      assert.equal(
        text,
        `--stack nobody: there is no such stack on this machine. There is ${stack}. ` +
          "An up makes one: npm run local -- up --stack nobody\n",
      );
      assert.equal(existsSync(join(ROOT, "local", "Pulumi.nobody.yaml")), false);
    });
  }

  it("shows how it is used", async () => {
    const { status, text } = await local("--help");
    assert.equal(status, 0);
    assert.match(text, /^Runs the Pulumi CLI on this machine's account instead of AWS\.$/m);
    const ofCommand = await local("destroy", "--help");
    assert.equal(ofCommand.status, 0);
    assert.match(ofCommand.text, /pulumi destroy/);
  });

  it("asks for no stack where the command knows none", async () => {
    const { status, text } = await local("plugin", "ls", "--json");
    assert.equal(status, 0, text);
    assert.match(text, /awsx/);
  });
});
