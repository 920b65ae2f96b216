import { AwsError, type Props } from "../model";
import { objects, texts } from "../types/read";

/** A filter of one of EC2's describe calls: a thing passes if its value is one of these, where * and ? are wildcards. */
export interface Filter {
  name: string;
  values: readonly string[];
}

/** What each filter compares. */
export type Comparisons<Thing> = Record<string, (thing: Thing) => string>;

/**
 * The filters among a call's arguments.
 *
 * @throws AwsError `InvalidParameterValue` for a filter that the call does not have.
 */
export function readFilters<Thing>(args: Props, known: Comparisons<Thing>): Filter[] {
  return objects(args, "filters").map((filter) => {
    const name = String(filter.name);
    if (!(name in known)) {
      throw new AwsError(
        "InvalidParameterValue",
        `The filter '${name}' is invalid. The account on this machine knows: ${Object.keys(known).join(", ")}.`,
      );
    }
    return { name, values: texts(filter, "values[*]") };
  });
}

/** Whether a thing passes all filters. */
export function matches<Thing>(thing: Thing, filters: readonly Filter[], known: Comparisons<Thing>): boolean {
  return filters.every(({ name, values }) => {
    const value = known[name]?.(thing) ?? "";
    return values.some((pattern) => wildcard(pattern).test(value));
  });
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
