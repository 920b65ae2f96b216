import type { World } from "../world";
import type { Behaviour } from "./behaviour";
import { environmentOf, type Task } from "./task";

/** Its container was stopped while the program slept. */
class Killed extends Error {}

/**
 * Runs the program of a task's essential container in virtual time.
 *
 * @param exit Called with its exit code, if it comes that far.
 */
export function runProgram(
  { simulation }: World,
  task: Task,
  program: NonNullable<Behaviour["program"]>,
  exit: (code: number) => void,
): void {
  const random = simulation.random(`program|${task.arn}`);
  const run = {
    taskArn: task.arn,
    environment: environmentOf(task),
    random: () => random.fraction(),
    now: () => simulation.now,
    sleep: async (seconds: number) => {
      await simulation.sleep(seconds);
      if (task.lastStatus === "STOPPED") throw new Killed();
    },
  };
  simulation.perform(async () => {
    try {
      exit(await program(run));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  });
}
