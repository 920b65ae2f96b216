import type { Quality } from "../elb/quality";
import { TASK_STARTING, TASK_STOPPING } from "../times";
import type { TaskOverrides } from "./task";
import type { TaskSpec } from "./taskSpec";

/** What the image of a task does when it is run, and how well it answers. Times are seconds. */
export interface Behaviour extends Quality {
  /** From placement until its containers run, the image pulled. */
  startSeconds: number;
  /** From SIGTERM until they have ended. */
  stopSeconds: number;
  /** Whether it answers requests. */
  answers: boolean;
  /** Set for an image that ends by itself, so long after it has begun to run. */
  exits?: { afterSeconds: number; code: number };
  /**
   * Set for an image whose own program is run: what its container does, until it ends with an exit code. It is not
   * called for one that answers requests and does nothing else.
   */
  program?: (run: ProgramRun) => Promise<number>;
}

/** What a container's program has around it. */
export interface ProgramRun {
  taskArn: string;
  /** Of the essential container, overrides included. */
  environment: Readonly<Record<string, string>>;
  /** The program's own chance, the same in every rehearsal with the same seed: at least 0 and less than 1. */
  random: () => number;
  /** Seconds of virtual time. */
  now: () => number;
  /** Lets so many seconds of virtual time pass; ends the program where its container has been stopped meanwhile. */
  sleep: (seconds: number) => Promise<void>;
}

/** Says what a task will do. */
export type BehaviourOf = (spec: TaskSpec, overrides: TaskOverrides) => Behaviour;

/** A web server that starts, answers, and stops when it is told to. */
export const webServer: BehaviourOf = () => ({
  startSeconds: TASK_STARTING,
  stopSeconds: TASK_STOPPING,
  answers: true,
});
