import type { Props, Value } from "../../account/model";
import { isObject } from "../../account/values";
import { parsePropertyPath, type Step } from "../../propertyPath";
import { inside, isSecret, secret } from "../wire";
import { Stop } from "./errors";
import { describe } from "./urn";

type Container = Props | Value[];

/**
 * New inputs in which the ignored paths have the values that they have in the old inputs; a path that the old inputs
 * lack is taken out. A path through something that only one side has is an error, as it is for Pulumi's engine.
 */
export function keepIgnored(urn: string, news: Props, olds: Props | undefined, paths: readonly string[]): Props {
  if (!olds || paths.length === 0) return news;
  const kept = structuredClone(news);
  const lost = paths.filter((path) => !reset(kept, olds, parsePropertyPath(path)));
  if (lost.length > 0) {
    throw new Stop({
      operation: "check",
      urn,
      message:
        `${describe(urn)} cannot ignore changes of ${lost.join(", ")}: a part of the path exists only ` +
        `${lost.length === 1 ? "on one side of the change" : "on one side of their changes"}. ` +
        `Shorten the path in ignoreChanges, or change the input back.`,
    });
  }
  return kept;
}

/**
 * Sets what the path names in `target` to what it names in `source`; false where it leads to nothing on one side.
 *
 * @param bare Whether the source is inside a secret and the target is not: then what is set is marked as secret.
 */
function reset(target: Container, source: Container, [step, ...rest]: Step[], bare = false): boolean {
  if (step === undefined) return true;
  if (step === "*") return keysOf(target, source)?.every((key) => reset(target, source, [key, ...rest], bare)) ?? false;
  const before = at(source, step);
  if (rest.length === 0) return put(target, step, bare && before !== undefined ? secret(before) : before);
  const after = at(target, step);
  if (before === undefined && after === undefined) return true;
  const [inner, from] = [inside(after), inside(before)];
  const exposed = (bare || isSecret(before)) && !isSecret(after);
  return isContainer(inner) && isContainer(from) && reset(inner, from, rest, exposed);
}

/** Names or positions that `*` stands for; undefined for lists of different lengths, which nothing pairs up. */
function keysOf(target: Container, source: Container): Step[] | undefined {
  if (Array.isArray(target) || Array.isArray(source)) {
    if (!Array.isArray(target) || !Array.isArray(source) || target.length !== source.length) return undefined;
    return [...target.keys()];
  }
  return [...new Set([...Object.keys(target), ...Object.keys(source)])];
}

function isContainer(value: Value | undefined): value is Container {
  return Array.isArray(value) || isObject(value);
}

function at(container: Container, step: Step): Value | undefined {
  return Array.isArray(container) ? container[Number(step)] : container[String(step)];
}

function put(container: Container, step: Step, value: Value | undefined): boolean {
  if (Array.isArray(container)) {
    const index = Number(step);
    if (value === undefined || !(index < container.length)) return false;
    container[index] = structuredClone(value);
  } else if (value === undefined) delete container[String(step)];
  else container[String(step)] = structuredClone(value);
  return true;
}
