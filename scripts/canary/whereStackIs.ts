import type { SideName } from "../../lambdas/common/sides";
import { type ClientConfig, notUpToLab, type ReachableStack } from "../common/stack";

/** Where a stack's releases happen, as its output `canary` names it. */
export interface Canary {
  /** What visitors open. */
  host: string;
  /** Those of the zone, which answer for the host whether or not the domain is registered. */
  nameServers: string[];
  zoneId: string;
  /** Name of the cluster. */
  cluster: string;
  /** Names of the services that are released. */
  services: Record<SideName, string>;
  /** ARN of the state machine that releases. */
  release: string;
  /** ARN of the state machine that brings visitors back when a release broke off. */
  guard: string;
  /** Name of the table. */
  table: string;
}

/** @throws InputError where the stack has no canary releases */
export function withCanary(
  stack: string,
  { outputs, client }: ReachableStack,
): { canary: Canary; client: ClientConfig } {
  const { canary } = outputs as { canary?: Canary };
  if (canary === undefined) throw notUpToLab(stack, 7, "canary releases");
  return { canary, client };
}
