import type { Check } from "../../report/model";
import { runCanary } from "../canaryCommand";
import { between, holds } from "../checks";
import type { ReleaseSite } from "../releaseSite";
import type { ReleaseWitness } from "../releaseWitness";
import type { Stage } from "../stage";
import { alarmNamed, BACK, endOf, settled, TASKS, versionOf, weightsSum } from "./settled";

/**
 * What is wrong with the second release: a task's pool of connections is exhausted by more requests a second than this. Its
 * health checks pass, and with a tenth of the visitors all is well.
 */
const FAULT = { errors: { abovePerSecond: 1.5 } };

/** A release whose targets are healthy, and that fails with half of the visitors all the same. */
export async function failing(stage: Stage, site: ReleaseSite, seen: ReleaseWitness): Promise<Check[]> {
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
