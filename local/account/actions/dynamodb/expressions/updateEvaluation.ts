import { copy } from "../../../values";
import { type AttributeMap, type AttributeValue, elementsOf, setOf, typeOf } from "../attributeValue";
import { addNumbers, subtractNumbers } from "../decimal";
import { invalid } from "../errors";
import { type DocumentPath, valueAt } from "./documentPath";
import type { NewValue, UpdateAction } from "./update";

/** What is to be at a path; undefined where nothing is. */
interface Change {
  path: DocumentPath;
  value: AttributeValue | undefined;
}

/**
 * An item after an update. All values are read from the item as it was before. An element of a list is taken out, or set behind the
 * list's end, after all others: places are those of the list as it was.
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 *
 * @throws AwsError `ValidationException`
 */
export function updated(item: AttributeMap, actions: readonly UpdateAction[]): AttributeMap {
  const changes = actions.map((action): Change => ({ path: action.path, value: copied(resultOf(action, item)) }));
  const root: AttributeValue = { M: copy(item) };
  const lists = new Map<AttributeValue[], Map<number, AttributeValue | undefined>>();
  for (const { path, value } of changes) {
    const parent = valueAt(root.M, path.slice(0, -1));
    const last = path.at(-1) ?? "";
    if (parent && "L" in parent && typeof last === "number") {
      const places = lists.get(parent.L) ?? new Map<number, AttributeValue | undefined>();
      lists.set(parent.L, places.set(last, value));
    } else if (parent && "M" in parent && typeof last === "string") {
      if (value) parent.M[last] = value;
      else delete parent.M[last];
    } else {
      throw invalid("The document path provided in the update expression is invalid for update");
    }
  }
  for (const [list, places] of lists) rewrite(list, places);
  return root.M;
}

function rewrite(list: AttributeValue[], places: ReadonlyMap<number, AttributeValue | undefined>): void {
  const kept = list.flatMap((value, place) => (places.has(place) ? (places.get(place) ?? []) : value));
  const behind = [...places].filter(([place]) => place >= list.length).sort(([one], [other]) => one - other);
  list.splice(0, list.length, ...kept, ...behind.flatMap(([, value]) => value ?? []));
}

/** Two attributes never share what is in them: the next update may change one of them. */
function copied(value: AttributeValue | undefined): AttributeValue | undefined {
  return value && copy(value);
}

function resultOf(action: UpdateAction, item: AttributeMap): AttributeValue | undefined {
  switch (action.kind) {
    case "SET":
      return evaluated(action.value, item);
    case "REMOVE":
      return undefined;
    case "ADD":
      return added(valueAt(item, action.path), action.value);
    case "DELETE":
      return withoutElements(valueAt(item, action.path), action.value);
  }
}

function added(value: AttributeValue | undefined, what: AttributeValue): AttributeValue {
  if (!value) return what;
  if ("N" in value && "N" in what) return { N: addNumbers(value.N, what.N) };
  const [these, those] = setsOf(value, what);
  return setOf(typeOf(value), [...these, ...those.filter((element) => !these.includes(element))]);
}

/** A set without some elements; a set without any is none. */
function withoutElements(value: AttributeValue | undefined, what: AttributeValue): AttributeValue | undefined {
  if (!value) return undefined;
  const [these, those] = setsOf(value, what);
  const left = these.filter((element) => !those.includes(element));
  return left.length > 0 ? setOf(typeOf(value), left) : undefined;
}

function setsOf(value: AttributeValue, what: AttributeValue): [string[], string[]] {
  const [these, those] = [elementsOf(value), elementsOf(what)];
  if (these && those && typeOf(value) === typeOf(what)) return [these, those];
  throw wrongOperand();
}

function evaluated(value: NewValue, item: AttributeMap): AttributeValue {
  if (value.kind === "constant") return value.value;
  if (value.kind === "path") {
    const found = valueAt(item, value.path);
    if (found) return found;
    throw invalid("The provided expression refers to an attribute that does not exist in the item");
  }
  const [first, second] = value.operands;
  if (value.name === "if_not_exists") {
    const found = first.kind === "path" && valueAt(item, first.path);
    return found || evaluated(second, item);
  }
  const [one, other] = [evaluated(first, item), evaluated(second, item)];
  if (value.name === "list_append") {
    if ("L" in one && "L" in other) return { L: [...one.L, ...other.L] };
    throw wrongOperand();
  }
  if (!("N" in one) || !("N" in other)) throw wrongOperand();
  return { N: value.name === "+" ? addNumbers(one.N, other.N) : subtractNumbers(one.N, other.N) };
}

function wrongOperand(): Error {
  return invalid("An operand in the update expression has an incorrect data type");
}
