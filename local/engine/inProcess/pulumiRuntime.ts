import { runtime } from "@pulumi/pulumi";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as runtimeState from "@pulumi/pulumi/runtime/state";

/*
 * The part of Pulumi's SDK that runs programs inside another program. The Automation API's inline programs work like
 * this: each has a store of its own, found through AsyncLocalStorage, so that several can run in one process.
 */

/** The settings that one run has for itself. */
interface Store {
  settings: { engine?: unknown };
}

const { withLocalStorage, getStore, getLocalStore } = runtimeState as unknown as {
  withLocalStorage<T>(callback: () => T): T;
  getStore(): Store;
  getLocalStore(): Store | undefined;
};
const { waitForRPCs } = settings as unknown as { waitForRPCs(): Promise<void> };

export interface Run {
  project: string;
  stack: string;
  /** Stack configuration by full key; structured values as JSON. */
  config: Record<string, string>;
  secretKeys: readonly string[];
  /** Stands in for the gRPC client of the engine's resource monitor. */
  monitor: unknown;
  /** Stands in for the gRPC client of the engine itself, which takes the log. */
  engine: unknown;
}

/** Runs `body` with a Pulumi runtime of its own, connected to the given monitor and engine. */
export function withRuntime<T>(run: Run, body: () => Promise<T>): Promise<T> {
  return withLocalStorage(async () => {
    settings.setMockOptions(run.monitor, run.project, run.stack, false, "organization");
    getStore().settings.engine = run.engine;
    runtime.setAllConfig(run.config, [...run.secretKeys]);
    return body();
  });
}

/** Which run the code that asks belongs to; nothing outside of one. */
export function currentRun(): object | undefined {
  return getLocalStore();
}

/** Waits until every registration, invoke and log line of the current run has been answered. */
export function settled(): Promise<void> {
  return waitForRPCs();
}
