import ipaddr from "ipaddr.js";
import { isArchive, isAsset } from "./archive";
import {
  type CheckFailure,
  type Props,
  type ResourceShape,
  type Rule,
  type Shape,
  type TypeDefinition,
  UNKNOWN,
  type Value,
} from "./model";
import { find } from "./paths";
import { hasUnknown, isObject, isPresent, show } from "./values";

/** Everything that is wrong with a resource's inputs, by property; nothing where they are right. */
export function validate(definition: TypeDefinition, shape: ResourceShape, inputs: Props): CheckFailure[] {
  const shaped = shapeFailures({ object: shape.inputs, required: shape.required }, inputs, "");
  // Rules may rely on the shape; a wrongly shaped input has been reported already.
  const wrong = new Set(shaped.map(({ property }) => property));
  return [
    ...shaped,
    ...ruleFailures(definition, inputs).filter(({ property }) => !wrong.has(property)),
    ...combinationFailures(definition, inputs),
    ...tagFailures(shape, inputs),
    ...(shaped.length === 0 ? (definition.check?.(inputs) ?? []) : []),
  ];
}

/** Checks a value against a shape. Unknown values pass: they are checked again when they are known. */
export function shapeFailures(shape: Shape, value: Value | undefined, path: string): CheckFailure[] {
  if (!isPresent(value) || value === UNKNOWN || shape === "any") return [];
  if (shape === "archive") {
    return isArchive(value)
      ? []
      : [{ property: path, reason: `expected an archive of assets with their text, got ${describe(value)}` }];
  }
  if (shape === "asset") {
    return isAsset(value)
      ? []
      : [{ property: path, reason: `expected an asset with its text, got ${describe(value)}` }];
  }
  if (typeof shape === "string") {
    return typeof value === shape ? [] : [{ property: path, reason: `expected a ${shape}, got ${describe(value)}` }];
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return [{ property: path, reason: `expected a list, got ${describe(value)}` }];
    return value.flatMap((item, i) => shapeFailures(shape.list, item, `${path}[${i}]`));
  }
  if (!isObject(value)) return [{ property: path, reason: `expected an object, got ${describe(value)}` }];
  const at = (key: string): string => (path ? `${path}.${key}` : key);
  if ("map" in shape) {
    return Object.entries(value).flatMap(([key, item]) => shapeFailures(shape.map, item, at(key)));
  }
  const unknown = Object.keys(value)
    .filter((key) => !(key in shape.object) && !key.startsWith("__"))
    .map((key) => ({
      property: at(key),
      reason: `unknown property; expected one of ${Object.keys(shape.object).sort().join(", ")}`,
    }));
  const missing = shape.required
    .filter((key) => !isPresent(value[key]))
    .map((key) => ({ property: at(key), reason: "missing required property" }));
  const inside = Object.entries(shape.object).flatMap(([key, inner]) => shapeFailures(inner, value[key], at(key)));
  return [...unknown, ...missing, ...inside];
}

function describe(value: Value): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${show(value)}`;
}

function ruleFailures(definition: TypeDefinition, inputs: Props): CheckFailure[] {
  return Object.entries(definition.rules ?? {}).flatMap(([pattern, rule]) =>
    find(inputs, pattern).flatMap(({ path, value }) => {
      const reason = value === UNKNOWN ? undefined : broken(rule, value);
      return reason === undefined ? [] : [{ property: path, reason }];
    }),
  );
}

/** What is wrong with a value under a rule, or undefined. */
export function broken(rule: Rule, value: Value): string | undefined {
  if ("all" in rule) return rule.all.map((one) => broken(one, value)).find((reason) => reason !== undefined);
  if ("test" in rule) return hasUnknown(value) ? undefined : rule.test(value);
  const allowed = allows(rule, value);
  return allowed === undefined ? undefined : `expected ${allowed}, got ${show(value)}`;
}

/** What a rule allows, in words, when the value is not allowed. */
function allows(rule: Exclude<Rule, { all: unknown } | { test: unknown }>, value: Value): string | undefined {
  if ("oneOf" in rule) return rule.oneOf.some((one) => one === value) ? undefined : `one of ${rule.oneOf.join(", ")}`;
  if ("range" in rule) {
    const [min, max] = rule.range;
    return typeof value === "number" && value >= min && value <= max ? undefined : `a number ${between(min, max)}`;
  }
  if ("length" in rule) {
    const [min, max] = rule.length;
    const length = typeof value === "string" ? value.length : -1;
    return length >= min && length <= max ? undefined : `a length ${between(min, max)} characters`;
  }
  if ("items" in rule) {
    const [min, max] = rule.items;
    const count = Array.isArray(value) ? value.length : Object.keys(isObject(value) ? value : {}).length;
    return count >= min && count <= max ? undefined : `${between(min, max).replace(/^of /, "")} elements`;
  }
  if ("pattern" in rule) return typeof value === "string" && rule.pattern.test(value) ? undefined : rule.is;
  if ("cidr" in rule)
    return isCidr(value, rule.cidr) ? undefined : `an IPv4 CIDR block with a prefix ${between(...rule.cidr)}`;
  return isJson(value) ? undefined : "a string that holds JSON";
}

function between(min: number, max: number): string {
  if (min === max) return `of exactly ${min}`;
  return max === Number.POSITIVE_INFINITY ? `of at least ${min}` : `between ${min} and ${max}`;
}

function isCidr(value: Value, [min, max]: readonly [number, number]): boolean {
  if (typeof value !== "string" || !ipaddr.IPv4.isValidCIDRFourPartDecimal(value)) return false;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(value);
  const network = ipaddr.IPv4.networkAddressFromCIDR(value);
  return prefix >= min && prefix <= max && address.toString() === network.toString();
}

function isJson(value: Value): boolean {
  if (typeof value !== "string") return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function combinationFailures(definition: TypeDefinition, inputs: Props): CheckFailure[] {
  const given = (names: readonly string[]): string[] => names.filter((name) => isPresent(inputs[name]));
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
  const conflicts = [...(definition.conflicts ?? []), ...(definition.exactlyOneOf ?? [])]
    .filter((names) => given(names).length > 1)
    .map((names) => ({
      property: given(names)[1] ?? "",
      reason: `at most one of ${quoted(names)} may be given, got ${quoted(given(names))}`,
    }));
  const absent = [...(definition.atLeastOneOf ?? []), ...(definition.exactlyOneOf ?? [])]
    .filter((names) => given(names).length === 0)
    .map((names) => ({ property: names[0] ?? "", reason: `one of ${quoted(names)} must be given` }));
  return [...conflicts, ...absent];
}

/** AWS's limits on tags: docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
function tagFailures(shape: ResourceShape, inputs: Props): CheckFailure[] {
  const tags = inputs.tags;
  if (typeof shape.inputs.tags !== "object" || !("map" in shape.inputs.tags) || !isObject(tags)) return [];
  const failures = Object.entries(tags).flatMap(([key, value]) => {
    const property = `tags.${key}`;
    if (key.length < 1 || key.length > 128) {
      return [{ property, reason: `expected a tag key between 1 and 128 characters, got ${key.length}` }];
    }
    if (/^aws:/i.test(key))
      return [{ property, reason: "a tag key may not begin with aws:, which AWS keeps for itself" }];
    if (typeof value === "string" && value !== UNKNOWN && value.length > 256) {
      return [{ property, reason: `expected a tag value of at most 256 characters, got ${value.length}` }];
    }
    return typeof value === "string" && value !== UNKNOWN && !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(value)
      ? [
          {
            property,
            reason: `expected letters, digits, spaces and _ . : / = + - @ in a tag value, got ${show(value)}`,
          },
        ]
      : [];
  });
  const count = Object.keys(tags).length;
  if (count > 50) failures.push({ property: "tags", reason: `expected at most 50 tags, got ${count}` });
  return failures;
}
