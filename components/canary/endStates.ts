import { fail, jsonata, type States } from "./asl";
import { IS_LAST, outwait, setWeights, untilInSync } from "./changeStates";
import { notify } from "./notification";
import type { ReleaseMachineArgs } from "./releaseArgs";
import { recordEnd, writeState } from "./stateItem";

/** After the promotion: nothing goes back any more. */
export function successStates(args: ReleaseMachineArgs): States {
  return {
    NotifySucceeded: notify(args, {
      outcome: "SUCCEEDED",
      next: "RecordSuccess",
      // Visitors are where they should be, whoever knows of it.
      failed: { next: "RecordSuccess" },
    }),
    RecordSuccess: recordEnd(args.table, { outcome: "SUCCEEDED", next: "ReleaseLock" }),
    ReleaseLock: releaseLock(args.table, "SUCCEEDED", "Succeeded", "LockNotReleased"),
    Succeeded: { Comment: "All visitors are the candidate's, which is the stable side now", Type: "Succeed" },
    LockNotReleased: fail(
      "The guard lets the lock go",
      "LockNotReleased",
      "The release has succeeded, but its lock could not be let go.",
    ),
  };
}

/**
 * Back to the side that had all visitors. The lock is let go last: should anything break off before, the guard finds the lock and
 * does all of it again.
 */
export function failBackStates(args: ReleaseMachineArgs): States {
  const { table, updateRoute53Arn } = args;
  const broken = { next: "CannotFailBack" };
  return {
    FailBack: writeState(table, {
      comment: "Only who still has the lock sets weights; a promotion that was half done is none",
      set: { stable: "$other" },
      numbers: { weight: "'0'" },
      condition: "lockOwner = :me",
      values: { me: "$me" },
      next: "RestoreWeights",
      patience: "long",
      refused: { next: "LostLock" },
      failed: broken,
    }),
    RestoreWeights: setWeights(updateRoute53Arn, {
      comment: "All visitors back to the stable side",
      weight: "0",
      assign: IS_LAST,
      patience: "long",
      next: "RestoredGetChange",
      failed: broken,
    }),
    ...untilInSync("Restored", {
      inSync: [
        { when: "$isLast", next: "NotifyFailed" },
        { when: "", next: "Outwait" },
      ],
      late: broken,
      failed: broken,
    }),
    Outwait: outwait("RestoreWeights"),
    NotifyFailed: notify(args, {
      outcome: "FAILED",
      why: "$reason.error & ': ' & $reason.cause",
      next: "RecordFailure",
      failed: { next: "RecordFailure" },
    }),
    RecordFailure: recordEnd(table, {
      outcome: "FAILED",
      why: "$reason.error & ': ' & $reason.cause",
      next: "ReleaseFailedLock",
    }),
    ReleaseFailedLock: releaseLock(table, "FAILED", "Failed", "Failed"),
    Failed: fail("Nobody is on the candidate's side", jsonata("$reason.error"), jsonata("$reason.cause")),
    CannotFailBack: fail(
      "Keeps the lock: the guard takes over",
      "CannotFailBack",
      jsonata(
        "'Visitors could not be brought back; the guard tries. The release had failed: ' & $reason.error & ': ' & $reason.cause",
      ),
    ),
  };
}

/** Whoever has lost the lock has none to let go: that is no failure. */
function releaseLock(table: ReleaseMachineArgs["table"], outcome: string, next: string, failed: string) {
  return writeState(table, {
    comment: "The next release may come",
    set: { lastExecution: "$me", lastOutcome: `'${outcome}'` },
    remove: ["lockOwner", "control", "step"],
    condition: "lockOwner = :me",
    values: { me: "$me" },
    next,
    patience: "long",
    refused: { next },
    failed: { next: failed },
  });
}
