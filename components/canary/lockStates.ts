import { CAUGHT, choice, fail, jsonata, pass, reason, type States, wait } from "./asl";
import { notify } from "./notification";
import { LOCK_SECONDS, type ReleaseMachineArgs } from "./releaseArgs";
import { attribute, readState, recordStart, writeState } from "./stateItem";

/** The candidate is the side that waits: of the stable side, which has all visitors, there is nothing to release. */
const OTHER_IS_STABLE = "($other = 'blue' ? '(attribute_not_exists(stable) OR stable = :other)' : 'stable = :other')";

/** Of nobody's lock, or of the own one: a retry does not know whether the attempt before it got it. */
export const TAKES_LOCK = jsonata(`'(attribute_not_exists(lockOwner) OR lockOwner = :me) AND ' & ${OTHER_IS_STABLE}`);

/** Keys of the history begin with the time of the start: whoever has started later is newer. */
const MAY_ASK =
  "lockOwner = :holder AND historyKey < :historyKey AND NOT begins_with(deploymentId, :rollback) AND " +
  "(attribute_not_exists(control) OR control <> :abort)";

/** From the start until the release has the lock, and everybody knows. */
export function lockStates(args: ReleaseMachineArgs): States {
  const { table, steps } = args;
  return {
    Begin: pass(
      "Names what all states speak of",
      {
        release: jsonata("$states.input"),
        me: jsonata("$states.context.Execution.Id"),
        startedAt: jsonata("$states.context.Execution.StartTime"),
        historyKey: jsonata("$states.context.Execution.StartTime & '#' & $states.context.Execution.Name"),
        other: jsonata("$states.input.side = 'blue' ? 'green' : 'blue'"),
        // A rollback is a release to the side that had all visitors before, in one step.
        steps: jsonata(`$states.input.kind = 'rollback' ? [100] : ${JSON.stringify(steps)}`),
        index: 0,
        checks: 0,
        place: "before",
        isLive: false,
        isLast: true,
      },
      "KnownRelease",
    ),
    KnownRelease: choice(
      "Goes on with a release that can be understood",
      [
        {
          when:
            "$release.side in ['blue', 'green'] and $release.kind in ['release', 'rollback'] and " +
            "$type($release.deploymentId) = 'string'",
          next: "AcquireLock",
        },
      ],
      "InvalidInput",
    ),
    InvalidInput: fail(
      "Nothing has been touched",
      "InvalidInput",
      'Expected {"kind": "release" or "rollback", "side": "blue" or "green", "deploymentId": text}.',
    ),
    AcquireLock: writeState(table, {
      comment: "One release at a time has the lock; the side that has all visitors is no candidate",
      set: {
        lockOwner: "$me",
        // Stays when the lock changes hands: whose release it is that somebody has to end.
        acquiredBy: "$me",
        lockedAt: "$now()",
        candidate: "$release.side",
        deploymentId: "$release.deploymentId",
        steps: "$join($map($steps, $string), ',')",
        historyKey: "$historyKey",
      },
      numbers: { weight: "'0'" },
      remove: ["step"],
      condition: TAKES_LOCK,
      values: { me: "$me", other: "$other" },
      next: "RecordStart",
      patience: "some",
      refused: { next: "ReadHolder" },
      // Whether the lock was taken is not known: if it was, the guard sees that.
      failed: { next: "LockNotAcquired", assign: CAUGHT },
    }),
    ReadHolder: readState(table, {
      comment: "Who has the lock, and which side has the visitors",
      assign: {
        holder: attribute("lockOwner", ""),
        stable: attribute("stable", "blue"),
        reason: { error: "LockNotAcquired", cause: "Another release has the lock, and has not given way." },
      },
      next: "MayWait",
      failed: { next: "LockNotAcquired", assign: CAUGHT },
    }),
    MayWait: choice(
      "Waits for another release, but not for ever",
      [
        { when: "$stable = $release.side", next: "AlreadyStable" },
        { when: `$millis() - $toMillis($startedAt) > ${LOCK_SECONDS * 1000}`, next: "LockNotAcquired" },
        { when: "$holder = ''", next: "WaitForLock" },
      ],
      "AskToGiveWay",
    ),
    AskToGiveWay: writeState(table, {
      comment: "An older release goes back for this one; not a rollback, nor what was aborted, nor what has ended",
      set: { control: "'SUPERSEDE'" },
      condition: MAY_ASK,
      values: { holder: "$holder", historyKey: "$historyKey", rollback: "'rollback-'", abort: "'ABORT'" },
      next: "WaitForLock",
      patience: "none",
      failed: { next: "WaitForLock" },
    }),
    WaitForLock: wait("The other release needs a minute or two to go back", 10, "AcquireLock"),
    AlreadyStable: fail(
      "Nothing has been touched",
      "AlreadyStable",
      "The side has all visitors already: nothing is left to release.",
    ),
    LockNotAcquired: fail("Nothing has been touched", jsonata("$reason.error"), jsonata("$reason.cause")),
    RecordStart: recordStart(table, { next: "NotifyStarted", failed: { next: "FailBack", assign: CAUGHT } }),
    NotifyStarted: notify(args, {
      outcome: "STARTED",
      next: "CheckTargets",
      // A release that nobody can be told of does not go on.
      failed: { next: "FailBack", assign: CAUGHT },
    }),
    LostLock: pass(
      "Somebody has taken the lock away, or has let it go",
      reason("LostLock", "'Another one has taken the lock of this release, or has let it go.'"),
      "Reclaim",
    ),
    Reclaim: writeState(table, {
      comment: "Takes the lock back if nobody has it: somebody must bring visitors back",
      set: { lockOwner: "$me", lockedAt: "$now()" },
      condition: TAKES_LOCK,
      values: { me: "$me", other: "$other" },
      next: "FailBack",
      patience: "long",
      refused: { next: "LeftToOwner" },
      failed: { next: "CannotFailBack" },
    }),
    LeftToOwner: fail(
      "Writes no weights: they are the owner's, who tells how it ends",
      jsonata("$reason.error"),
      jsonata("$reason.cause & ' The weights are left to the one who has it.'"),
    ),
  };
}
