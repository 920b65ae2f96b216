import jsonata from "jsonata";

/** Part of a parsed expression; JSONata's own type has neither all fields nor all kinds. */
interface Node {
  type?: string;
  value?: unknown;
  steps?: Node[];
  [field: string]: unknown;
}

/** Where there is a context item of its own: in filters, orders and groups, and in a transformation. */
const INNER_FIELDS = ["predicate", "stages", "group", "terms"];
const INNER_TYPES = ["filter", "transform"];

/**
 * What Step Functions has against an expression when a machine is made, or nothing. There is no context item: a path begins with
 * `$states` or with a variable.
 *
 * @param inCatch Whether `$states.errorOutput` is there.
 */
export function checkExpression(expression: string, { inCatch = false } = {}): string | undefined {
  let tree: Node;
  try {
    tree = jsonata(expression).ast() as Node;
  } catch (error) {
    return `INVALID_JSONATA_EXPRESSION: ${(error as { message?: string }).message}`;
  }
  const bad = reference(tree, inCatch, true);
  return bad && `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${bad}' at the top level is not supported.`;
}

/** The first name that refers to nothing. @param isTop Whether there is no context item. */
function reference(node: unknown, inCatch: boolean, isTop: boolean): string | undefined {
  if (Array.isArray(node)) return first(node, (one) => reference(one, inCatch, isTop));
  if (typeof node !== "object" || node === null) return undefined;
  const { type, value, steps, ...rest } = node as Node;
  if (type === "variable" && value === "$") return "$$";
  if (type === "variable" && value === "") return isTop ? "$" : undefined;
  if (isTop && type === "name") return String(value);
  if (isTop && (type === "wildcard" || type === "descendant" || type === "parent")) return String(value ?? type);
  if (steps && !inCatch && isErrorOutput(steps)) return "$states.errorOutput";
  const [head, ...others] = steps ?? [];
  return (
    reference(head, inCatch, isTop) ??
    reference(others, inCatch, false) ??
    first(Object.entries(rest), ([field, one]) =>
      reference(one, inCatch, isTop && !INNER_FIELDS.includes(field) && !INNER_TYPES.includes(type ?? "")),
    )
  );
}

function isErrorOutput([head, second]: Node[]): boolean {
  return (
    head?.type === "variable" && head.value === "states" && second?.type === "name" && second.value === "errorOutput"
  );
}

function first<T>(nodes: readonly T[], find: (node: T) => string | undefined): string | undefined {
  for (const node of nodes) {
    const found = find(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
