import { text } from "../../account/types/read";
import type { MetricSink } from "../cloudwatch/metricSink";
import { METRIC_PERIOD } from "../times";
import type { World } from "../world";
import type { Clusters } from "./clusters";
import type { Resources } from "./resources";

const CLUSTER = "aws:ecs/cluster:Cluster";

/**
 * What tasks reserve of a cluster, in percent, or undefined for a cluster without instances. Instances that drain count, as
 * long as they are there: docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export function reservation(clusters: Clusters, cluster: string, of: keyof Resources): number | undefined {
  let [registered, reserved] = [0, 0];
  for (const host of clusters.hosts(cluster)) {
    registered += host.registered[of];
    reserved += host.registered[of] - host.free[of];
  }
  return registered === 0 ? undefined : (100 * reserved) / registered;
}

/** Publishes CPUReservation and MemoryReservation of every cluster once a minute; none for a cluster without instances. */
export function publishReservations(world: World, clusters: Clusters, metrics: MetricSink): void {
  world.simulation.every(METRIC_PERIOD, () => {
    const at = world.simulation.now - METRIC_PERIOD;
    if (at < 0) return;
    for (const { outputs } of world.records(CLUSTER)) {
      const cluster = text(outputs, "name") ?? "";
      for (const [name, of] of [
        ["CPUReservation", "cpu"],
        ["MemoryReservation", "memory"],
      ] as const) {
        const value = reservation(clusters, cluster, of);
        if (value === undefined) continue;
        const metric = { namespace: "AWS/ECS", name, dimensions: { ClusterName: cluster } };
        metrics.put(metric, at, METRIC_PERIOD, { sum: value, count: 1, minimum: value, maximum: value });
      }
    }
  });
}
