import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MODULE = join(__dirname, "..", "..", "local", "run", "runToEnd.ts");

/** Stands in for the CLI: says when it has got a signal, and ends when somebody writes to its standard input. */
const CLI = `
  let heard = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => console.log(signal, ++heard));
  }
  process.stdin.once("data", () => process.exit(7));
  console.log("ready", process.argv.slice(1).join(" "));
`;

/** A process that runs a command to its end and ends with what that ended with. */
function wrapper(command: string, terminal = false): ChildProcess & { lines: () => Promise<string> } {
  const script = `
    const { runToEnd } = require(${JSON.stringify(MODULE)});
    const command = { file: process.execPath, args: ["-e", ${JSON.stringify(command)}] };
    const options = { cwd: process.cwd(), env: process.env, terminal: ${terminal} };
    runToEnd(command, ["up", "--diff"], options).then((code) => process.exit(code));
  `;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return Object.assign(child, { lines: async () => String((await iterator.next()).value) });
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, "exit");
  return code;
}

describe("a command that is run to its end", () => {
  it("gets its arguments, and its exit code is passed on", async () => {
    const child = wrapper(CLI);
    assert.equal(await child.lines(), "ready up --diff");
    child.stdin?.write("end");
    assert.equal(await codeOf(child), 7);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`hears of ${signal} once, and is waited for`, async () => {
      const child = wrapper(CLI);
      await child.lines();
      child.kill(signal);
      assert.equal(await child.lines(), `${signal} 1`);
      child.kill(signal);
      child.kill(signal === "SIGHUP" ? "SIGTERM" : "SIGHUP");
      assert.match(await child.lines(), /^SIG(HUP|TERM) 2$/);
      child.stdin?.write("end");
      assert.equal(await codeOf(child), 7);
    });
  }

  it("is not told of Ctrl-C where the terminal tells it", async () => {
    const child = wrapper(CLI, true);
    await child.lines();
    child.kill("SIGINT");
    child.kill("SIGTERM");
    assert.equal(await child.lines(), "SIGTERM 1");
    child.stdin?.write("end");
    assert.equal(await codeOf(child), 7);
  });

  it("says which signal has ended it as a shell does", async () => {
    const child = wrapper('process.kill(process.pid, "SIGKILL")');
    assert.equal(await codeOf(child), 137);
  });
});
