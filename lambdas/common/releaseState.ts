import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { isSide, type SideName } from "./sides";

/** Where the state of releases is in the table: one item, which is not there before the first release. */
export const STATE_KEY = { pk: { S: "RELEASE" }, sk: { S: "STATE" } } as const;

/** Partition of the table that has an item for every release, the sort key beginning with when it started. */
export const HISTORY = "HISTORY";

/** What the table says of the release that runs, or of the last one. */
export interface ReleaseState {
  /** The side that all visitors come to when no release runs. */
  stable: SideName;
  /** When it became that by a release, ISO 8601; absent while no release has been promoted. */
  stableSince?: string;
  /** ARN of the execution that releases now. */
  lockOwner?: string;
  lockedAt?: string;
  candidate?: SideName;
  /** Id of the ECS deployment that is released, or was released last, whatever came of it. */
  deploymentId?: string;
  /** Percent of the traffic that the candidate was given last. */
  weight?: number;
  /** Number of the step, from 0. */
  step?: number;
  /** The weights of all steps, as `10,50,100`. */
  steps?: string;
  /** What somebody has asked the running release to do. */
  control?: string;
  lastExecution?: string;
  lastOutcome?: string;
}

/** Reads the item that is under {@link STATE_KEY}, or what holds where there is none. */
export function readReleaseState(item: Readonly<Record<string, AttributeValue>> = {}): ReleaseState {
  const text = (name: string) => item[name]?.S;
  const number = (name: string) => (item[name]?.N === undefined ? undefined : Number(item[name].N));
  const [stable, candidate] = [text("stable"), text("candidate")];
  return {
    stable: isSide(stable) ? stable : "blue",
    stableSince: text("stableSince"),
    lockOwner: text("lockOwner"),
    lockedAt: text("lockedAt"),
    candidate: isSide(candidate) ? candidate : undefined,
    deploymentId: text("deploymentId"),
    weight: number("weight"),
    step: number("step"),
    steps: text("steps"),
    control: text("control"),
    lastExecution: text("lastExecution"),
    lastOutcome: text("lastOutcome"),
  };
}
