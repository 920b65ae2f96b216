import type { AccountRecord } from "../account/model";
import type { Check } from "../report/model";
import type { Attack } from "../services/load/vegeta";
import { between, counted, duration, exactly, holds, within } from "./checks";
import {
  alarmSeconds,
  boundsOf,
  fleetOf,
  fleetResourceId,
  nameOf,
  scaledServicesOf,
  scalingOfDirection,
  serviceResourceId,
  servicesOf,
  targetGroupOf,
} from "./deployed";
import type { Lab } from "./lab";
import type { Stage } from "./stage";

/** How long the site may take until every task is healthy, in seconds. */
const SITE_UP = 600;
/** Until the first request, in seconds: the generator's instance boots and downloads first ("after a minute or two"). */
const LOAD_STARTS = 300;
/** Beyond the time that an alarm needs by its own numbers: a minute that has begun, and CloudWatch's own delays. */
const ALARM_SLACK = 120;
/** When to give up waiting for everything to return to where it was, in seconds. */
const RETURN = 4 * 3600;

/** Lab 2: a site under load; tasks follow the requests, the fleet follows the tasks, and both return. */
export const lab2: Lab = {
  id: "lab2",
  title: "Lab 2: the site under load",
  story:
    "The services are up. The load generator is switched on until it ends by itself and is switched off again; then " +
    "everything has time to return to where it was.",
  async run(stage) {
    const checks = [...(await siteIsUp(stage))];
    const began = stage.simulation.now;
    await stage.apply({ loadTest: true });
    checks.push(...(await underLoad(stage, began)));
    await stage.apply({ loadTest: false });
    checks.push(...(await returned(stage)));
    return checks;
  },
};

async function siteIsUp(stage: Stage): Promise<Check[]> {
  const { simulation, world } = stage;
  const began = simulation.now;
  const services = servicesOf(world);
  const up = () => services.every((service) => stage.healthy(service) >= stage.desired(service));
  const done = await simulation.runUntil(up, began + SITE_UP);
  return [
    within("every task of every service is healthy", done ? simulation.now - began : undefined, SITE_UP, SITE),
    ...services.map((service) =>
      exactly(`healthy tasks of ${nameOf(service)}`, stage.healthy(service), stage.desired(service), { source: SITE }),
    ),
  ];
}

const SITE = "Lab 2, step 9: the homepage and both links on it answer";

/** Load until the generator ends, with what the workshop says of each step. */
async function underLoad(stage: Stage, began: number): Promise<Check[]> {
  const { simulation, world, witness } = stage;
  const scaled = scaledServicesOf(world);
  const started = () => scaled.every((service) => requests(stage, service) > 0);
  const hasStarted = await simulation.runUntil(started, began + LOAD_STARTS);
  const { attack } = stage.generators;
  if (!attack) throw new Error("The load generator has been deployed, and its user data starts no attack.");
  const from = simulation.now;
  const checks = [within("the first requests arrive", hasStarted ? from - began : undefined, LOAD_STARTS, LOAD)];

  const fleet = fleetOf(world);
  const fleetId = fleetResourceId(fleet);
  await simulation.run(from + attack.durationSeconds + 60);
  for (const service of scaled) checks.push(...serviceChecks(stage, service, from, attack));
  for (const service of servicesOf(world).filter((one) => !scaled.includes(one))) {
    checks.push(
      exactly(`requests for ${nameOf(service)} while the load lasted`, requests(stage, service), 0, {
        source: "Lab 2, step 13: the homepage “is not accessed by the load generator”",
      }),
    );
  }
  const { threshold, alarm } = scalingOfDirection(world, fleetId, "out");
  const inAlarm = witness.firstAlarm(nameOf(alarm), "ALARM", began);
  const highest = Math.max(...witness.since(began).map(({ reservation = 0 }) => reservation));
  checks.push(
    between(
      "the highest memory reservation of the cluster",
      highest,
      { low: threshold },
      {
        unit: " %",
        digits: 1,
        source: "Lab 2, validation 3: the metric reaches the alarm's threshold",
      },
    ),
    within(`alarm ${nameOf(alarm)}`, inAlarm === undefined ? undefined : inAlarm - from, attack.durationSeconds, FLEET),
    fleetGrew(stage, fleetId, began),
    exactly("requests lost", witness.allTraffic().lost, 0, { source: "a site that scales loses nobody" }),
  );
  return checks;
}

const LOAD = "Lab 2, step 13: “after a minute or two”";
const FLEET =
  "Lab 2, validation 3 to 11: the alarm of lab 1 goes to ALARM, instances are launched and join the cluster";

function requests(stage: Stage, service: AccountRecord): number {
  const { served, lost } = stage.witness.trafficOf(targetGroupOf(service) ?? "");
  return served + lost;
}

/** What must be true of one service that scales. */
function serviceChecks({ world, witness }: Stage, service: AccountRecord, from: number, attack: Attack): Check[] {
  const name = nameOf(service);
  const id = serviceResourceId(service);
  const { alarm, adjustments } = scalingOfDirection(world, id, "out");
  const { max } = boundsOf(world, id) ?? { max: 0 };
  const expected = (attack.perSecond * 60) / attack.urls.length;
  // The second whole minute: the first has begun before the load.
  const minute = witness.since(from + 120)[0]?.requests[targetGroupOf(service) ?? ""] ?? 0;
  const inAlarm = witness.firstAlarm(nameOf(alarm), "ALARM", from);
  const grown = witness.scalingsOf(id, from).filter((one) => one.to > one.from);
  const odd = grown.filter(({ from, to }) => !adjustments.includes(to - from) && to !== max);
  return [
    exactly(`requests for ${name} in a whole minute`, minute, Math.round(expected), {
      source: "Lab 2, step 13: “around 1500 each for the cats and dogs target groups”",
    }),
    within(
      `alarm ${nameOf(alarm)}`,
      inAlarm === undefined ? undefined : inAlarm - from,
      alarmSeconds(alarm) + ALARM_SLACK,
      "Lab 2, step 15: “after the load has been sustained for two minutes”",
    ),
    holds(`tasks of ${name} are added by the policy's steps`, grown.length > 0 && odd.length === 0, {
      expected: `${adjustments.join(", ")} at a time, up to ${max}`,
      seen: grown.map(({ from, to }) => `${from} → ${to}`).join(", ") || "none",
      source: "Lab 2, the scaling form; step 19: “ECS adds more tasks”",
    }),
  ];
}

function fleetGrew({ world, witness }: Stage, fleetId: string, since: number): Check {
  const { min, max } = boundsOf(world, fleetId) ?? { min: 0, max: 0 };
  const changes = witness.scalingsOf(fleetId, since).map(({ from, to }) => `${from} → ${to}`);
  const instances = witness.mostSpot;
  return holds("the fleet grows", instances > min && instances <= max, {
    expected: `more than ${min} Spot instances, at most ${max}`,
    seen: `${instances} at the most${changes.length > 0 ? ` (target ${changes.join(", ")})` : ""}`,
    source: FLEET,
  });
}

/** What is left after the load, once everything has had time to shrink. */
async function returned(stage: Stage): Promise<Check[]> {
  const { simulation, world } = stage;
  const began = simulation.now;
  const scaled = scaledServicesOf(world);
  const fleetId = fleetResourceId(fleetOf(world));
  const smallest = (id: string) => boundsOf(world, id)?.min ?? 0;
  const tasksBack = () => scaled.every((service) => stage.running(service) === smallest(serviceResourceId(service)));
  const fleetBack = () => stage.runningSpot().length === smallest(fleetId);
  const tasks = (await simulation.runUntil(tasksBack, began + RETURN)) ? simulation.now - began : undefined;
  const fleet = (await simulation.runUntil(fleetBack, began + RETURN)) ? simulation.now - began : undefined;
  const most = scaled.map((service) => `${nameOf(service)} ${counted(stage.running(service), "task")}`).join(", ");
  return [
    within("tasks are back at the smallest number", tasks, RETURN, BACK),
    within("the fleet is back at its smallest size", fleet, RETURN, BACK),
    holds("and stays there", await staysBack(stage, () => tasksBack() && fleetBack()), {
      expected: `for ${duration(STAYS)}`,
      seen: most,
      source: BACK,
    }),
  ];
}

const BACK = "Lab 2, clean up: tasks and instances “will return to their default levels”";
/** How long it is watched whether everything stays small, in seconds. */
const STAYS = 900;

async function staysBack({ simulation }: Stage, isBack: () => boolean): Promise<boolean> {
  const until = simulation.now + STAYS;
  return isBack() && !(await simulation.runUntil(() => !isBack(), until));
}
