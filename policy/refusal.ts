/** One violation; reads as `PROPERTY is GIVEN; ALLOWED. FIX`. */
export interface Refusal {
  /** Path of the property, for example `overrides[0].spotPrice`. */
  property: string;
  /** The value as it was given. Left out where there is none. */
  given?: string;
  /** What follows from it, where that is not plain: continues the sentence after a comma. */
  so?: string;
  /** What is allowed or required, and the limit. */
  allowed: string;
  /** The sentence that says how to fix it. */
  fix: string;
}

/** A violation as text. */
export function sentence({ property, given, so, allowed, fix }: Refusal): string {
  return `${property} is ${given ?? "missing"}${so ? `, ${so}` : ""}; ${allowed}. ${fix}`;
}
