import assert from "node:assert/strict";
import { describeWithPulumi, type Workspace } from "./cli";
import { deployed, STACK } from "./deployed";
import { changes, operations } from "./events";

/** What a new Spot fleet brings with it: its scaling is registered under the fleet's id. */
const FLEET_REPLACED = [
  "replace Policy cluster-fleet-scale-in",
  "replace Policy cluster-fleet-scale-out",
  "replace SpotFleetRequest cluster-fleet",
  "replace Target cluster-fleet",
  "update MetricAlarm cluster-fleet-scale-in",
  "update MetricAlarm cluster-fleet-scale-out",
];

interface Case {
  settings: Record<string, unknown>;
  plan: string[];
  /** Changed inputs, by `TYPE NAME`. */
  inputs: Record<string, string[]>;
}

/** ForceNew in the provider's documentation decides between update and replacement. */
const CASES: Record<string, Case> = {
  "maxSpotPrice replaces the fleet": {
    settings: { maxSpotPrice: "0.20" },
    plan: FLEET_REPLACED,
    inputs: { "SpotFleetRequest cluster-fleet": ["spotPrice: update-replace"] },
  },
  "other Spot instance types replace the fleet": {
    settings: { spotInstanceTypes: ["m4.large", "c4.large"] },
    plan: FLEET_REPLACED,
    inputs: { "SpotFleetRequest cluster-fleet": ["launchTemplateConfigs: update-replace"] },
  },
  "another on-demand instance type makes a new version of the launch template, for the group to launch from": {
    settings: { onDemand: { instanceType: "m5.large" } },
    plan: ["update Group cluster-on-demand", "update LaunchTemplate cluster-on-demand"],
    inputs: {
      "LaunchTemplate cluster-on-demand": ["instanceType: update"],
      "Group cluster-on-demand": ["launchTemplate.version: update"],
    },
  },
  "the fleet's limits are changed in place, and its number of instances is left to scaling": {
    settings: { spotCapacity: { min: 2, desired: 4, max: 12 } },
    plan: ["update Target cluster-fleet"],
    inputs: { "Target cluster-fleet": ["maxCapacity: update", "minCapacity: update"] },
  },
  "an image's tag makes a new revision of the task definition, for the service to deploy": {
    settings: { imageTags: { cats: "v3" } },
    plan: ["replace TaskDefinition cats", "update Service cats"],
    inputs: {
      "TaskDefinition cats": ["containerDefinitions: update-replace"],
      "Service cats": ["taskDefinition: update"],
    },
  },
  "who may open the site is a rule for each range, and with a limit the NAT gateway's too": {
    settings: { siteIngressCidrs: ["10.0.0.0/8"] },
    plan: [
      "create SecurityGroupIngressRule network-http-from-10.0.0.0-8",
      "create SecurityGroupIngressRule network-http-from-nat",
      "delete SecurityGroupIngressRule network-http-from-0.0.0.0-0",
    ],
    inputs: {},
  },
};

describeWithPulumi("pulumi on this machine: what a change of settings does", () => {
  let workspace: Workspace;
  before(async () => {
    ({ workspace } = await deployed());
  });
  after(() => workspace?.remove());

  for (const [title, { settings, plan, inputs }] of Object.entries(CASES)) {
    it(title, async () => {
      workspace.configure(STACK, settings);
      const preview = await workspace.preview(STACK);
      assert.deepEqual(operations(preview), plan);
      for (const [resource, paths] of Object.entries(inputs)) {
        const [type = "", name = ""] = resource.split(" ");
        assert.deepEqual(changes(preview, type, name), paths, resource);
      }
    });
  }

  it("another owner changes tags in place; only the fleet, whose instances carry them, is replaced", async () => {
    workspace.configure(STACK, { owner: "bob" });
    const preview = await workspace.preview(STACK);
    const planned = operations(preview);
    const replaced = FLEET_REPLACED.filter((operation) => operation.startsWith("replace "));
    assert.deepEqual(
      planned.filter((operation) => !operation.startsWith("update ")),
      replaced,
    );
    assert.deepEqual(changes(preview, "Vpc", "alice-network"), ["tags.Owner: update"]);
    assert.deepEqual(changes(preview, "LoadBalancer", "network-load-balancer"), ["tags.Owner: update"]);
  });

  it("another region replaces everything", async () => {
    workspace.configure(STACK, { "aws:region": "us-east-1" });
    const planned = operations(await workspace.preview(STACK));
    assert.deepEqual(
      planned.filter((operation) => !operation.startsWith("replace ")),
      [],
    );
    assert.equal(planned.length, workspace.account().records().length);
  });
});
