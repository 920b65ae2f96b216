import { uuid } from "../../account/types/uuid";
import type { Json, Task } from "./asl";
import { requirePayload } from "./branch";
import { RuntimeError, resourceOf, StateError, TaskError, taskErrorOf } from "./errors";
import type { Visit } from "./visit";

/**
 * Does one attempt of a Task state and returns its result. A task that is given up, because it takes too long or because the
 * execution ends, still has its effect.
 *
 * docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export async function runTask(visit: Visit<Task>): Promise<Json> {
  const { state, branch, input } = visit;
  const { Resource, Arguments, TimeoutSeconds, HeartbeatSeconds } = state;
  const args = Arguments === undefined ? input : await visit.payload(Arguments, "Arguments");
  const timeout = TimeoutSeconds === undefined ? undefined : await visit.seconds(TimeoutSeconds, "TimeoutSeconds", 1);
  const heartbeat =
    HeartbeatSeconds === undefined ? undefined : await visit.seconds(HeartbeatSeconds, "HeartbeatSeconds", 1);
  const name = resourceOf(Resource);
  branch.record("TaskScheduled", {
    ...name,
    region: branch.run.caller.region,
    parameters: JSON.stringify(args),
    ...(timeout !== undefined && { timeoutInSeconds: timeout }),
    ...(heartbeat !== undefined && { heartbeatInSeconds: heartbeat }),
  });
  branch.record("TaskStarted", { ...name });
  try {
    const result = await perform(visit, args, { timeout, heartbeat });
    const output = JSON.stringify(result);
    requirePayload(result, `The state/task '${Resource}' returned a result with a size exceeding`);
    branch.record("TaskSucceeded", { ...name, output, outputDetails: { truncated: false } });
    return result;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const type = error instanceof TaskError || error instanceof RuntimeError ? "TaskFailed" : "TaskTimedOut";
    branch.record(type, { ...name, error: error.error, ...(error.cause !== "" && { cause: error.cause }) });
    throw error;
  }
}

/** Waits for the task, at most as long as it may take. No task here sends a heartbeat, so the first one missed fails it. */
function perform(
  { state: { Resource }, branch: { run, fiber } }: Visit<Task>,
  args: Json,
  {
    timeout = Number.POSITIVE_INFINITY,
    heartbeat = Number.POSITIVE_INFINITY,
  }: { timeout?: number; heartbeat?: number },
): Promise<Json> {
  const { simulation } = run.world;
  return fiber.wait<Json>((resolve, reject) => {
    const limit = Math.min(timeout, heartbeat);
    const error = new StateError(heartbeat < timeout ? "States.HeartbeatTimeout" : "States.Timeout", "");
    const timer = Number.isFinite(limit) ? simulation.after(limit, () => reject(error)) : undefined;
    simulation.perform(async () => {
      try {
        const handler = run.tasks[Resource];
        if (!handler) throw new Error(`No handler for ${Resource}.`);
        resolve(structuredClone(await handler(run.caller, structuredClone(args))));
      } catch (thrown) {
        const requestId = uuid((digits) => run.world.hex(digits));
        // What is no error of AWS's is thrown here, so that it is heard of also where nobody waits any more.
        reject(taskErrorOf(thrown, Resource, requestId));
      }
    });
    return () => timer?.cancel();
  });
}
