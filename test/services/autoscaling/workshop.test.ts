import assert from "node:assert/strict";
import { ApplicationAutoScaling } from "../../../local/services/autoscaling/applicationAutoScaling";
import { Alarms } from "../../../local/services/cloudwatch/alarms";
import { Metrics } from "../../../local/services/cloudwatch/metrics";
import type { Metric } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { bringUp, only } from "../../workshop/bringUp";
import { one } from "../cloudwatch/fixture";

/** The program's own alarms, policies and targets, as deployed; and metrics that say what a test wants. */
async function deployed() {
  const { account } = await bringUp();
  const simulation = new Simulation();
  const world = new World(simulation, account, "us-west-2");
  const metrics = new Metrics(world);
  new ApplicationAutoScaling(world);
  const alarms = new Alarms(world, metrics);
  const lines: string[] = [];
  world.bus.subscribe("scaling", ({ policy, from, to, status }) => {
    if (status === "Successful") lines.push(`${simulation.now} ${policy.replace("workshop-", "")} ${from}>${to}`);
  });
  /** What a metric says in each minute from now on; nothing where it is undefined. */
  const say = (metric: Metric, value: (minute: number) => number | undefined): void => {
    simulation.every(60, () => {
      const at = simulation.now - 60;
      const said = at < 0 ? undefined : value(at / 60);
      if (said !== undefined) metrics.put(metric, at, 60, one(said));
    });
  };
  const dimensionsOf = (id: string): Record<string, string> =>
    only(account, "aws:cloudwatch/metricAlarm:MetricAlarm", id).inputs.dimensions as Record<string, string>;
  return { account, simulation, alarms, lines, say, dimensionsOf };
}

describe("the workshop's scaling", () => {
  it("moves the fleet up to its bound where the reservation is 20 percent, the threshold that both alarms share", async () => {
    const { simulation, lines, say, dimensionsOf } = await deployed();
    const dimensions = dimensionsOf("-ScaleUpSpotFleet");
    say({ namespace: "AWS/ECS", name: "MemoryReservation", dimensions }, () => 20);
    await simulation.run(3600);
    assert.deepEqual(lines, ["137 ScaleUp 3>5", "437 ScaleUp 5>7", "737 ScaleUp 7>9", "1037 ScaleUp 9>10"]);
  });

  it("grows the cats by tens under load, and takes them back when nobody asks any more", async () => {
    const { simulation, alarms, lines, say, dimensionsOf } = await deployed();
    const dimensions = dimensionsOf("-CatsScaleUpAlarm");
    // 1,500 requests a minute for ten minutes, and then no datapoint, as the load balancer has none.
    say({ namespace: "AWS/ApplicationELB", name: "RequestCount", dimensions }, (minute) =>
      minute < 10 ? 1500 : undefined,
    );
    await simulation.run(3600);
    assert.deepEqual(
      lines.filter((line) => line.includes("Cats")),
      // The second full minute ends at 120; each step waits for the cooldown of 300 s. Load ends at 600, but the alarm
      // still finds two real datapoints in its range of four minutes at 735 and so acts on 1,500 once more; the step for
      // a value of 0 removes 5.
      [
        "137 CatsScaleUpPolicy 2>12",
        "437 CatsScaleUpPolicy 12>22",
        "737 CatsScaleUpPolicy 22>32",
        "1037 CatsScaleDownPolicy 32>27",
        "1337 CatsScaleDownPolicy 27>22",
        "1637 CatsScaleDownPolicy 22>17",
        "1937 CatsScaleDownPolicy 17>12",
        "2237 CatsScaleDownPolicy 12>7",
        "2537 CatsScaleDownPolicy 7>2",
      ],
    );
    assert.equal(alarms.state("workshop-CatsScaleDownAlarm"), "ALARM");
    assert.equal(alarms.state("workshop-CatsScaleUpAlarm"), "OK");
  });
});
