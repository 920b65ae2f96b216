import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Milliseconds between two looks. */
const PAUSE = 20;

/** Waits until something is so. Whoever waits for ever is stopped by the test's own time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(PAUSE);
}

/** Waits until the faulty plugin holds a creation. Returns its process id. */
export async function held(accountFile: string): Promise<number> {
  const file = `${accountFile}.held`;
  await until(() => existsSync(file) && readFileSync(file, "utf8") !== "");
  return Number(readFileSync(file, "utf8"));
}

/** Whether a process of that id exists. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
