import { isObject, type Parsed, textsOf } from "../json";
import type { Machine, Node } from "./machine";

/** Calls of AWS that send visitors by weights, where their arguments name weights. */
const CALLS = [
  "route53:changeResourceRecordSets",
  "elasticloadbalancingv2:modifyListener",
  "elasticloadbalancingv2:modifyRule",
  "lambda:updateAlias",
  "appmesh:updateRoute",
  "vpclattice:updateRule",
  "vpclattice:updateListener",
];

const WEIGHT = /weight/i;

/** A function by its name: one that does something to what sends visitors, or one that only looks. */
const SETS = /(set|updat|chang|shift|mov|adjust|appl|modif|switch|restor|revert|roll).*(weight|route[-_]?53|traffic)/i;
const LOOKS = /check|get|read|list|describe|verif|validat|analy|calculat|comput|health|notif/i;
const RESTORES = /restor|revert|roll[-_]?back|reset/i;

const argumentsOf = (state: Parsed) => state.Arguments ?? state.Parameters;

/** True where a member of an object, at any depth, or an expression, names weights. */
function namesWeights(value: unknown): boolean {
  if (typeof value === "string") return /^\{%|^\$/.test(value) && WEIGHT.test(value);
  if (Array.isArray(value)) return value.some(namesWeights);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, member]) => WEIGHT.test(key) || namesWeights(member));
}

/** The name of the function that a task invokes; undefined where it invokes none, empty where the name is not known. */
function functionOf(state: Parsed): string | undefined {
  const [resource = ""] = textsOf(state.Resource);
  const args = argumentsOf(state);
  const given = isObject(args) ? args.FunctionName : undefined;
  const invokes = /:::(aws-sdk:)?lambda:invoke(\.|$)/.test(resource);
  const direct = /^arn:[\w-]+:lambda:/.test(resource);
  if (!invokes && !direct) return undefined;
  const [called = ""] = textsOf(direct ? resource : given);
  // An expression says nothing of the name.
  return /^(?:.*:function:)?([\w-]+)(?::[\w$-]+)?$/.exec(called)?.[1] ?? "";
}

/** True where a Pass before the task puts weights into what the task gets as a whole. */
function isHandedWeights({ nodes }: Machine, { id, state }: Node): boolean {
  if (argumentsOf(state) !== undefined) return false;
  return [...nodes.values()].some(({ state: before, next }) => {
    if (before.Type !== "Pass" || !next.includes(id)) return false;
    const [path = ""] = textsOf(before.ResultPath);
    return WEIGHT.test(path) || [before.Result, before.Output, argumentsOf(before)].some(namesWeights);
  });
}

/**
 * Whether a state sets weights: a task that calls AWS with weights, or a function that is given some, or whose name says that it
 * changes weights, traffic or Route 53.
 */
export function setsWeights(machine: Machine, node: Node): boolean {
  const { state } = node;
  if (state.Type !== "Task") return false;
  const [resource = ""] = textsOf(state.Resource);
  if (CALLS.some((call) => resource.endsWith(`:aws-sdk:${call}`))) return namesWeights(argumentsOf(state));
  const called = functionOf(state);
  if (called === undefined) return false;
  if (SETS.test(called)) return true;
  if (LOOKS.test(called)) return false;
  const args = argumentsOf(state);
  const payload = isObject(args) && "FunctionName" in args ? (args.Payload ?? args["Payload.$"]) : args;
  return namesWeights(payload) || isHandedWeights(machine, node);
}

/** Weights that send all visitors to one side, or none: of records and load balancers, and of aliases of functions. */
const ALL_OR_NONE = [0, 1, 100];

function outcomes(expression: string): string[] {
  const [, inner] = /^\{%(.*)%\}$/s.exec(expression.trim()) ?? [];
  if (inner === undefined) return [expression];
  const [condition = "", ...rest] = inner.split(/[?:]/);
  return rest.length === 0 ? [condition] : rest;
}

function sendsAll(weight: unknown): boolean {
  if (typeof weight === "number") return ALL_OR_NONE.includes(weight);
  if (typeof weight === "string") {
    return outcomes(weight).every((one) => one.trim() !== "" && ALL_OR_NONE.includes(Number(one)));
  }
  if (typeof weight !== "object" || weight === null) return false;
  return Object.values(weight).every(sendsAll);
}

/** Every value below a member that is named after weights. */
function weightsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(weightsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => (WEIGHT.test(key) ? [member] : weightsIn(member)));
}

/** Whether a task that sets weights sends all visitors to one side for certain: it divides them in no case. */
export function dividesNobody({ state }: Node): boolean {
  if (RESTORES.test(functionOf(state) ?? "")) return true;
  const weights = weightsIn(argumentsOf(state));
  return weights.length > 0 && weights.every(sendsAll);
}
