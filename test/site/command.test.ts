import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { HELP, readSiteCommand } from "../../local/site/options";

const root = join(__dirname, "..", "..");
const COMMAND = ["--require", "tsx/cjs", "local/site.ts"];

function site(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...COMMAND, ...args], { cwd: root, encoding: "utf8" });
}

describe("npm run site", function () {
  this.timeout(60_000);

  it("serves the site until it is told to end, and leaves nothing behind", async () => {
    const child = spawn(process.execPath, [...COMMAND, "--lab", "2", "--port", "0"], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    let url = "";
    for await (const line of createInterface({ input: child.stdout })) {
      url = /^The site of workshop is (http:\/\/127\.0\.0\.1:\d+); Ctrl-C ends it\.$/.exec(line)?.[1] ?? url;
      if (/^AWS's endpoint/.test(line)) break;
    }
    assert.equal((await fetch(`${url}/cats/`)).headers.get("x-cats-version"), "v1");
    child.stdout.resume();
    child.kill("SIGINT");
    assert.equal(await exited, 0);
    await assert.rejects(fetch(`${url}/cats/`));
  });

  it("says how to release dogs, and tells that command where the site is", async () => {
    const child = spawn(process.execPath, [...COMMAND, "--lab", "6", "--port", "0"], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    let url = "";
    let hint = "";
    for await (const line of createInterface({ input: child.stdout })) {
      url = /^The site of workshop is (\S+);/.exec(line)?.[1] ?? url;
      hint = /^To release dogs .*$/.exec(line)?.[0] ?? "";
      if (hint) break;
    }
    assert.equal(hint, "To release dogs through the pipeline: npm run release-dogs -- --stack workshop --local");
    assert.equal(JSON.parse(readFileSync(join(root, ".local", "site.json"), "utf8")).url, url);
    child.stdout.resume();
    child.kill("SIGINT");
    assert.equal(await exited, 0);
  });

  it("refuses a stack that has no site", () => {
    const { status, stdout, stderr } = site("--lab", "1");
    assert.deepEqual(
      [status, stdout, stderr],
      [2, "", "The site comes with lab 2, and the stack is deployed up to lab 1. Add --lab 2, or a later one\n"],
    );
  });

  it("says which port is taken, and what to do", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const { port } = holder.address() as AddressInfo;
    const { status, stderr } = site("--lab", "2", "--port", String(port));
    holder.close();
    const next = port + 1;
    assert.equal(
      stderr,
      `Port ${port} is taken. Choose another one, for example --port ${next}, or --port 0 for any that is free.\n`,
    );
    assert.equal(status, 1);
  });

  it("refuses wrong settings before anything is made", () => {
    const { status, stderr } = site("--set", "unicornLocation=https://x");
    assert.equal(status, 2);
    assert.match(stderr, /catsndogs:unicornLocation\n {4}given: {3}https:\/\/x\n/);
  });

  it("explains itself", () => {
    const { status, stdout } = site("--help");
    assert.deepEqual([status, stdout], [0, `${HELP}\n`]);
  });
});

describe("the command line of npm run site", () => {
  it("has defaults", () => {
    assert.deepEqual(readSiteCommand([]), { stack: "workshop", sets: [], port: 8080, help: false });
  });

  it("takes everything", () => {
    const command = readSiteCommand(["--stack", "alice", "--set", "loadTest=true", "--lab", "4", "--port", "9000"]);
    assert.deepEqual(command, {
      stack: "alice",
      sets: ["loadTest=true", "catsndogs:lab=4"],
      port: 9000,
      help: false,
    });
  });

  for (const [args, problem] of [
    [["--port", "65536"], "--port 65536: expected a whole number from 0 to 65535, for example --port 8080"],
    [["--port", "http"], "--port http: expected a whole number from 0 to 65535, for example --port 8080"],
    [["--lab", "five"], "--lab five: expected a whole number, for example --lab 5"],
    [["cats"], '"cats" is no option. See npm run site -- --help'],
    [["--seed", "1"], "Unknown option '--seed'. See npm run site -- --help"],
  ] as const) {
    it(`refuses ${args.join(" ")}`, () => {
      assert.throws(() => readSiteCommand(args), { problems: [problem] });
    });
  }
});
