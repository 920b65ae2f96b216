import { setTimeout } from "node:timers/promises";
import type { SiteTask } from "./siteTasks";

/** How often a container that listens is asked before it is given up, and the longest that each answer may take, in ms. */
const CHECKS = 5;
const TIMEOUT = 5_000;

export interface Patience {
  /** How long a container may take until it listens, in milliseconds. Default: 30,000. */
  patience?: number;
  /** From a check that has failed to the next one, in milliseconds. Default: 200. */
  pause?: number;
}

/**
 * Waits until a task's container listens, and answers with 200 to 299 on every path that its load balancer asks for.
 *
 * @returns Its port on this machine.
 * @throws Error where it ends before, or comes to no such answer
 */
export async function answers(
  task: Pick<SiteTask, "container" | "listening">,
  paths: readonly string[],
  { patience = 30_000, pause = 200 }: Patience = {},
): Promise<number> {
  const port = await listening(task, patience);
  for (const path of paths) await healthy(task, `http://127.0.0.1:${port}${path}`, pause);
  return port;
}

async function listening(
  { container, listening }: Pick<SiteTask, "container" | "listening">,
  patience: number,
): Promise<number> {
  const givenUp = new AbortController();
  const late = setTimeout(patience, undefined, { signal: givenUp.signal }).then(() => {
    throw new Error(`the container ${container} has not listened within ${patience / 1000} seconds`);
  });
  // It is called off where nobody waits for it any more.
  late.catch(() => {});
  try {
    return await Promise.race([listening, late]);
  } finally {
    givenUp.abort();
  }
}

async function healthy({ container }: Pick<SiteTask, "container">, url: string, pause: number): Promise<void> {
  let last = "";
  for (let check = 1; check <= CHECKS; check += 1) {
    if (check > 1) await setTimeout(pause);
    last = await answerOf(url);
    if (last === "") return;
  }
  throw new Error(`the container ${container} fails its health check on ${new URL(url).pathname}: it ${last}`);
}

/** What is wrong with an answer, as a clause; nothing where it is right. */
async function answerOf(url: string): Promise<string> {
  try {
    const { ok, status, body } = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
    await body?.cancel();
    return ok ? "" : `answers with status ${status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return `does not answer (${cause instanceof Error ? cause.message : message})`;
  }
}
