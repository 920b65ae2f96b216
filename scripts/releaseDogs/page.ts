import type { Clock } from "../common/clock";

/** Seconds in which the page shows what is deployed, by far: the action ends when the service is stable. */
const SHOWS_WITHIN = 60;

/** The longest that an answer is waited for, in seconds. */
const ANSWERS_WITHIN = 10;

/** What a page is looked at for. */
export interface Look {
  url: string;
  /** The background that it should have, as CSS has it, for example `#73389b`. */
  background: string;
  clock: Clock;
  /** Seconds between two looks. */
  pollEvery: number;
}

/** Waits until a page has a background. Returns undefined when it has; else what it is like at last, as a clause. */
export async function pageWithout(look: Look): Promise<string | undefined> {
  const { url, background, clock, pollEvery } = look;
  const begun = clock.now();
  for (;;) {
    const state = await stateOf(url, background);
    if (state === undefined || clock.now() - begun >= SHOWS_WITHIN) return state;
    await clock.sleep(pollEvery);
  }
}

async function stateOf(url: string, background: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN * 1000) });
    const page = await response.text();
    if (!response.ok) return `it answers with status ${response.status}`;
    const found = /--background:\s*([^;\s]+)\s*;/.exec(page)?.[1];
    if (found === background) return undefined;
    return found === undefined ? "it has no background" : `its background is ${found}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return `it does not answer (${cause instanceof Error ? cause.message : message})`;
  }
}
