import { AwsError, type CheckFailure } from "../../account/model";
import type { Violation, Warning } from "./events";
import type { StackState } from "./stackState";
import { describe } from "./urn";

/** What a deployment was doing when it failed. */
export type FailedOperation = "check" | "create" | "update" | "replace" | "delete" | "read" | "policy" | "program";

/** Why a deployment stopped. */
export interface Problem {
  operation: FailedOperation;
  message: string;
  urn?: string;
  /** AWS's error code, where AWS refused. */
  code?: string;
  /** The inputs that were refused. */
  failures?: CheckFailure[];
  cause?: unknown;
}

/** A deployment that did not succeed. Everything that it made until then is in `state`, to be repaired or destroyed. */
export class DeploymentError extends Error implements Problem {
  declare readonly operation: FailedOperation;
  declare readonly urn?: string;
  declare readonly code?: string;
  declare readonly failures?: CheckFailure[];
  /** Not enumerable: it has secrets in clear, and whoever prints an error prints what is enumerable. */
  declare readonly state: StackState;
  readonly violations: Violation[];
  readonly warnings: Warning[];

  constructor(problem: Problem, state: StackState, violations: Violation[] = [], warnings: Warning[] = []) {
    const { message, cause, ...rest } = problem;
    super(message, cause === undefined ? {} : { cause });
    this.name = "DeploymentError";
    Object.assign(this, rest);
    Object.defineProperty(this, "state", { value: state, enumerable: false });
    this.violations = violations;
    this.warnings = warnings;
  }
}

/** Carries a problem out of the depths of a deployment; never leaves the engine. */
export class Stop extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

const DOING = {
  check: "checking",
  create: "creating",
  update: "updating",
  replace: "replacing",
  delete: "deleting",
  read: "reading",
  policy: "validating",
  program: "running",
} as const;

/** The problem of an operation on a resource that threw something. */
export function problemOf(operation: FailedOperation, urn: string, thrown: unknown): Problem {
  if (thrown instanceof Stop) return thrown.problem;
  const reason = thrown instanceof AwsError ? String(thrown) : messageOf(thrown);
  const problem: Problem = {
    operation,
    urn,
    message: `${DOING[operation]} ${describe(urn)}: ${reason}`,
    cause: thrown,
  };
  if (thrown instanceof AwsError) problem.code = thrown.code;
  return problem;
}

/** The problem of inputs that the provider refuses: one line for each. */
export function checkProblem(urn: string, failures: CheckFailure[]): Problem {
  const lines = failures.map(({ property, reason }) => `\n  ${property ? `${property}: ` : ""}${reason}`);
  return { operation: "check", urn, failures, message: `${describe(urn)} has wrong inputs:${lines.join("")}` };
}

/** The text of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
