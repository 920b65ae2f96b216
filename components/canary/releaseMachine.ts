import type { StateMachineDefinition } from "./asl";
import { failBackStates, successStates } from "./endStates";
import { lockStates } from "./lockStates";
import { LOCK_SECONDS, type ReleaseMachineArgs, SYNC_SECONDS, TARGETS_SECONDS } from "./releaseArgs";
import { stepStates } from "./stepStates";

/**
 * The state machine that releases: it takes the lock, looks at the candidate's targets, and gives it its share of the visitors
 * step by step, each of which is watched and judged. Whatever goes wrong leads to `FailBack`.
 */
export function releaseMachine(args: ReleaseMachineArgs): StateMachineDefinition {
  return {
    Comment: `Releases ${args.record} of ${args.stack} step by step, or not at all`,
    QueryLanguage: "JSONata",
    StartAt: "Begin",
    TimeoutSeconds: longest(args),
    States: { ...lockStates(args), ...stepStates(args), ...successStates(args), ...failBackStates(args) },
  };
}

/** A release that still keeps to all its deadlines is not cut off; paused before and after each step it takes longest. */
function longest({ steps, waitSeconds, pauseSeconds }: ReleaseMachineArgs): number {
  const step = 2 * pauseSeconds + SYNC_SECONDS + waitSeconds + 600;
  return Math.min(LOCK_SECONDS + TARGETS_SECONDS + steps.length * step + 3600, 31_536_000);
}
