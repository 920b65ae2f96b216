import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { archiveFiles } from "../../local/account/archive";
import type { Props } from "../../local/account/model";
import { describeWithPulumi, Workspace } from "./cli";
import { changes, operations } from "./events";

const STACK = "alice";
const FUNCTION = "aws:lambda/function:Function";
const PROGRAM = join(__dirname, "function");
const GREETING = readFileSync(join(PROGRAM, "greeting.txt"), "utf8");
const CODE = 'exports.handler = async () => "hello";\n';
const OTHER = 'exports.handler = async () => "goodbye";\n';

describeWithPulumi("pulumi on this machine: a function and its archive", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = new Workspace({ main: PROGRAM });
    await workspace.init(STACK, { code: CODE });
  });
  after(() => workspace?.remove());

  const inAccount = () => workspace.account().records(FUNCTION)[0];
  const inState = async () => {
    const { resources } = (await workspace.export(STACK)).deployment;
    const found = resources.find(({ type }) => type === FUNCTION);
    assert.ok(found, "the function is not in the state");
    return found as { inputs: Props; outputs: Props };
  };

  it("is made with the text and the file that the program put into the archive", async () => {
    assert.deepEqual(operations(await workspace.up(STACK)), ["create Function greeter", "create Role role"]);
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": CODE, "greeting.txt": GREETING });
    assert.equal(inAccount()?.outputs.sourceCodeSize, Buffer.byteLength(CODE + GREETING));
  });

  it("has in the state the hashes of its files, which the engine reckons", async () => {
    const { assets } = (await inState()).inputs.code as { assets: Record<string, Props> };
    const hashes = [CODE, GREETING].map((text) => createHash("sha256").update(text).digest("hex"));
    assert.deepEqual([assets["index.js"]?.hash, assets["greeting.txt"]?.hash], hashes);
  });

  it("stays as it is as long as the code does: with up, with preview and with refresh", async () => {
    const before = workspace.account().state;
    assert.deepEqual(operations(await workspace.up(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(operations(await workspace.preview(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(operations(await workspace.refresh(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(operations(await workspace.preview(STACK, ["--expect-no-changes"])), []);
    assert.deepEqual(workspace.account().state, before);
  });

  it("is updated in place, alone, with other code", async () => {
    const before = inAccount()?.outputs.codeSha256;
    workspace.configure(STACK, { code: OTHER });
    assert.deepEqual(operations(await workspace.preview(STACK)), ["update Function greeter"]);
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": CODE, "greeting.txt": GREETING });
    const run = await workspace.up(STACK);
    assert.deepEqual(operations(run), ["update Function greeter"]);
    assert.deepEqual(
      changes(run, "Function", "greeter").filter((path) => !path.startsWith("code")),
      [],
    );
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": OTHER, "greeting.txt": GREETING });
    assert.notEqual(inAccount()?.outputs.codeSha256, before);
    assert.equal((await inState()).outputs.codeSha256, inAccount()?.outputs.codeSha256);
  });

  it("is secret in the state when the program makes its archive so, with the same files in the account", async () => {
    const before = inAccount()?.outputs.codeSha256;
    workspace.configure(STACK, { code: OTHER, hidden: true });
    await workspace.up(STACK);
    assert.ok(!JSON.stringify((await inState()).inputs.code).includes("goodbye"));
    assert.ok(!JSON.stringify((await inState()).outputs.code).includes("goodbye"));
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": OTHER, "greeting.txt": GREETING });
    assert.equal(inAccount()?.outputs.codeSha256, before);
  });

  it("goes with the stack", async () => {
    await workspace.destroy(STACK);
    assert.deepEqual(workspace.account().records(), []);
  });
});
