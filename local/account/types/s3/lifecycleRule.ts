import type { CheckFailure, Props } from "../../model";
import { isObject } from "../../values";
import { given } from "../read";

/** What a rule can do. S3 refuses one that does nothing. */
const ACTIONS = [
  ...["abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration", "noncurrentVersionTransitions"],
  "transitions",
];

/** What a filter looks at, one of them alone; `and` is for several. */
const FILTERS = ["and", "objectSizeGreaterThan", "objectSizeLessThan", "prefix", "tag"];

/**
 * What is wrong with a rule of a lifecycle configuration as a whole.
 * docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function lifecycleRuleFailures(rule: Props, i: number): CheckFailure[] {
  const at = (path: string, reason: string): CheckFailure => ({ property: `rules[${i}]${path}`, reason });
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
  const actions = ACTIONS.filter((name) => given(rule, name));
  const filters = givenIn(rule, "filter", FILTERS);
  const expirations = givenIn(rule, "expiration", ["date", "days", "expiredObjectDeleteMarker"]);
  const failures: CheckFailure[] = [];
  if (actions.length === 0) {
    failures.push(at("", `at least one action needs to be specified in a rule: one of ${quoted(ACTIONS)}`));
  }
  if (given(rule, "filter") && given(rule, "prefix")) {
    failures.push(at(".prefix", 'deprecated by S3, and not valid beside "filter"; say it in filter.prefix'));
  }
  if (filters.length > 1) {
    failures.push(at(".filter", `at most one of ${quoted(FILTERS)} may be given, got ${quoted(filters)}`));
  }
  if (given(rule, "expiration") && expirations.length !== 1) {
    const allowed = 'exactly one of "date", "days", "expiredObjectDeleteMarker" must be given';
    failures.push(at(".expiration", `${allowed}, got ${quoted(expirations) || "none"}`));
  }
  if (given(rule, "abortIncompleteMultipartUpload")) {
    // An upload that is not complete has no tags yet, and no size.
    for (const name of by(rule, ["tag", "tags", "objectSizeGreaterThan", "objectSizeLessThan"])) {
      failures.push(at(".abortIncompleteMultipartUpload", `not valid with a filter by ${name}`));
    }
  }
  if (given(rule, "expiration.expiredObjectDeleteMarker")) {
    for (const name of by(rule, ["tag", "tags"])) {
      failures.push(at(".expiration.expiredObjectDeleteMarker", `not valid with a filter by ${name}`));
    }
  }
  return failures;
}

/** The names that are given in the object of a property. */
function givenIn(rule: Props, property: string, names: readonly string[]): string[] {
  const inside = rule[property];
  return isObject(inside) ? names.filter((name) => given(inside, name)) : [];
}

/** What a rule filters by, alone or together with other things. */
function by(rule: Props, names: readonly string[]): string[] {
  return names.filter((name) => given(rule, `filter.${name}`) || given(rule, `filter.and.${name}`));
}
