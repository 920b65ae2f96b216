import assert from "node:assert/strict";
import { join } from "node:path";
import { Account } from "../../local/account/account";
import { exportDeployment, up } from "../../local/engine/inProcess";
import { describeWithPulumi, Workspace } from "./cli";
import { operations } from "./events";

const WORD = "xyzzy-plugh";
const NAME = "open-sesame";
const VAULT = join(__dirname, "vault");

/** The properties of each resource that an exported deployment has as secret, for example `inputs.tags`. */
function secretsOf(resources: readonly object[]): Record<string, string[]> {
  const rows = resources as { urn: string; inputs?: object; outputs?: object }[];
  return Object.fromEntries(
    rows.map(({ urn, inputs = {}, outputs = {} }) => [
      urn,
      Object.entries({ inputs, outputs })
        .flatMap(([side, props]) => secretPaths(props, side))
        .sort(),
    ]),
  );
}

function secretPaths(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("ciphertext" in value) return [path];
  return Object.entries(value).flatMap(([key, inner]) => secretPaths(inner, `${path}.${key}`));
}

describeWithPulumi("pulumi on this machine: secrets", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = new Workspace({ main: VAULT });
    await workspace.init("alice");
    for (const [key, value] of Object.entries({ word: WORD, name: NAME })) {
      await workspace.pulumi(["config", "set", "--secret", key, value, "--stack", "alice"]);
    }
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

  it("are the same properties as in process", async () => {
    const { state } = await up({
      account: new Account(),
      project: "catsndogs",
      stack: "alice",
      config: { "aws:region": "us-west-2", "catsndogs:word": WORD, "catsndogs:name": NAME },
      secretKeys: ["catsndogs:word", "catsndogs:name"],
      program: () => require(VAULT),
    });
    const inProcess = secretsOf(exportDeployment(state).deployment.resources);
    assert.deepEqual(inProcess, secretsOf(JSON.parse(await shown()).deployment.resources));
    const aws = "urn:pulumi:alice::catsndogs::aws:";
    assert.deepEqual(inProcess[`${aws}cloudwatch/metricAlarm:MetricAlarm::alarm`], [
      "inputs.alarmDescription",
      "inputs.dimensions",
      "outputs.alarmDescription",
      "outputs.dimensions",
    ]);
    assert.deepEqual(inProcess[`${aws}sns/topic:Topic::topic`], [
      "inputs.name",
      "outputs.arn",
      "outputs.name",
      "outputs.policy",
    ]);
    assert.deepEqual(inProcess[`${aws}ec2/vpc:Vpc::vpc`], []);
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
