import { referredTo } from "../references";
import type { StackContext, StackResource } from "../rule";
import type { Loose } from "../switches";
import { bucket } from "../types";
import { type Seen, UNKNOWN } from "../values";

type Value = Seen<string> | null | undefined;

/** The resources that say something about others, such as the versioning of buckets. */
export interface Parts<Whole, Part> {
  of(whole: StackResource<Whole>): StackResource<Part>[];
  /** Those of which it is not known yet what they belong to. */
  open: StackResource<Part>[];
}

/** Finds what each of some resources belongs to, by the property that names it. */
export function partsOf<Whole, Part>(
  wholes: readonly StackResource<Whole>[],
  parts: readonly StackResource<Part>[],
  property: string,
  names: (whole: StackResource<Whole>) => readonly Value[],
): Parts<Whole, Part> {
  const found = parts.map((part) => {
    const value = (part.props as Loose)[property] as Value;
    const owners = referredTo({ resource: part.resource, property, values: [value] }, wholes, names);
    return { part, owners, isOpen: value === UNKNOWN && owners.length === 0 };
  });
  return {
    of: (whole) => found.flatMap(({ part, owners }) => (owners.includes(whole) ? [part] : [])),
    open: found.flatMap(({ part, isOpen }) => (isOpen ? [part] : [])),
  };
}

/** The bucket's own name, which other resources name it by. */
export function namesOf({ props }: ReturnType<typeof bucketsOf>[number]): readonly Value[] {
  return [props.bucket];
}

/** All buckets of the stack. */
export function bucketsOf({ all }: Pick<StackContext<unknown>, "all">) {
  return all(bucket);
}

export type BucketResource = ReturnType<typeof bucketsOf>[number];
