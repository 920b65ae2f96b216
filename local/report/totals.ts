/** What a chapter comes to. */
export interface Totals {
  /** Requests that a target answered. */
  served: number;
  /** Requests that got an error of the load balancer's, or no answer. */
  lost: number;
  /** Spent in the chapter; null where nothing measures it. */
  dollars: number | null;
}

/** Something with totals, or without them: a chapter that no recorder made may have none. */
export type Counted<T> = T & { totals?: Totals };

/** The totals of several chapters together; undefined where none of them has any. */
export function sumOf(all: readonly (Totals | undefined)[]): Totals | undefined {
  const known = all.filter((totals) => totals !== undefined);
  if (known.length === 0) return undefined;
  const dollars = known.map((totals) => totals.dollars).filter((value) => value !== null);
  return {
    served: known.reduce((sum, { served }) => sum + served, 0),
    lost: known.reduce((sum, { lost }) => sum + lost, 0),
    dollars: dollars.length === 0 ? null : dollars.reduce((sum, value) => sum + value, 0),
  };
}
