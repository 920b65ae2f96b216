import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Account } from "../../local/account/account";
import { estimateHourlyCost } from "../../local/account/cost";
import { DeploymentError, destroy } from "../../local/engine/inProcess";
import { bringUp } from "./bringUp";

describe("attendees in one account", () => {
  it("do not get in each other's way, however alike their names are", async () => {
    const account = new Account();
    // The longest names there are, alike but for their last letter, and one that begins like another.
    const [one, two, three] = [
      await bringUp({}, { account, stack: "catsndogs-aa" }),
      await bringUp({ onDemand: { instanceType: "m4.large", count: 0 } }, { account, stack: "catsndogs-ab" }),
      await bringUp({ onDemand: { instanceType: "m4.large", count: 0 } }, { account, stack: "catsndogs" }),
    ];
    const before = account.records().length;
    destroy({ account, state: two.state });
    assert.ok(account.records().length < before);
    destroy({ account, state: one.state });
    assert.ok(!account.isEmpty);
    destroy({ account, state: three.state });
    assert.ok(account.isEmpty);
  });

  it("cannot have names that would be cut to the same twelve letters", async () => {
    for (const stack of ["catsndogs-alice", "catsndogs-al-", "Alice", "1alice", "a_b"]) {
      const account = new Account();
      await assert.rejects(
        () => bringUp({}, { account, stack }),
        (error) =>
          error instanceof DeploymentError &&
          error.message.includes(stack) &&
          error.state.resources.every(({ custom }) => !custom),
      );
      assert.ok(account.isEmpty);
    }
  });

  it("meet AWS's quotas as they would in AWS: a sixth VPC is one too many", async () => {
    const account = new Account();
    const states = [];
    for (const stack of ["a", "b", "c", "d"]) states.push((await bringUp({ lab: 0 }, { account, stack })).state);
    await assert.rejects(
      () => bringUp({ lab: 0 }, { account, stack: "e" }),
      (error) => {
        assert.ok(error instanceof DeploymentError);
        assert.match(
          error.message,
          /VpcLimitExceeded: The quota "VPCs per Region" \(L-F678F1CE\) is 5; 5 in use, 1 more asked for\./,
        );
        destroy({ account, state: error.state });
        return true;
      },
    );
    account.raiseQuota("L-F678F1CE", 6);
    account.raiseQuota("L-A4707A72", 6);
    states.push((await bringUp({ lab: 0 }, { account, stack: "e" })).state);
    for (const state of states) destroy({ account, state });
    assert.ok(account.isEmpty);
  });
});

describe("what a component says that it costs", () => {
  const folder = join(__dirname, "..", "..", "components");
  const says = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const component = /export class (\w+)(?:<.*?>)? extends pulumi\.ComponentResource/.exec(text);
    if (!component?.[1]) continue;
    const dollars = /Costs \$(\d+\.\d{4}) an\s+(?:\*\s+)?hour/.exec(text);
    says.set(component[1], Number(dollars?.[1] ?? Number.NaN));
  }

  it("is said by every component", () => {
    assert.deepEqual([...says.keys()].sort(), [
      "BackgroundService",
      "CanaryDeployment",
      "DogsPipeline",
      "ImageRepositories",
      "LoadGenerator",
      "Network",
      "ScalingWebService",
      "ScheduledTask",
      "SiteLoadBalancer",
      "SpotEcsCluster",
      "UnicornSecret",
    ]);
    for (const [component, dollars] of says) assert.ok(Number.isFinite(dollars), component);
  });

  const green = ["SiteLoadBalancer", "ScalingWebService", "ScalingWebService", "CanaryDeployment"];
  const site = ["Network", "ImageRepositories", "SpotEcsCluster", "ScalingWebService", "ScalingWebService"];
  for (const [lab, loadTest, components] of [
    [0, false, ["Network", "ImageRepositories"]],
    [1, false, ["Network", "ImageRepositories", "SpotEcsCluster"]],
    [2, false, site],
    [2, true, [...site, "LoadGenerator"]],
    [3, false, [...site, "UnicornSecret"]],
    [4, false, [...site, "UnicornSecret", "ScheduledTask"]],
    [5, false, [...site, "UnicornSecret", "ScheduledTask", "BackgroundService"]],
    [6, false, [...site, "UnicornSecret", "ScheduledTask", "BackgroundService", "DogsPipeline"]],
    [7, false, [...site, ...green, "UnicornSecret", "ScheduledTask", "BackgroundService", "DogsPipeline"]],
  ] as const) {
    it(`adds up to what is deployed at lab ${lab}${loadTest ? " under load" : ""}`, async () => {
      const { account } = await bringUp({ lab, loadTest });
      const sum = components.reduce((total, component) => total + (says.get(component) ?? Number.NaN), 0);
      // Each docstring is rounded to a hundredth of a cent.
      const { total } = estimateHourlyCost(account.records());
      assert.ok(Math.abs(total - sum) <= 0.00005 * components.length + 1e-9, `deployed ${total}, said ${sum}`);
    });
  }
});
