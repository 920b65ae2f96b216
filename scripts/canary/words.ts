import type { ReleaseState } from "../../lambdas/common/releaseState";
import { otherSide, type SideName } from "../../lambdas/common/sides";
import type { PastRelease } from "./releases";

/** The share of each side, as Route 53 has it. */
export type Shares = Readonly<Partial<Record<SideName, number>>>;

/** How everything stands, in lines for a person. */
export function describeState(state: ReleaseState, weights: Shares, host: string): string[] {
  const { stable, stableSince, lockOwner, lastOutcome } = state;
  const since = stableSince === undefined ? "from the beginning" : `since ${stableSince}`;
  const lines = [
    `${host}: blue ${weights.blue ?? 0} %, green ${weights.green ?? 0} %`,
    `The stable side is ${stable}, ${since}; the next release goes to ${otherSide(stable)}`,
  ];
  if (lockOwner !== undefined) lines.push(`Running: ${describeRunning(state)}`, `  ${lockOwner}`);
  else
    lines.push(lastOutcome === undefined ? "No release has run yet" : `No release runs; the last one ${lastOutcome}`);
  return lines;
}

/** A release that runs, in one line. */
export function describeRunning({ candidate, deploymentId, step, steps = "", weight, control }: ReleaseState): string {
  const all = steps.split(",");
  const where = step === undefined ? "before its first step" : `step ${step + 1} of ${all.length}, ${weight ?? 0} %`;
  const asked = control === undefined ? "" : `; asked to ${control.toLowerCase()}`;
  return `${candidate} (${deploymentId}), ${where}${asked}`;
}

/** A release of the past, in one line. */
export function describePast(release: PastRelease): string {
  const { startedAt, endedAt, kind, side, deploymentId, outcome, reason } = release;
  const end = outcome === undefined ? "runs" : `${outcome} at ${endedAt}`;
  const what = kind === "rollback" ? `rollback to ${side}` : `release of ${side} (${deploymentId})`;
  return `${startedAt}  ${what}  ${end}${reason === undefined ? "" : `: ${reason}`}`;
}
