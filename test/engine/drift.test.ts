import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { AccountRecord } from "../../local/account/model";
import { describeWithPulumi, type Workspace } from "./cli";
import { deployed, STACK } from "./deployed";
import { operations } from "./events";

const SERVICE = "aws:ecs/service:Service";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";

describeWithPulumi("pulumi on this machine: what others change", () => {
  let workspace: Workspace;
  before(async () => {
    ({ workspace } = await deployed());
  });
  after(() => workspace?.remove());

  function record(account: Account, type: string, name: string): AccountRecord {
    const found = account.records(type).find(({ inputs, id }) => inputs.name === name || id === name);
    if (!found) throw new Error(`there is no ${type} ${name}`);
    return found;
  }

  it("leaves alone a desired count and a fleet's capacity that scaling has set, without and with a refresh", async () => {
    workspace.behindPulumi((account) => {
      for (const [one, name, count] of [
        [record(account, SERVICE, "alice-cats"), "desiredCount", 5],
        [account.records(FLEET)[0], "targetCapacity", 7],
      ] as const) {
        assert.ok(one);
        one.inputs[name] = count;
        one.outputs[name] = count;
      }
    });
    assert.deepEqual(operations(await workspace.up(STACK)), []);
    await workspace.refresh(STACK);
    assert.deepEqual(operations(await workspace.up(STACK)), []);
    const account = workspace.account();
    assert.equal(record(account, SERVICE, "alice-cats").outputs.desiredCount, 5);
    assert.equal(account.records(FLEET)[0]?.outputs.targetCapacity, 7);
  });

  it("leaves alone the weights that a release has set, without and with a refresh", async () => {
    const records = (account: Account) => account.records("aws:route53/record:Record");
    const weights = () =>
      records(workspace.account()).map(({ outputs }) => [outputs.setIdentifier, outputs.weightedRoutingPolicies]);
    workspace.behindPulumi((account) => {
      for (const record of records(account)) {
        const given = [{ weight: record.inputs.setIdentifier === "green" ? 10 : 90 }];
        record.inputs.weightedRoutingPolicies = given;
        record.outputs.weightedRoutingPolicies = given;
      }
    });
    assert.deepEqual(operations(await workspace.up(STACK)), []);
    await workspace.refresh(STACK);
    assert.deepEqual(operations(await workspace.up(STACK)), []);
    assert.deepEqual(weights().sort(), [
      ["blue", [{ weight: 90 }]],
      ["green", [{ weight: 10 }]],
    ]);
  });

  it("makes a service again that somebody deleted", async () => {
    workspace.behindPulumi((account) => {
      account.delete(SERVICE, record(account, SERVICE, "alice-dogs").id, { provider: { region: "us-west-2" } });
    });
    await workspace.refresh(STACK);
    const services = (await workspace.export(STACK)).deployment.resources.filter(({ type }) => type === SERVICE);
    assert.deepEqual(services.map(({ inputs }) => (inputs as { name: string }).name).sort(), [
      "alice-cats",
      "alice-cats-green",
      "alice-dogs-green",
      "alice-homepage-green",
      "alice-mxnetservice",
      "alice-simplehomepage",
    ]);
    const restored = operations(await workspace.up(STACK));
    assert.ok(restored.includes("create Service dogs"), restored.join("\n"));
    assert.equal(record(workspace.account(), SERVICE, "alice-dogs").outputs.desiredCount, 2);
    assert.deepEqual(operations(await workspace.preview(STACK, ["--expect-no-changes"])), []);
  });
});
