import { SIDES } from "../../lambdas/common/sides";
import type { AccountRecord } from "../account/model";
import type { ChartPlan } from "../report/recorder";
import { nameOf, servicesOf, targetGroupOf } from "./deployed";
import { servicesBehind, weightsOf } from "./releaseSite";
import type { Stage } from "./stage";

/** What the report draws of a stage: each curve is asked for its value once a minute. */
export function chartsOf(stage: Stage): ChartPlan[] {
  const { world } = stage;
  const seen = new Set<string>();
  const services = () => servicesOf(world);
  return [
    {
      id: "requests",
      title: "Requests",
      unit: "requests a minute",
      stacked: false,
      series: () => [
        ...services().map((service) => ({ label: nameOf(service), value: perMinute(stage, service) })),
        { label: "lost", value: stage.witness.newest?.lost ?? 0 },
      ],
    },
    {
      id: "tasks",
      title: "Tasks",
      unit: "tasks",
      stacked: false,
      series: () =>
        services().flatMap((service) => [
          { label: `${nameOf(service)}, desired`, value: stage.desired(service) },
          { label: `${nameOf(service)}, running`, value: stage.running(service) },
        ]),
    },
    {
      id: "instances",
      title: "Instances, by pool",
      unit: "instances",
      stacked: true,
      series: () => instancesByPool(stage, seen),
    },
    {
      id: "reservation",
      title: "Memory reserved in the cluster",
      unit: "%",
      stacked: false,
      series: () => [{ label: "MemoryReservation", value: stage.reservation() ?? null }],
    },
    {
      id: "weights",
      title: "DNS weights",
      unit: "%",
      stacked: true,
      series: () => Object.entries(weightsOf(world) ?? {}).map(([label, value]) => ({ label, value })),
    },
    {
      id: "sides",
      title: "Requests by side",
      unit: "requests a minute",
      stacked: true,
      series: () => bySide(stage, (service) => perMinute(stage, service)),
    },
    {
      id: "health",
      title: "Healthy targets by side",
      unit: "targets",
      stacked: false,
      series: () => bySide(stage, (service) => stage.healthy(service)),
    },
    {
      id: "cost",
      title: "Spent so far",
      unit: "dollars",
      stacked: true,
      series: () => spent(stage),
    },
  ];
}

function perMinute(stage: Stage, service: Parameters<typeof targetGroupOf>[0]): number {
  return stage.witness.newest?.requests[targetGroupOf(service) ?? ""] ?? 0;
}

/** A sum over the services of each side; nothing while there is one side alone. */
function bySide(stage: Stage, of: (service: AccountRecord) => number): { label: string; value: number }[] {
  if (weightsOf(stage.world) === undefined) return [];
  return SIDES.map((side) => ({
    label: side,
    value: servicesBehind(stage.world, side).reduce((sum, service) => sum + of(service), 0),
  }));
}

/** Every pool that ever had an instance keeps its curve, at 0 where it has none. */
function instancesByPool(stage: Stage, seen: Set<string>): { label: string; value: number }[] {
  const counts = new Map<string, number>([...seen].map((pool) => [pool, 0]));
  for (const { type, zone, market } of stage.instances()) {
    const pool = market === "spot" ? `${type} in ${zone}` : `${type} in ${zone}, on demand`;
    counts.set(pool, (counts.get(pool) ?? 0) + 1);
    seen.add(pool);
  }
  return [...counts].map(([label, value]) => ({ label, value }));
}

/** The instances, which come and go, apart from everything else, which is there all the time. */
function spent(stage: Stage): { label: string; value: number }[] {
  const sums = { "Spot instances": 0, "on-demand instances": 0, "everything else": 0 };
  for (const { what, dollars } of stage.cost.lines()) {
    sums[what in sums ? (what as keyof typeof sums) : "everything else"] += dollars;
  }
  return Object.entries(sums).map(([label, value]) => ({ label, value }));
}
