import { TASK_STARTING, TASK_STOPPING } from "../times";
import type { TaskOverrides } from "./task";
import type { TaskSpec } from "./taskSpec";

/** What the image of a task does when it is run. Times are seconds. */
export interface Behaviour {
  /** From placement until its containers run, the image pulled. */
  startSeconds: number;
  /** From SIGTERM until they have ended. */
  stopSeconds: number;
  /** Whether it answers requests. */
  answers: boolean;
  /** Set for an image that ends by itself, so long after it has begun to run. */
  exits?: { afterSeconds: number; code: number };
}

/** Says what a task will do. */
export type BehaviourOf = (spec: TaskSpec, overrides: TaskOverrides) => Behaviour;

/** A web server that starts, answers, and stops when it is told to. */
export const webServer: BehaviourOf = () => ({
  startSeconds: TASK_STARTING,
  stopSeconds: TASK_STOPPING,
  answers: true,
});
