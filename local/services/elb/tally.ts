import { type Kind, kindOf, type Quality } from "./quality";
import type { Reach } from "./serving";

/** Of the targets in one state, how many there are, and how they answer. */
export interface Tally {
  targets: number;
  silent: number;
  /** Those that answer, by {@link kindOf}. */
  readonly kinds: Map<string, Kind>;
}

/** Of no targets. */
export function noTally(): Tally {
  return { targets: 0, silent: 0, kinds: new Map() };
}

/** Counts a target in or out. */
export function tallyTarget(
  tally: Tally,
  { answers, quality }: { answers: boolean; quality: Quality },
  by: 1 | -1,
): void {
  tally.targets += by;
  if (!answers) {
    tally.silent += by;
    return;
  }
  const name = kindOf(quality);
  const targets = (tally.kinds.get(name)?.targets ?? 0) + by;
  if (targets > 0) tally.kinds.set(name, { quality, targets });
  else tally.kinds.delete(name);
}

/** Where requests go that all the counted targets may get. */
export function reachOf(tallies: readonly Tally[]): Reach {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const kinds = new Map<string, Kind>();
  for (const [name, { quality, targets }] of tallies.flatMap((tally) => [...tally.kinds])) {
    kinds.set(name, { quality, targets: targets + (kinds.get(name)?.targets ?? 0) });
  }
  return { targets: sum(({ targets }) => targets), silent: sum(({ silent }) => silent), kinds: [...kinds.values()] };
}
