import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { RunOptions, Workspace } from "./cli";

/** A small program, with a plugin that fails where {@link fault} says. */
export const SHELF = { main: join(__dirname, "shelf"), plugin: join(__dirname, "faultyPlugin") };

/** Milliseconds between two looks. */
const PAUSE = 20;

/** For a call that is meant to fail: what goes wrong, and at which creation; see faultyPlugin/main.ts. */
export function fault(text: string): RunOptions {
  return { env: { CATSNDOGS_FAULT: text }, fails: true };
}

/**
 * For an `up` whose plugin holds a creation: sends the CLI a signal there. `pluginEnded` waits until the plugin has
 * noticed that and ended.
 */
export function interruption(workspace: Workspace, signal: NodeJS.Signals) {
  const plugin = held(workspace.accountFile);
  return {
    started: (cli: ChildProcess): void => void plugin.then(() => cli.kill(signal)),
    pluginEnded: async (): Promise<void> => {
      const pid = await plugin;
      await until(() => !isRunning(pid));
    },
  };
}

/** Waits until the faulty plugin holds a creation. Returns its process id. */
async function held(accountFile: string): Promise<number> {
  const file = `${accountFile}.held`;
  await until(() => existsSync(file) && readFileSync(file, "utf8") !== "");
  return Number(readFileSync(file, "utf8"));
}

/** Whoever waits for ever is stopped by the test's own time limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(PAUSE);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
