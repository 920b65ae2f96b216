import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AccountFile } from "../../local/engine/plugin/accountFile";
import { accountPath, LOGS, removeFolders, WEST } from "./fixture";

const WRITER = join(__dirname, "writer.ts");

/** Runs a process that makes log groups in an account, and says by which signal or status it ended. */
function write(path: string, ...args: string[]): Promise<string | number | null> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", WRITER, path, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", reject).on("exit", (code, signal) => done(signal ?? code));
  });
}

function makeLogs(file: AccountFile, name: string) {
  return file.change((account) => account.create(LOGS, { name }, WEST));
}

function names(path: string): unknown[] {
  return new AccountFile(path).look((account) => account.records(LOGS).map(({ inputs }) => inputs.name));
}

describe("plugin: the account's file", () => {
  afterEach(removeFolders);

  it("is an empty account where there is no file, and looking makes none", () => {
    const path = accountPath();
    assert.deepEqual(names(path), []);
    assert.equal(existsSync(path), false);
  });

  it("is made by the first change, with its folder, and leaves no other file", async () => {
    const path = join(dirname(accountPath()), "deep", "account.json");
    await makeLogs(new AccountFile(path), "/a");
    assert.deepEqual(names(path), ["/a"]);
    assert.deepEqual(readdirSync(dirname(path)), ["account.json"]);
  });

  it("shows what another has written meanwhile", async () => {
    const path = accountPath();
    const [one, other] = [new AccountFile(path), new AccountFile(path)];
    await makeLogs(one, "/a");
    await makeLogs(other, "/b");
    await makeLogs(one, "/c");
    assert.deepEqual(names(path), ["/a", "/b", "/c"]);
    assert.equal(
      other.look((account) => account.records().length),
      3,
    );
  });

  it("answers a change with its own error, and does the others", async () => {
    const file = new AccountFile(accountPath());
    const outcomes = await Promise.allSettled(["/a", "/a", "/b"].map((name) => makeLogs(file, name)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.deepEqual(names(file.path), ["/a", "/b"]);
  });

  it("loses no change of several processes", async () => {
    const path = accountPath();
    const ends = await Promise.all(["x", "y", "z"].map((prefix) => write(path, prefix, "5")));
    assert.deepEqual(ends, [0, 0, 0]);
    const expected = ["x", "y", "z"].flatMap((prefix) => [0, 1, 2, 3, 4].map((i) => `/${prefix}/${i}`));
    assert.deepEqual(names(path).sort(), expected);
    assert.equal(existsSync(`${path}.lock`), false);
  });

  it("is whole after a process was killed in the middle of a change, and can be changed again", async () => {
    const path = accountPath();
    assert.equal(await write(path, "x", "3", "2"), "SIGKILL");
    assert.deepEqual(names(path), ["/x/0", "/x/1"]);
    // The lock that it left counts as left behind once nobody has refreshed it for a while; here, since 1970.
    utimesSync(`${path}.lock`, 0, 0);
    await makeLogs(new AccountFile(path), "/after");
    assert.deepEqual(names(path), ["/x/0", "/x/1", "/after"]);
    assert.equal(existsSync(`${path}.lock`), false);
  });

  it("refuses to change a read-only file, and says what to do", async () => {
    const path = accountPath();
    await makeLogs(new AccountFile(path), "/a");
    chmodSync(path, 0o444);
    const before = readFileSync(path, "utf8");
    await assert.rejects(makeLogs(new AccountFile(path), "/b"), {
      message:
        `The account on this machine cannot be changed: ${path}: the file is marked read-only. ` +
        "Make the file and its folder writable (chmod u+w), or name another file in CATSNDOGS_ACCOUNT.",
    });
    assert.equal(readFileSync(path, "utf8"), before);
    assert.equal(existsSync(`${path}.lock`), false);
  });

  it("says so where its folder cannot be one", async () => {
    const path = accountPath();
    writeFileSync(path, "");
    await assert.rejects(makeLogs(new AccountFile(join(path, "account.json")), "/a"), {
      message: /^The account on this machine cannot be changed: .*account\.json\/account\.json: (EEXIST|ENOTDIR)/,
    });
  });

  for (const [what, text] of [
    ["no JSON", '{"version":1,'],
    ["another version", '{"version":2,"records":[]}'],
    ["no account", "null"],
  ] as const) {
    it(`refuses a file that is ${what}, and keeps it`, async () => {
      const path = accountPath();
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      const message =
        `${path} is not an account that this version wrote. Move it away to begin with an empty account; ` +
        "stacks that were deployed to it must be removed with `pulumi stack rm --force`.";
      await assert.rejects(makeLogs(new AccountFile(path), "/a"), { message });
      assert.throws(() => names(path), { message });
      assert.equal(readFileSync(path, "utf8"), text);
    });
  }
});
