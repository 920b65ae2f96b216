import { DeploymentError, problemOf, Stop } from "./errors";
import type { EngineEvent } from "./events";
import { findProvider } from "./ledger";
import type { EngineAccount } from "./providers";
import { removeAll } from "./removal";
import type { ResourceState, StackState } from "./stackState";
import { describe, makeUrn, STACK_TYPE } from "./urn";

export interface DestroyOptions {
  account: EngineAccount;
  state: StackState;
  on?: (event: EngineEvent) => void;
}

/**
 * Deletes everything that a stack's state knows, each resource after all that depends on it. It is `pulumi destroy`.
 * Returns the URNs in the order in which they went.
 *
 * @throws {DeploymentError} when something is protected (then nothing was deleted), or AWS refuses to delete a
 * resource. Its `state` has what is left.
 */
export function destroy({ account, state, on }: DestroyOptions): { order: string[] } {
  const left = new Set(state.resources);
  try {
    requireNoneProtected(state.resources);
    const order = removeAll(state.resources, {
      account,
      provider: (reference) => findProvider(reference, state.resources),
      removed: (resource) => left.delete(resource),
      on,
    });
    return { order };
  } catch (error) {
    const { project, stack } = state;
    const urn = makeUrn(stack, project, undefined, STACK_TYPE, `${project}-${stack}`);
    const problem = error instanceof Stop ? error.problem : problemOf("delete", urn, error);
    throw new DeploymentError(problem, structuredClone({ project, stack, resources: [...left] }));
  }
}

function requireNoneProtected(resources: readonly ResourceState[]): void {
  const held = resources.filter(({ protect }) => protect);
  if (held.length === 0) return;
  const message =
    `The stack has protected resources, so nothing was deleted: ${held.map(({ urn }) => describe(urn)).join(", ")}. ` +
    `Take the option protect away in the program and deploy that first.`;
  throw new Stop({ operation: "delete", message, ...(held[0] && { urn: held[0].urn }) });
}
