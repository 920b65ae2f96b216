import { setTimeout } from "node:timers/promises";

/** The time, and a way to let it pass. */
export interface Clock {
  /** In seconds, from any beginning. */
  now: () => number;
  sleep: (seconds: number) => Promise<void>;
}

/** The one of this machine, which nobody sets back. */
export const WALL: Clock = {
  now: () => performance.now() / 1000,
  sleep: async (seconds) => {
    await setTimeout(seconds * 1000);
  },
};

/** How long something may take, and how often it is looked at. */
export interface Pace {
  clock: Clock;
  /** When the release began, by the clock. */
  begun: number;
  /** The longest that the release may take, in seconds. */
  timeout: number;
  /** Seconds between two looks. */
  pollEvery: number;
}

/** @throws Error where the time is up; `running` says what has not ended, as a clause */
export function checkTimeout({ clock, begun, timeout }: Pace, running: () => string): void {
  if (clock.now() - begun < timeout) return;
  throw new Error(
    `The release has not ended within ${timeout / 60} minutes: ${running()}. ` +
      "It goes on without this command; --timeout MINUTES waits longer",
  );
}
