import { readReleaseState, STATE_KEY } from "../../lambdas/common/releaseState";
import { getItem } from "../account/actions/dynamodb";
import { rootOf } from "../account/iam/principal";
import type { Check } from "../report/model";
import { runCanary } from "./canaryCommand";
import { between, duration, exactly, holds, within } from "./checks";
import type { Lab } from "./lab";
import { type ReleaseSite, releaseSite, servicesBehind, weightsOf } from "./releaseSite";
import { ReleaseWitness } from "./releaseWitness";
import type { Stage } from "./stage";

/** How long a release may take, in seconds: three steps, each until name servers and resolvers know and then a minute; the tasks' start. */
const RELEASE = 900;
/** How long all visitors may take to be back, in seconds, from when somebody wants that: see ROUTE53_SYNC and the TTL. */
const BACK = 180;
/** From when the service gets its tasks until the release runs, in seconds. */
const STARTS = 120;
/** Tasks of green cats: lab 7, test the deployment, step 4. */
const TASKS = 3;
/** Requests a second of the visitors who open the site by its name: fewer than those for which green cats would scale. */
const VISITORS = 15;
/**
 * What is wrong with the second release: a task's pool of connections is exhausted by more requests a second than this. Its
 * health checks pass, and with a tenth of the visitors all is well.
 */
const FAULT = { errors: { abovePerSecond: 1.5 } };

/** Lab 7: cats are released to a few visitors first; a release that does not stand the visitors goes back by itself. */
export const lab7: Lab = {
  id: "lab7",
  title: "Lab 7: canary releases of cats",
  story:
    "The green side is deployed, without a task of cats. The attendee gives green cats three tasks, which releases the third " +
    "version to 10, 50 and 100 % of the visitors; brings them back; and releases once more, this time cats that fail under the " +
    "load of half the visitors.",
  async run(stage) {
    const { simulation, world, control } = stage;
    await stage.apply({ lab: 7 });
    const site = releaseSite(world);
    const seen = new ReleaseWitness(world, site.canary.host);
    await simulation.runUntil(() => isGreenReady(stage), simulation.now + RELEASE);
    control.dns.setVisitors("visitors", [{ name: site.canary.host, path: "/cats/", perSecond: VISITORS }]);
    await simulation.run(simulation.now + 60);
    const checks = await before(stage, site);
    checks.push(...(await released(stage, site, seen)));
    checks.push(await survivesUp(stage));
    checks.push(...(await rolledBack(stage, site, seen)));
    checks.push(...(await failing(stage, site, seen)));
    control.dns.setVisitors("visitors", []);
    return checks;
  },
};

/** Whether everything of green's is healthy but cats, which have no task yet. */
function isGreenReady(stage: Stage): boolean {
  return servicesBehind(stage.world, "green").every((service) => stage.healthy(service) >= stage.desired(service));
}

async function before(stage: Stage, { canary, sides }: ReleaseSite): Promise<Check[]> {
  return [
    holds("the name servers answer with the blue side alone", answers(stage, canary.host) === "blue 100, green 0", {
      expected: "blue 100, green 0",
      seen: answers(stage, canary.host),
      source: "Lab 7, check DNS, step 4",
    }),
    holds("the page is that of the second version", (await versionOf(stage, canary.host)) === "v2", {
      expected: "v2",
      seen: await versionOf(stage, canary.host),
      source: "Lab 7, check DNS, step 2: “you should see version 2 of the cats page”",
    }),
    exactly("tasks of green cats", stage.running(sides.green.released), 0, {
      source: "Lab 7, test the deployment: tasks come with the release",
    }),
  ];
}

/** A release that goes well, begun as the workshop does at the console. */
async function released(stage: Stage, site: ReleaseSite, seen: ReleaseWitness): Promise<Check[]> {
  const { simulation, world } = stage;
  const { canary, sides, rule } = site;
  const shares: number[] = [];
  world.bus.subscribe("dns", ({ status }) => {
    if (status === "PENDING") shares.push(Math.round((stage.control.dns.shares(canary.host).green ?? 0) * 100));
  });
  const lost = stage.witness.allTraffic().lost;
  const told = seen.notifications.length;
  const began = simulation.now;
  stage.act(`ECS console: ${canary.services.green} gets ${TASKS} tasks`, () =>
    world.set(sides.green.released, "desiredCount", TASKS),
  );
  const isOver = () => endOf(seen, canary.release, began) !== undefined;
  await simulation.runUntil(isOver, began + RELEASE);
  const started = seen.executions.find(({ status }) => status === "RUNNING")?.startedAt;
  const end = endOf(seen, canary.release, began);
  const steps = seen.changes.map(({ green }) => green);
  const pauses = seen.weights.slice(0, -1).map(({ at }, i) => (seen.changes[i + 1]?.at ?? at) - at);
  return [
    within(
      "the release begins when the tasks run",
      started === undefined ? undefined : started - began,
      STARTS,
      "Lab 7, test the deployment, step 5: “will trigger when the new cats-green container starts”",
    ),
    exactly("times that the rule has run, once a task", seen.rules.get(rule) ?? 0, TASKS, {
      source: "Lab 7, extension exercise: “reduces the number of times the catsndogECSRule triggers”",
    }),
    exactly("releases that have begun", countOf(seen, canary.release, began), 1, {
      source: "Lab 7: “so the Step Function does not trigger the process more than once”",
    }),
    holds("it succeeds", end?.status === "SUCCEEDED", {
      expected: "SUCCEEDED",
      seen: end ? `${end.status} ${end.cause ?? ""}`.trim() : "it has not ended",
      source: "Lab 7, test the deployment, step 9e",
    }),
    within(
      "and takes",
      end && (end.stoppedAt ?? 0) - began,
      RELEASE,
      "three steps of 60 seconds, and Route 53's own time",
    ),
    holds("the steps", steps.join(", ") === "10, 50, 100", {
      expected: "10, 50, 100 % to green",
      seen: steps.join(", "),
      source: "Lab 7, test the deployment, steps 9a and 9e",
    }),
    between(
      "each is watched for",
      Math.min(...pauses),
      { low: 60 },
      {
        source: "Lab 7, test the deployment, step 9b: “pauses for 60 seconds”",
        unit: " s",
      },
    ),
    holds("the share of the visitors at the end of each step", shares.join(", ") === "0, 10, 50", {
      expected: "0, 10, 50 %, when the next step begins",
      seen: `${shares.join(", ")} %`,
      source: "Route 53 shares by weight; resolvers keep an answer for 60 seconds",
    }),
    weightsSum(seen),
    exactly("requests lost meanwhile", stage.witness.allTraffic().lost - lost, 0, {
      source: "Lab 7, overview: “a safer way to deploy updates”",
    }),
    holds("the page is that of the third version", (await versionOf(stage, canary.host)) === "v3", {
      expected: "v3",
      seen: await versionOf(stage, canary.host),
      source: "Lab 7, test the deployment: “you should see version3 of the cats page”",
    }),
    ...settled(stage, site, seen, { stable: "green", outcome: "SUCCEEDED", before: told }),
  ];
}

/** Another deployment of the stack, after the release. */
async function survivesUp(stage: Stage): Promise<Check> {
  const before = JSON.stringify(weightsOf(stage.world));
  await stage.apply({});
  const after = JSON.stringify(weightsOf(stage.world));
  return holds("pulumi up leaves the weights where the release has put them", before === after, {
    expected: before,
    seen: after,
    source: "what others change is left to them",
  });
}

async function rolledBack(stage: Stage, site: ReleaseSite, seen: ReleaseWitness): Promise<Check[]> {
  const { simulation } = stage;
  const { canary } = site;
  const [began, lost] = [simulation.now, stage.witness.allTraffic().lost];
  const told = seen.notifications.length;
  const { done, lines } = await runCanary(stage, canary, "rollback");
  const back = seen.weights.find(({ at, blue }) => at >= began && blue === 100)?.at;
  // The visitors' resolvers keep the old answer for a minute.
  await simulation.run(simulation.now + 60);
  const source = "Lab 7, overview: “whilst maintaining a running copy of the previous version for quick roll-back”";
  return [
    holds("npm run canary -- rollback succeeds", done, {
      expected: "yes",
      seen: done ? "yes" : lines.join("; "),
      source,
    }),
    within("all name servers answer with blue again", back && back - began, BACK, source),
    holds("the page is that of the second version again", (await versionOf(stage, canary.host)) === "v2", {
      expected: "v2",
      seen: await versionOf(stage, canary.host),
      source,
    }),
    exactly("requests lost by going back", stage.witness.allTraffic().lost - lost, 0, { source }),
    ...settled(stage, site, seen, { stable: "blue", outcome: "SUCCEEDED", before: told }),
  ];
}

/** A release whose targets are healthy, and that fails with half of the visitors all the same. */
async function failing(stage: Stage, site: ReleaseSite, seen: ReleaseWitness): Promise<Check[]> {
  const { simulation, world } = stage;
  const { canary, sides } = site;
  const began = simulation.now;
  const before = { ...stage.witness.allTraffic() };
  const [known, told] = [seen.changes.length, seen.notifications.length];
  stage.faults.set("cats:v3", FAULT);
  let healthy = 0;
  world.bus.subscribe("notification", () => {
    healthy = stage.healthy(sides.green.released);
  });
  const { done, lines } = await runCanary(stage, canary, "start");
  stage.faults.clear();
  const end = endOf(seen, canary.release, began);
  const steps = seen.changes.slice(known).map(({ green }) => green);
  const alarm = alarmNamed(stage, "-ReleaseFailed");
  await simulation.runUntil(() => stage.alarms.state(alarm) === "ALARM", simulation.now + BACK);
  const after = stage.witness.allTraffic();
  const lost = ((after.lost - before.lost) / (after.lost + after.served - before.lost - before.served)) * 100;
  const source = "Lab 7, overview: “failing back to the existing stack in the event of a health check failure”";
  return [
    holds("a release that fails under load ends as FAILED", !done && end?.status === "FAILED", {
      expected: "FAILED",
      seen: end?.status ?? lines.join("; "),
      source,
    }),
    holds("for what visitors saw", /requests failed/.test(end?.cause ?? ""), {
      expected: "the rate of errors",
      seen: end?.cause ?? "nothing",
      source: "5XX of green against blue",
    }),
    holds("its steps", steps.join(", ") === "10, 50, 0", {
      expected: "10, 50 % to green, and back to 0",
      seen: steps.join(", "),
      source,
    }),
    between(
      "its tasks were healthy all the while",
      healthy,
      { low: TASKS },
      {
        source: "health checks alone do not see what visitors see",
      },
    ),
    between(
      "requests lost by it",
      lost,
      { high: 20 },
      { unit: " %", digits: 1, source: "that is what a canary is for" },
    ),
    weightsSum(seen),
    holds("the page is that of the second version", (await versionOf(stage, canary.host)) === "v2", {
      expected: "v2",
      seen: await versionOf(stage, canary.host),
      source,
    }),
    holds("somebody is told by an alarm", stage.alarms.state(alarm) === "ALARM", {
      expected: "ALARM",
      seen: stage.alarms.state(alarm) ?? "no alarm",
      source: "alarms on failed executions",
    }),
    ...settled(stage, site, seen, { stable: "blue", outcome: "FAILED", before: told }),
  ];
}

/** What must be true after any release: one side has all, nobody holds the lock, and one notification says how it went. */
function settled(
  { world, simulation }: Stage,
  { canary }: ReleaseSite,
  seen: ReleaseWitness,
  { stable, outcome, before }: { stable: "blue" | "green"; outcome: string; before: number },
): Check[] {
  const caller = { principal: rootOf(world.account.state.accountId), region: world.region };
  const { Item } = getItem(world.account, caller, { TableName: canary.table, Key: STATE_KEY });
  const state = readReleaseState(Item as Parameters<typeof readReleaseState>[0]);
  const { blue, green } = seen.weights.at(-1) ?? { blue: 0, green: 0 };
  const told = seen.notifications.slice(before).filter(({ attributes }) => attributes.outcome !== "STARTED");
  const all = stable === "blue" ? "blue 100, green 0" : "blue 0, green 100";
  return [
    holds(`all visitors are ${stable}'s`, `blue ${blue}, green ${green}` === all && state.stable === stable, {
      expected: `${all}; stable: ${stable}`,
      seen: `blue ${blue}, green ${green}; stable: ${state.stable}`,
      source: "either all blue or all green at the end",
    }),
    holds("nobody holds the lock", state.lockOwner === undefined, {
      expected: "free",
      seen: state.lockOwner ?? "free",
      source: "a finished release can be followed by another",
    }),
    holds("one notification says how it went", told.map(({ attributes }) => attributes.outcome).join() === outcome, {
      expected: outcome,
      seen: told.map(({ subject, at }) => `${subject} (${duration(simulation.now - at)} ago)`).join("; ") || "none",
      source: "SNS topic for what happened",
    }),
  ];
}

/** At no moment do both records weigh 0, or anything but 100 together. */
function weightsSum({ changes, weights }: ReleaseWitness): Check {
  const sums = new Set([...changes, ...weights].map(({ blue, green }) => blue + green));
  return holds("the sum of both weights, always", [...sums].join() === "100", {
    expected: "100",
    seen: [...sums].join(", "),
    source: "both records in one change",
  });
}

function alarmNamed({ world }: Stage, ending: string): string {
  return world.records("aws:cloudwatch/metricAlarm:MetricAlarm").find(({ id }) => id.endsWith(ending))?.id ?? "";
}

/** How an execution of the release has ended since a time; undefined while none has. */
function endOf({ executions }: ReleaseWitness, stateMachineArn: string, since: number) {
  return executions.find((one) => isOf(one, stateMachineArn, since) && one.status !== "RUNNING");
}

function countOf({ executions }: ReleaseWitness, stateMachineArn: string, since: number): number {
  return executions.filter((one) => isOf(one, stateMachineArn, since) && one.status === "RUNNING").length;
}

function isOf(one: ReleaseWitness["executions"][number], stateMachineArn: string, since: number): boolean {
  return one.stateMachineArn === stateMachineArn && one.startedAt >= since;
}

/** Whom the name servers answer with. */
function answers({ control }: Stage, host: string): string {
  return control.zones
    .weights(host)
    .map(({ setIdentifier, weight }) => `${setIdentifier} ${weight}`)
    .sort()
    .join(", ");
}

/** The version of cats that a visitor sees who opens the site by its name. */
async function versionOf(stage: Stage, host: string): Promise<string> {
  const response = await stage.openByName(host, "/cats/");
  await response.text();
  return response.headers.get("x-cats-version") ?? `status ${response.status}`;
}
