import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as aws from "@pulumi/aws";
import { type ResourceValidationPolicy, remediateResourceOfType, validateResourceOfType } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import { archiveFiles } from "../../local/account/archive";
import { exportDeployment } from "../../local/engine/inProcess";
import { bringUp, failToBringUp, named, recorder, secretOf } from "./fixture";

const FUNCTION = "aws:lambda/function:Function";
const HELLO = 'exports.handler = async () => "hello";\n';
const OTHER = 'exports.handler = async () => "goodbye";\n';

const code = (files: Record<string, string>) =>
  new pulumi.asset.AssetArchive(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new pulumi.asset.StringAsset(text)])),
  );

/** A program of one function with the files, or with another archive. */
const program =
  (files: Record<string, string>, archive: pulumi.Input<pulumi.asset.Archive> = code(files)) =>
  () => {
    const role = new aws.iam.Role("role", {
      name: "greeter",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    return new aws.lambda.Function("greeter", {
      name: "greeter",
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      code: archive,
    });
  };

const filesIn = (account: Account) => archiveFiles(account.records(FUNCTION)[0]?.inputs.code);

/** A rule about the files of functions, with what it does. */
const rule = (by: Partial<ResourceValidationPolicy>): ResourceValidationPolicy => ({
  name: "files",
  description: "About files.",
  enforcementLevel: "mandatory",
  ...by,
});

describe("in-process archives", () => {
  it("reach the account as the program made them", async () => {
    const account = new Account();
    const files = { "index.js": HELLO, "lib/greeting.js": " ", "read me.txt": "ä\n\u2028" };
    await bringUp(program(files), { account });
    assert.deepEqual(filesIn(account), files);
  });

  it("change nothing as long as their files are the same, in whatever order", async () => {
    const account = new Account();
    const { state: previous } = await bringUp(program({ "index.js": HELLO, "a.js": OTHER }), { account });
    const { on, done } = recorder();
    const { state } = await bringUp(program({ "a.js": OTHER, "index.js": HELLO }), { account, previous, on });
    assert.deepEqual(done, []);
    assert.deepEqual(named(state, "greeter").outputs, named(previous, "greeter").outputs);
  });

  it("update what they belong to with another text", async () => {
    const account = new Account();
    const { state: previous } = await bringUp(program({ "index.js": HELLO }), { account });
    const { on, done } = recorder();
    const { state } = await bringUp(program({ "index.js": OTHER }), { account, previous, on });
    assert.deepEqual(done, ["update greeter"]);
    assert.deepEqual(filesIn(account), { "index.js": OTHER });
    const [before, after] = [previous, state].map((one) => named(one, "greeter").outputs.codeSha256);
    assert.notEqual(after, before);
    assert.equal(after, account.records(FUNCTION)[0]?.outputs.codeSha256);
  });

  it("stand in the exported deployment in the form of Pulumi's state file", async () => {
    const { state } = await bringUp(program({ "index.js": HELLO }));
    const exported = exportDeployment(state).deployment.resources.find(({ type }) => type === FUNCTION);
    const expected = {
      "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
      assets: {
        "index.js": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: HELLO },
      },
    };
    assert.deepEqual(exported?.inputs?.code, expected);
    assert.deepEqual(exported?.outputs?.code, expected);
  });

  it("come to rules as the SDK's own objects", async () => {
    const validateResource = validateResourceOfType(aws.lambda.Function, async ({ code: archive }, _args, report) => {
      assert.ok(archive instanceof pulumi.asset.AssetArchive);
      const { "index.js": asset } = await archive.assets;
      assert.ok(asset instanceof pulumi.asset.StringAsset);
      if ((await asset.text).includes("goodbye")) report("no goodbyes");
    });
    const policies = [rule({ validateResource })];
    await bringUp(program({ "index.js": HELLO }), { policies });
    const { violations } = await failToBringUp(program({ "index.js": OTHER }), { policies });
    assert.deepEqual(
      violations.map(({ message }) => message),
      ["no goodbyes"],
    );
  });

  it("go through a remediation of something else unchanged", async () => {
    const account = new Account();
    const remediateResource = remediateResourceOfType(aws.lambda.Function, (args) => ({ ...args, timeout: 30 }));
    await bringUp(program({ "index.js": HELLO }), {
      account,
      policies: [rule({ enforcementLevel: "remediate", remediateResource })],
    });
    assert.equal(account.records(FUNCTION)[0]?.inputs.timeout, 30);
    assert.deepEqual(filesIn(account), { "index.js": HELLO });
  });

  it("come back to the program as the SDK's own objects", async () => {
    let text: string | undefined;
    await bringUp(() => {
      program({ "index.js": HELLO })().code.apply(async (archive) => {
        assert.ok(archive instanceof pulumi.asset.AssetArchive);
        const { "index.js": asset } = await archive.assets;
        assert.ok(asset instanceof pulumi.asset.StringAsset);
        text = await asset.text;
      });
    });
    assert.equal(text, HELLO);
  });

  it("are refused where they are a folder, or have one in them", async () => {
    const folder = new pulumi.asset.FileArchive(__dirname);
    for (const archive of [
      folder,
      new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(HELLO), folder }),
    ]) {
      const { message } = await failToBringUp(program({}, archive));
      assert.match(message, /code: expected an archive of assets with their text, got an object/);
    }
  });

  it("are secret in the state where the program makes them so, and plain in the account", async () => {
    const account = new Account();
    const { state: previous } = await bringUp(program({}, pulumi.secret(code({ "index.js": HELLO }))), { account });
    const { inputs, outputs } = named(previous, "greeter");
    const plain = account.records(FUNCTION)[0]?.inputs.code;
    assert.deepEqual([inputs.code, outputs.code], [secretOf(plain), secretOf(plain)]);
    assert.deepEqual(filesIn(account), { "index.js": HELLO });
    assert.ok(!JSON.stringify(exportDeployment(previous)).includes("hello"));
    const { on, done } = recorder();
    await bringUp(program({}, pulumi.secret(code({ "index.js": OTHER }))), { account, previous, on });
    assert.deepEqual(done, ["update greeter"]);
    assert.deepEqual(filesIn(account), { "index.js": OTHER });
  });
});

describe("in-process archives of files", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-archive-"));
    file = join(folder, "handler.js");
    writeFileSync(file, HELLO);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const ofFile = (path: string) =>
    program({}, new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(path) }));

  it("have the text that a file has at the deployment, and none that it gets later", async () => {
    const account = new Account();
    await bringUp(ofFile(file), { account });
    writeFileSync(file, OTHER);
    assert.deepEqual(filesIn(account), { "index.js": HELLO });
  });

  it("have the file that a path names from the folder of the program", async () => {
    const account = new Account();
    await bringUp(ofFile(relative(process.cwd(), file)), { account });
    assert.deepEqual(filesIn(account), { "index.js": HELLO });
  });

  it("change nothing as long as the file has the same text, wherever it is", async () => {
    const account = new Account();
    const { state: previous } = await bringUp(ofFile(file), { account });
    const moved = join(folder, "moved.js");
    writeFileSync(moved, HELLO);
    const { on, done } = recorder();
    await bringUp(ofFile(moved), { account, previous, on });
    assert.deepEqual(done, []);
  });

  it("update what they belong to with another text in the same file", async () => {
    const account = new Account();
    const { state: previous } = await bringUp(ofFile(file), { account });
    writeFileSync(file, OTHER);
    const { on, done } = recorder();
    await bringUp(ofFile(file), { account, previous, on });
    assert.deepEqual(done, ["update greeter"]);
    assert.deepEqual(filesIn(account), { "index.js": OTHER });
  });

  it("keep a file's byte order mark", async () => {
    const account = new Account();
    writeFileSync(file, `\ufeff${HELLO}`);
    await bringUp(ofFile(file), { account });
    assert.deepEqual(filesIn(account), { "index.js": `\ufeff${HELLO}` });
  });

  it("are refused where the file is not there", async () => {
    const missing = join(folder, "missing.js");
    const { message } = await failToBringUp(ofFile(missing));
    assert.ok(message.includes(`The asset's file ${missing} cannot be read: ENOENT`), message);
  });

  it("are refused where the file is no text", async () => {
    writeFileSync(file, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff]));
    const { message } = await failToBringUp(ofFile(file));
    assert.ok(
      message.includes(`The asset's file ${file} is not UTF-8; on this machine an archive has texts only.`),
      message,
    );
  });
});
