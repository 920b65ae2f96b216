import { scalableTarget, scaledServicesOf, serviceResourceId } from "../local/labs/deployed";
import { Stage } from "../local/labs/stage";
import { bringUp } from "../test/workshop/bringUp";
import { growthExponent } from "./measure";

/** Tasks of the deployed stack, and how long it runs in virtual time. */
const TASKS = [10, 100, 1000];
const HOURS = 24;
/** So many tasks fit on an instance of the fleet, on average, with room to spare. */
const TASKS_AN_INSTANCE = 20;

/** The deployed stack in virtual time, with more and more tasks under load. */
export async function benchVirtualTime(): Promise<void> {
  console.log(`the deployed stack for ${HOURS} hours of virtual time, every task under load`);
  await measure(TASKS[0] ?? 1);
  const points: [tasks: number, seconds: number][] = [];
  for (const tasks of TASKS) {
    const { seconds, megabytes } = await measure(tasks);
    points.push([tasks, seconds]);
    const goal = tasks === 1000 ? "   goal: under 10 s" : "";
    console.log(
      `  ${String(tasks).padStart(5)} tasks   ${seconds.toFixed(2)} s   ${(HOURS / seconds).toFixed(1)} virtual hours a second   ` +
        `${megabytes.toFixed(0)} MB of heap${goal}`,
    );
  }
  console.log(`  growth: time ~ tasks^${growthExponent(points).toFixed(2)}   goal: at most 1.1\n`);
}

async function measure(tasks: number): Promise<{ seconds: number; megabytes: number }> {
  const instances = Math.max(3, Math.ceil(tasks / TASKS_AN_INSTANCE));
  // The site alone: later labs pin cats to one instance.
  const { account } = await bringUp({ lab: 2, spotCapacity: { min: 3, desired: instances, max: 200 } });
  account.raiseQuota("L-34B43A08", 1000);
  const stage = new Stage({ account, region: "us-west-2", apply: async () => {} });
  const { world, simulation, balancers } = stage;
  const services = scaledServicesOf(world);
  for (const service of services) {
    const target = scalableTarget(world, serviceResourceId(service));
    if (!target) continue;
    for (const bound of ["maxCapacity", "minCapacity"]) world.set(target, bound, tasks / services.length);
    world.set(service, "desiredCount", tasks / services.length);
  }
  const [loadBalancer] = world.records("aws:lb/loadBalancer:LoadBalancer");
  const loadBalancerDns = String(loadBalancer?.outputs.dnsName);
  const flows = ["/cats/", "/dogs/"].map((path) => ({ loadBalancerDns, path, perSecond: tasks }));
  balancers.setTraffic("bench", flows);
  const began = process.hrtime.bigint();
  await simulation.run(HOURS * 3600);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const running = services.reduce((sum, service) => sum + stage.running(service), 0);
  if (running !== tasks) throw new Error(`${running} tasks run, not ${tasks}: the figures would say nothing.`);
  return { seconds, megabytes: process.memoryUsage().heapUsed / 2 ** 20 };
}
