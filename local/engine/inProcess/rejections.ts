import { currentRun } from "./pulumiRuntime";

/*
 * A program's error that nobody awaits, such as one thrown inside `apply`, surfaces as an unhandled rejection. The
 * Pulumi CLI ends the program's process then. Here the process goes on, so the rejection has to find its deployment.
 */

type Listener = (reason: unknown, promise: Promise<unknown>) => void;

const EVENT = "unhandledRejection";
const handlers = new Map<object, (reason: unknown) => void>();
let others: Listener[] = [];

/**
 * Sends the unhandled rejections of the current run to `handle` until the returned function is called. Those of
 * anybody else go where they went before.
 */
export function captureRejections(handle: (reason: unknown) => void): () => Promise<void> {
  const run = currentRun();
  if (!run) throw new Error("captureRejections must be called inside a run");
  if (handlers.size === 0) {
    others = process.listeners(EVENT);
    process.removeAllListeners(EVENT);
    process.on(EVENT, dispatch);
  }
  handlers.set(run, handle);
  return async () => {
    // Node reports a rejection after the microtasks of the turn in which it happened.
    await nextTurn();
    handlers.delete(run);
    if (handlers.size > 0) return;
    process.off(EVENT, dispatch);
    for (const listener of others) process.on(EVENT, listener);
  };
}

/** Resolves when everything that could run has run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function dispatch(reason: unknown, promise: Promise<unknown>): void {
  const handle = handlers.get(currentRun() ?? {});
  if (handle) handle(reason);
  else if (others.length === 0) throw reason;
  else for (const listener of others) listener(reason, promise);
}
