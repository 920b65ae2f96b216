import assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, Workspace } from "./cli";
import { operations } from "./events";

const WORD = "xyzzy-plugh";

describeWithPulumi("pulumi on this machine: secrets", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = new Workspace({ main: join(__dirname, "vault") });
    await workspace.init("alice");
    await workspace.pulumi(["config", "set", "--secret", "word", WORD, "--stack", "alice"]);
  });
  after(() => workspace?.remove());

  const shown = (...flags: string[]) =>
    workspace.pulumi(["stack", "export", "--stack", "alice", ...flags]).then(({ text }) => text);

  it("are not printed by preview, as plan or as the engine's events", async () => {
    const { text } = await workspace.preview("alice");
    assert.doesNotMatch(text, new RegExp(WORD));
    const plan = await workspace.pulumi(["preview", "--stack", "alice", "--diff"]);
    assert.match(plan.text, /\[secret\]/);
    assert.doesNotMatch(plan.text, new RegExp(WORD));
  });

  it("are not printed by up, and reach AWS", async () => {
    const { text } = await workspace.up("alice");
    assert.doesNotMatch(text, new RegExp(WORD));
    const [logs] = workspace.account().records("aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual([logs?.id, logs?.inputs.tags], ["/vault/logs", { Word: WORD }]);
  });

  it("are in the state only encrypted, also where AWS repeats them", async () => {
    const { deployment } = JSON.parse(await shown());
    assert.doesNotMatch(JSON.stringify(deployment), new RegExp(WORD));
    const logs = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::logs"));
    for (const name of ["tags", "tagsAll"]) assert.ok(logs.outputs[name].ciphertext, name);
    const vpc = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::vpc"));
    assert.deepEqual(vpc.outputs.tags, { Public: "yes" });
  });

  it("come back with --show-secrets", async () => {
    const { deployment } = JSON.parse(await shown("--show-secrets"));
    const logs = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::logs"));
    assert.deepEqual(JSON.parse(logs.outputs.tagsAll.plaintext), { Word: WORD });
    assert.deepEqual(JSON.parse(logs.inputs.tags.plaintext), { Word: WORD });
    const task = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::task"));
    assert.match(task.outputs.containerDefinitions.plaintext, new RegExp(WORD));
  });

  it("are no change to the next up, and stay secret when they are read again", async () => {
    assert.deepEqual(operations(await workspace.up("alice")), []);
    const { text } = await workspace.refresh("alice");
    assert.doesNotMatch(text, new RegExp(WORD));
    const { deployment } = JSON.parse(await shown());
    const logs = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::logs"));
    assert.ok(logs.outputs.tagsAll.ciphertext);
    assert.ok(logs.inputs.tags.ciphertext);
  });

  it("are destroyed without being printed", async () => {
    const { text } = await workspace.destroy("alice");
    assert.doesNotMatch(text, new RegExp(WORD));
    assert.deepEqual(workspace.account().records(), []);
  });
});
