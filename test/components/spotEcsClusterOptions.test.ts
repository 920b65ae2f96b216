import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SpotEcsCluster } from "../../components/spotEcsCluster";
import type { SpotEcsClusterArgs } from "../../components/spotEcsClusterArgs";
import { type Inputs, label, record } from "./recorder";
import {
  answers,
  changedCluster,
  IMAGE,
  OFFERINGS,
  offeringAllBut,
  recordCluster,
  requiredCluster,
  TEMPLATE,
  userDataOf,
  WORKSHOP_TYPES,
} from "./spotEcsClusterFixture";

const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const GROUP = "aws:autoscaling/group:Group";
const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Stands for the routes and the NAT gateway. */
class Egress extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Egress", name);
  }
}

describe("SpotEcsCluster with every optional argument", () => {
  it("tags what is launched, and sets attributes on on-demand instances alone", async () => {
    const { recorded } = await recordCluster(
      changedCluster((args) => {
        args.onDemand.attributes = { catslike: "catnip" };
        args.instanceTags = { Owner: "jane" };
      }),
    );
    assert.deepEqual(recorded.one(TEMPLATE, "-spot").inputs.tagSpecifications, [
      { resourceType: "instance", tags: { Owner: "jane", Name: "workshop-ecs-spot" } },
      { resourceType: "volume", tags: { Owner: "jane", Name: "workshop-ecs-spot" } },
    ]);
    assert.deepEqual(recorded.one(GROUP).inputs.tags, [
      { key: "Owner", value: "jane", propagateAtLaunch: true },
      { key: "Name", value: "workshop-On-Demand-ECS", propagateAtLaunch: true },
    ]);
    assert.match(userDataOf(recorded, "-on-demand"), /^ECS_INSTANCE_ATTRIBUTES=\{"catslike":"catnip"\}$/m);
    assert.doesNotMatch(userDataOf(recorded, "-spot"), /ECS_INSTANCE_ATTRIBUTES/);
  });

  it("takes cooldowns, and fills silent minutes when asked to", async () => {
    const { recorded } = await recordCluster(
      changedCluster(({ scaling }) => {
        scaling.outCooldown = 60;
        scaling.inCooldown = 600;
        scaling.in.noTraffic = "zero";
      }),
    );
    assert.equal(recorded.one(POLICY, "-out").inputs.stepScalingPolicyConfiguration.cooldown, 60);
    assert.equal(recorded.one(POLICY, "-in").inputs.stepScalingPolicyConfiguration.cooldown, 600);
    assert.equal(recorded.one(ALARM, "-in").inputs.metricQueries[1].expression, "FILL(m1, 0)");
  });

  it("keeps routes and NAT gateway until the last instance is gone", async () => {
    const { recorded } = await recordCluster(() =>
      changedCluster((args) => {
        args.network.egress = [new Egress("nat")];
      }),
    );
    const nat = label("test:index:Egress", "nat");
    assert.ok(recorded.waitsFor(label(FLEET, "cluster-fleet"), nat));
    assert.ok(recorded.waitsFor(label(GROUP, "cluster-on-demand"), nat));
  });

  it("makes no group, template or topic for 0 on-demand instances", async () => {
    const { recorded } = await recordCluster(changedCluster(({ onDemand }) => (onDemand.count = 0)));
    assert.deepEqual(
      recorded.resources.filter(({ name }) => name.includes("on-demand")),
      [],
    );
    assert.deepEqual(
      recorded.all(FLEET).map(({ name }) => name),
      ["cluster-fleet"],
    );
  });

  it("does not warn where the thresholds leave a band", async () => {
    const { warnings } = await recordCluster(changedCluster(restful));
    assert.deepEqual(warnings, []);
  });
});

describe("SpotEcsCluster asks EC2", () => {
  it("for the image by its exact name, Amazon's own, however old", async () => {
    const asked: Inputs[] = [];
    await recordCluster(requiredCluster(), {
      calls: {
        ...answers.calls,
        "aws:ec2/getAmi:getAmi": (inputs) => {
          asked.push(inputs);
          return { id: "ami-ecs" };
        },
      },
    });
    assert.deepEqual(asked, [
      { owners: ["591542846629"], filters: [{ name: "name", values: [IMAGE] }], includeDeprecated: true },
    ]);
  });

  it("where each type is offered, and leaves out the pairs that are not, with a warning", async () => {
    const asked: Inputs[] = [];
    const { recorded, warnings } = await recordCluster(requiredCluster(), {
      calls: {
        ...answers.calls,
        [OFFERINGS]: (inputs) => {
          asked.push(inputs);
          return offeringAllBut("i3.large us-west-2b", "m4.large us-west-2a")(inputs);
        },
      },
    });
    assert.deepEqual(asked, [
      { locationType: "availability-zone", filters: [{ name: "instance-type", values: WORKSHOP_TYPES }] },
    ]);
    assert.deepEqual(recorded.one(FLEET).inputs.launchTemplateConfigs[0].overrides, [
      { instanceType: "m4.large", subnetId: "subnet-b" },
      { instanceType: "c4.large", subnetId: "subnet-a" },
      { instanceType: "c4.large", subnetId: "subnet-b" },
      { instanceType: "r4.large", subnetId: "subnet-a" },
      { instanceType: "r4.large", subnetId: "subnet-b" },
      { instanceType: "i3.large", subnetId: "subnet-a" },
    ]);
    assert.deepEqual(recorded.one(GROUP).inputs.vpcZoneIdentifiers, ["subnet-b"]);
    assert.deepEqual(
      warnings.filter((warning) => !warning.includes("flap")),
      ["The Spot fleet leaves out what EC2 does not offer: m4.large in us-west-2a, i3.large in us-west-2b."],
    );
  });

  it("also about an on-demand type that the fleet does not use", async () => {
    const asked: Inputs[] = [];
    await recordCluster(
      changedCluster(({ onDemand }) => (onDemand.instanceType = "m5.large")),
      {
        calls: {
          ...answers.calls,
          [OFFERINGS]: (inputs) => {
            asked.push(inputs);
            return offeringAllBut()(inputs);
          },
        },
      },
    );
    assert.deepEqual(asked[0]?.filters[0].values, [...WORKSHOP_TYPES, "m5.large"]);
  });
});

describe("SpotEcsCluster refuses", () => {
  it("all that is wrong at once, before it registers anything", async () => {
    const wrong = changedCluster((args) => {
      args.maxSpotPrice = "cheap";
      args.instanceTypes = [];
    });
    const recorded = await record(() => {
      assert.throws(() => new SpotEcsCluster("cluster", wrong), {
        message:
          'SpotEcsCluster "cluster" cannot be built:\n' +
          '  - maxSpotPrice is "cheap"; it must be dollars an hour above 0, written like "0.25".\n' +
          '  - instanceTypes is empty; give at least one type, for example "m4.large".',
      });
    }, answers);
    assert.deepEqual(recorded.resources, []);
  });

  it("a Spot type that no zone has, and requests no fleet", async () => {
    const made: string[] = [];
    const rejection = nextUnhandledRejection();
    // Never ends: an output that fails ends the program under `pulumi up`, but not a recording.
    void record(() => new SpotEcsCluster("cluster", changedCluster(restful)), {
      calls: { ...answers.calls, [OFFERINGS]: offeringAllBut("r4.large us-west-2a", "r4.large us-west-2b") },
      outputs: (type) => {
        made.push(type);
        return { latestVersion: 7 };
      },
    });
    assert.match(
      await rejection,
      /EC2 does not offer instance type r4\.large in any zone of the private subnets \(us-west-2a, us-west-2b\)\./,
    );
    assert.ok(!made.includes(FLEET));
  });
});

/** Leaves a band between the thresholds, so that there is no warning. */
function restful({ scaling }: SpotEcsClusterArgs): void {
  scaling.in = { threshold: 10, steps: [{ upTo: 10, remove: 1 }] };
}

/** The next rejection that nobody handles, which is how Pulumi reports an output that fails. */
function nextUnhandledRejection(): Promise<string> {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  return new Promise((resolve) => {
    process.on("unhandledRejection", (reason) => {
      resolve(String(reason));
      // The same failure reaches everything that was waiting for the output: the others follow in this turn.
      setImmediate(() => {
        process.removeAllListeners("unhandledRejection");
        for (const other of others) {
          process.on("unhandledRejection", other);
        }
      });
    });
  });
}
