import type { Check } from "../../report/model";
import { between, exactly, holds, within } from "../checks";
import type { ReleaseSite } from "../releaseSite";
import type { ReleaseWitness } from "../releaseWitness";
import type { Stage } from "../stage";
import { countOf, endOf, RELEASE, settled, TASKS, versionOf, weightsSum } from "./settled";

/** From when the service gets its tasks until the release runs, in seconds. */
const STARTS = 120;

/** A release that goes well, begun as the workshop does at the console. */
export async function released(stage: Stage, site: ReleaseSite, seen: ReleaseWitness): Promise<Check[]> {
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
