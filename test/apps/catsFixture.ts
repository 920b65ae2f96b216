import { createCats } from "../../apps/cats/cats.mjs";
import type { CatsOptions, LogEntry } from "../../apps/cats/types.mjs";
import { type Listening, listen } from "./listen";

/** What follows from 0.5: no unicorn, and picture 6 of 10. */
const HALF = 0.5;

/** A draw that shows picture N. */
export function pictureLuck(number: number): number {
  return (number - 0.5) / 10;
}

/** A random number generator that gives these, one after the other, and then fails. */
export function scripted(...numbers: readonly number[]): () => number {
  const rest = [...numbers];
  return () => {
    const next = rest.shift();
    if (next === undefined) throw new Error("more random numbers were drawn than the test has");
    return next;
  };
}

/** The cats service on loopback, and what it has logged. */
export interface Served extends Listening {
  logged: (LogEntry & Record<string, unknown>)[];
}

/** Starts the cats service; whatever a test does not give fails when it is used, but for the random numbers. */
export async function serveCats(given: Partial<CatsOptions> = {}): Promise<Served> {
  const logged: Served["logged"] = [];
  const cats = createCats({
    version: "v1",
    env: {},
    random: () => HALF,
    readParameter: async () => unexpected("Parameter Store"),
    fetch: async () => unexpected("the metadata endpoint"),
    log: (entry) => void logged.push(entry),
    now: () => 0,
    ...given,
  });
  await cats.start();
  return { ...(await listen(cats.handle)), logged };
}

function unexpected(who: string): never {
  throw new Error(`${who} must not be asked`);
}
