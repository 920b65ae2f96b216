import type { Props, Value } from "./model";
import { isObject, isPresent } from "./values";

/** A value found under a path, with the path's wildcards filled in. */
export interface Found {
  path: string;
  value: Value;
}

/**
 * The values under a path such as `overrides[*].subnetId`. `[*]` stands for every element of a list, `.*` for every
 * value of a map. Absent values are left out.
 */
export function find(props: Props, path: string): Found[] {
  let found: Found[] = [{ path: "", value: props }];
  for (const step of path.match(/\[\*\]|[^.[\]]+/g) ?? []) {
    found = found.flatMap(({ path: at, value }) => {
      if (step === "[*]")
        return Array.isArray(value) ? value.map((item, i) => ({ path: `${at}[${i}]`, value: item })) : [];
      if (!isObject(value)) return [];
      const keys = step === "*" ? Object.keys(value) : [step];
      return keys.map((key) => ({ path: at ? `${at}.${key}` : key, value: value[key] ?? null }));
    });
  }
  return found.filter(({ value }) => isPresent(value));
}

/** The first value under a path, or undefined. */
export function get(props: Props, path: string): Value | undefined {
  return find(props, path)[0]?.value;
}

/**
 * Whether a concrete path is what a pattern names, lies inside it, or encloses it: adding a whole object changes what
 * is in it.
 */
export function touches(path: string, pattern: string): boolean {
  const general = path.replace(/\[\d+\]/g, "[*]");
  return isWithin(general, pattern) || isWithin(pattern, general);
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || (inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length)));
}
