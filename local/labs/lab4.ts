import type { AccountRecord } from "../account/model";
import { number, text } from "../account/types/read";
import type { Check } from "../report/model";
import type { Task } from "../services/ecs/task";
import { secondsBetween } from "../services/eventbridge/schedule";
import { EVENT_RULE, EVENT_TARGET } from "../services/eventbridge/targets";
import { between, exactly, holds, within } from "./checks";
import { revisionOf, serviceNamed } from "./deployed";
import type { Lab } from "./lab";
import type { Stage } from "./stage";
import { picturesByTask } from "./visits";

/** Runs of the schedule that are waited for: "you may want to allow the ImageAssessor to run two or three times". */
const RUNS = 3;
/** How long a task of the assessor may take from its start to its end, in seconds: image pulled, 30 s of work, stopped. */
const ONE_RUN = 60;
/** How long it is watched whether a rule that is switched off stays quiet, in seconds. */
const QUIET = 600;

/** Lab 4: a task runs every two minutes and removes pictures, until it is switched off and run by hand to bring them back. */
export const lab4: Lab = {
  id: "lab4",
  title: "Lab 4: a task on a schedule",
  story:
    "The image assessor is deployed and runs by its schedule, pictures of cats go missing. Then the rule is switched off, " +
    "and two tasks with RESETPICTURES=1 bring the pictures back.",
  async run(stage) {
    const { simulation, world } = stage;
    const began = simulation.now;
    const runs = watchRuns(stage);
    await stage.apply({ lab: 4, imageAssessor: true });
    const [rule] = world.records(EVENT_RULE);
    const [target] = world.records(EVENT_TARGET);
    if (!rule || !target) throw new Error("The stack has no rule on a schedule: it is not deployed up to lab 4.");
    const period = secondsBetween(rule.id, text(rule.inputs, "scheduleExpression") ?? "");
    await simulation.runUntil(() => runs.ended.length >= RUNS, began + RUNS * period + ONE_RUN);
    const left = await picturesLeft(stage);
    const checks = scheduleChecks(runs, period, target);
    checks.push(...missingChecks(left));
    await stage.apply({ imageAssessor: false });
    checks.push(await quietCheck(stage, runs));
    checks.push(...(await reset(stage, target)));
    return checks;
  },
};

/** What the rule has run. */
interface Runs {
  /** When it ran, in seconds of virtual time. */
  at: number[];
  failures: string[];
  /** Its tasks that have ended, with when each began and ended. */
  ended: { exitCode: number | undefined; seconds: number }[];
}

function watchRuns({ world, ecs }: Stage): Runs {
  const { bus, simulation } = world;
  const runs: Runs = { at: [], failures: [], ended: [] };
  const began = new Map<string, number>();
  bus.subscribe("rule", ({ failures }) => {
    runs.at.push(simulation.now);
    runs.failures.push(...failures);
  });
  bus.subscribe("task", ({ arn, group, lastStatus }) => {
    if (!group.startsWith("family:")) return;
    if (lastStatus === "RUNNING") began.set(arn, simulation.now);
    const since = began.get(arn);
    if (lastStatus === "STOPPED" && since !== undefined) {
      runs.ended.push({ exitCode: ecs.standaloneTask(arn)?.exitCode, seconds: simulation.now - since });
    }
  });
  return runs;
}

function scheduleChecks({ at, failures, ended }: Runs, period: number, target: AccountRecord): Check[] {
  const gaps = at.slice(1).map((time, i) => time - (at[i] ?? 0));
  const tasks = number(target.inputs, "ecsTarget.taskCount") ?? 1;
  const codes = ended.map(({ exitCode }) => exitCode);
  return [
    holds("the rule runs every two minutes", at.length >= RUNS && gaps.every((gap) => gap === period), {
      expected: `every ${period} s`,
      seen: gaps.map((gap) => `${gap} s`).join(", ") || "never twice",
      source: "Lab 4, step 4c: “Run at fixed interval: 2 Minutes”",
    }),
    holds("no run fails", failures.length === 0, {
      expected: "no FailedInvocations",
      seen: failures.join("; ") || "none",
      source: "Lab 4, step 5d: the role lets EventBridge run the task",
    }),
    holds("its tasks end well", ended.length >= RUNS * tasks && codes.every((code) => code === 0), {
      expected: "exit code 0",
      seen: codes.join(", ") || "none has ended",
      source: "Lab 4, overview: it “selects several images at random, removes them, and then exits”",
    }),
    between(
      "the longest of them, seconds",
      Math.max(0, ...ended.map(({ seconds }) => seconds)),
      { high: ONE_RUN },
      {
        source: "Lab 4, step 13: “The tasks will run for 30 seconds and then exit”",
      },
    ),
  ];
}

/** Pictures that each task of cats still has, by its ARN. */
async function picturesLeft(stage: Stage): Promise<Map<string, string[]>> {
  return picturesByTask(stage, stage.healthy(serviceNamed(stage.world, "cats")));
}

function missingChecks(left: Map<string, string[]>): Check[] {
  const counts = [...left.values()].map((pictures) => pictures.length);
  return [
    between(
      "pictures that the emptiest task of cats still has",
      Math.min(...counts),
      { low: 0, high: 9 },
      {
        source: "Lab 4, validation 2: “pages with cat pictures missing”",
      },
    ),
  ];
}

async function quietCheck({ simulation }: Stage, runs: Runs): Promise<Check> {
  const before = runs.at.length;
  await simulation.run(simulation.now + QUIET);
  return exactly("runs in the ten minutes after the rule was switched off", runs.at.length - before, 0, {
    source: "Lab 4, step 8: “uncheck the Schedule rule enable check box”",
  });
}

/** Runs the task by hand as `npm run reset-pictures` does. */
async function reset(stage: Stage, target: AccountRecord): Promise<Check[]> {
  const { simulation, ecs, world } = stage;
  const taskDefinition = text(target.inputs, "ecsTarget.taskDefinitionArn") ?? "";
  const container = revisionOf(world, taskDefinition)?.containers[0]?.name ?? "";
  const tasks: Task[] = [];
  stage.act("npm run reset-pictures: runs ImageAssessor twice with RESETPICTURES=1", () => {
    const overrides = { [container]: { RESETPICTURES: "1" } };
    const cluster = text(target.inputs, "arn") ?? "";
    tasks.push(...ecs.runTask({ cluster, taskDefinition, count: 2, overrides }).tasks);
  });
  const began = simulation.now;
  const isDone = () => tasks.length > 0 && tasks.every(({ lastStatus }) => lastStatus === "STOPPED");
  const done = await simulation.runUntil(isDone, began + 2 * ONE_RUN);
  const left = await picturesLeft(stage);
  const missing = [...left.values()].reduce((sum, pictures) => sum + 10 - pictures.length, 0);
  return [
    within("both tasks have ended", done ? simulation.now - began : undefined, 2 * ONE_RUN, "Lab 4, step 13"),
    holds("their exit codes", tasks.length === 2 && tasks.every(({ exitCode }) => exitCode === 0), {
      expected: "0, 0",
      seen: tasks.map(({ exitCode }) => exitCode ?? "none").join(", ") || "no task was placed",
      source: "Lab 4, step 16: “Exit code 0 indicating the container exited successfully”",
    }),
    exactly("pictures that are still missing in any task of cats", missing, 0, {
      source: "Lab 4, step 17: “Verify the cats pictures have been reset”",
    }),
  ];
}
