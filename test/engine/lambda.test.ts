import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { archiveFiles } from "../../local/account/archive";
import type { Props } from "../../local/account/model";
import { describeWithPulumi, Workspace } from "./cli";
import { changes, operations } from "./events";

const STACK = "alice";
const FUNCTION = "aws:lambda/function:Function";
const CODE = 'exports.handler = async () => "hello";\n';
const OTHER = 'exports.handler = async () => "goodbye";\n';

describeWithPulumi("pulumi on this machine: a function and its archive", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = new Workspace({ main: join(__dirname, "function") });
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

  it("is made with the files that the program put into the archive", async () => {
    assert.deepEqual(operations(await workspace.up(STACK)), ["create Function greeter", "create Role role"]);
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": CODE });
    assert.equal(inAccount()?.outputs.sourceCodeSize, Buffer.byteLength(CODE));
  });

  it("has in the state the hash of its file, which the engine reckons", async () => {
    const { assets } = (await inState()).inputs.code as { assets: Record<string, Props> };
    assert.equal(assets["index.js"]?.hash, createHash("sha256").update(CODE).digest("hex"));
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
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": CODE });
    const run = await workspace.up(STACK);
    assert.deepEqual(operations(run), ["update Function greeter"]);
    assert.deepEqual(
      changes(run, "Function", "greeter").filter((path) => !path.startsWith("code")),
      [],
    );
    assert.deepEqual(archiveFiles(inAccount()?.inputs.code), { "index.js": OTHER });
    assert.notEqual(inAccount()?.outputs.codeSha256, before);
    assert.equal((await inState()).outputs.codeSha256, inAccount()?.outputs.codeSha256);
  });

  it("goes with the stack", async () => {
    await workspace.destroy(STACK);
    assert.deepEqual(workspace.account().records(), []);
  });
});
