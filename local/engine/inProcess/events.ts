import type { EnforcementLevel, Severity } from "@pulumi/policy";
import { parseUrn } from "./urn";

/**
 * What is done to a resource. `replace` makes the new one of a pair, `delete-replaced` removes the old one; `discard`
 * forgets a resource that was only read.
 */
export type Operation = "create" | "same" | "update" | "replace" | "delete-replaced" | "delete" | "read" | "discard";

interface About {
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  /** URN of the parent; the stack itself has none. */
  parent?: string;
}

/** A rule of the policy pack that a resource, or the stack, breaks. */
export interface Violation {
  /** Name of the rule. */
  policy: string;
  description: string;
  /** What the rule says is wrong. */
  message: string;
  /** `mandatory` stops the deployment. */
  level: EnforcementLevel;
  severity?: Severity;
  remediationSteps?: string;
  /** The resource; absent where the stack as a whole is meant. */
  urn?: string;
}

/** Something that the program, or the SDK on its behalf, said with `pulumi.log`. */
export interface Warning {
  severity: "info" | "warning" | "error";
  message: string;
  urn?: string;
}

/** What a deployment does while it does it, for a person who watches. */
export type EngineEvent =
  /** An operation begins. */
  | ({ kind: "step"; op: Operation } & About)
  /** An operation has succeeded. */
  | ({ kind: "resource"; op: Operation; id?: string } & About)
  /** A rule found something, or changed the inputs of a resource. */
  | { kind: "policy"; violation: Violation }
  | { kind: "remediation"; policy: string; description: string; urn: string }
  /** The program said something. */
  | { kind: "warning"; warning: Warning };

/** What every event about a resource says of it. */
export function about(resource: { urn: string; parent?: string; id?: string }): About & { id?: string } {
  const { type, name } = parseUrn(resource.urn);
  const { urn, parent, id } = resource;
  return { urn, type, name, ...(parent && { parent }), ...(id !== undefined && { id }) };
}
