import { type AttributeType, type AttributeValue, typeOf } from "../attributeValue";
import type { WrittenOperand } from "./conditionSyntax";
import { type DocumentPath, requireApart, requireUnreserved, resolvePath } from "./documentPath";
import type { Placeholders } from "./placeholders";
import { ExpressionError } from "./tokens";
import { requireOnce, type WrittenAction, type WrittenUpdate, type WrittenValue } from "./updateSyntax";

/** A value that SET gives. */
export type NewValue =
  | { kind: "path"; path: DocumentPath }
  | { kind: "constant"; value: AttributeValue }
  | { kind: "call"; name: string; operands: [NewValue, NewValue] };

/** A change of one attribute. */
export type UpdateAction =
  | { kind: "SET"; path: DocumentPath; value: NewValue }
  | { kind: "REMOVE"; path: DocumentPath }
  | { kind: "ADD" | "DELETE"; path: DocumentPath; value: AttributeValue };

/** AWS's long names of types that ADD or DELETE does not take. */
const LONG_NAMES: Partial<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  NULL: "NULL",
  L: "LIST",
  M: "MAP",
};

const FUNCTIONS = ["if_not_exists", "list_append"];

/**
 * Finds out what an update refers to, and throws where it is none that DynamoDB takes, in the order in which it looks.
 *
 * @throws ExpressionError
 */
export function resolveUpdate(update: WrittenUpdate, placeholders: Placeholders): UpdateAction[] {
  const { actions } = update;
  const operands = actions.flatMap((action) => (action.kind === "SET" ? operandsIn(action.value) : []));
  const paths = [...actions.map(({ path }) => path), ...operands.filter((one) => one.kind === "path")];
  for (const path of paths) requireUnreserved(path);
  for (const one of operands) if (one.kind === "call") requireFunction(one.name);
  requireOnce(update);
  for (const path of paths) resolvePath(path, placeholders);
  for (const key of actions.flatMap(keysIn)) placeholders.value(key);
  requireApart(actions.map(({ path }) => resolvePath(path, placeholders)));
  for (const action of actions) requireOperandOf(action, placeholders);
  return actions.map((action) => resolveAction(action, placeholders));
}

/** The paths from which an update reads, and which it changes. */
export function pathsInUpdate(actions: readonly UpdateAction[]): DocumentPath[] {
  const read = (value: NewValue): DocumentPath[] => {
    if (value.kind === "path") return [value.path];
    return value.kind === "call" ? value.operands.flatMap(read) : [];
  };
  return actions.flatMap((action) => (action.kind === "SET" ? [action.path, ...read(action.value)] : [action.path]));
}

function operandsIn(value: WrittenValue): WrittenOperand[] {
  if (value.kind === "arithmetic") return value.operands.flatMap(operandsIn);
  return value.kind === "call" ? [value, ...value.operands.flatMap(operandsIn)] : [value];
}

function keysIn(action: WrittenAction): string[] {
  if (action.kind === "REMOVE") return [];
  if (action.kind !== "SET") return [action.key];
  return operandsIn(action.value).flatMap((one) => (one.kind === "value" ? [one.key] : []));
}

function requireFunction(name: string): void {
  if (!FUNCTIONS.includes(name)) throw new ExpressionError(`Invalid function name; function: ${name}`);
}

function requireOperandOf(action: WrittenAction, placeholders: Placeholders): void {
  if (action.kind !== "ADD" && action.kind !== "DELETE") return;
  const type = typeOf(placeholders.value(action.key));
  const name = LONG_NAMES[type];
  if (name === undefined || (action.kind === "ADD" && type === "N")) return;
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator: ${action.kind}, operand type: ${name}, ` +
      `typeSet: ALLOWED_FOR_${action.kind}_OPERAND`,
  );
}

function resolveAction(action: WrittenAction, placeholders: Placeholders): UpdateAction {
  const path = resolvePath(action.path, placeholders);
  if (action.kind === "REMOVE") return { kind: "REMOVE", path };
  if (action.kind === "SET") return { kind: "SET", path, value: resolveValue(action.value, placeholders) };
  return { kind: action.kind, path, value: placeholders.value(action.key) };
}

function resolveValue(written: WrittenValue, placeholders: Placeholders): NewValue {
  if (written.kind === "path") return { kind: "path", path: resolvePath(written, placeholders) };
  if (written.kind === "value") return { kind: "constant", value: placeholders.value(written.key) };
  const name = written.kind === "call" ? written.name : written.operator;
  const operands = written.operands.map((one) => resolveValue(one, placeholders));
  const [first, second, ...others] = operands;
  if (!first || !second || others.length > 0) {
    throw new ExpressionError(
      "Incorrect number of operands for operator or function; " +
        `operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === "if_not_exists") requirePath(name, first);
  if (name === "list_append") requireType(name, "L", [first, second]);
  if (name === "+" || name === "-") requireType(name, "N", [first, second]);
  return { kind: "call", name, operands: [first, second] };
}

function requirePath(name: string, operand: NewValue): void {
  if (operand.kind === "path") return;
  throw new ExpressionError(`Operator or function requires a document path; operator or function: ${name}`);
}

function requireType(name: string, type: AttributeType, operands: readonly NewValue[]): void {
  const types = operands.flatMap((one) => (one.kind === "constant" ? [typeOf(one.value)] : []));
  const wrong = types.find((one) => one !== type);
  if (wrong === undefined) return;
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${wrong}`,
  );
}
