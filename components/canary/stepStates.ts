import { choice, jsonata, pass, type Rule, reason, type State, type States, task, wait } from "./asl";
import { BACK, setWeights, untilInSync } from "./changeStates";
import { METRICS_SECONDS, RESOLVERS_SECONDS, type ReleaseMachineArgs, TARGETS_SECONDS } from "./releaseArgs";
import { attribute, readState, writeState } from "./stateItem";

/** How often a release looks whether it may go on, in seconds. */
const POLL_SECONDS = 10;

/** How often somebody who waits long looks at most: a poll writes up to 16 of the 25,000 events that an execution may have. */
const MOST_POLLS = 360;

/** Seconds after which a release that watches a step looks whether it was aborted. */
const LOOK_SECONDS = 60;

/** Before a check is repeated, in seconds: for metrics that come late. */
const RECHECK_SECONDS = 30;

/** Only what was read, and has not changed since: what somebody asks in between must not be lost. */
const AS_READ = "lockOwner = :me AND (attribute_not_exists(control) OR control = :control)";

const LOST: Rule = { when: "$owner != $me", next: "LostLock" };

const ABORTED: Rule = {
  when: "$control = 'ABORT'",
  next: "FailBack",
  assign: reason("Aborted", "'Somebody has aborted the release.'"),
};

/** A rollback is over in a minute, and does not give way. */
const SUPERSEDED: Rule = {
  when: "$control = 'SUPERSEDE' and $release.kind = 'release'",
  next: "FailBack",
  assign: reason("Superseded", "'A newer release is waiting.'"),
};

/** From the lock to the promotion: the candidate's targets, and step by step its weight. */
export function stepStates(args: ReleaseMachineArgs): States {
  return { ...targetStates(args), ...moveStates(args), ...judgeStates(args), ...pauseStates(args) };
}

/** Nobody is sent to a side whose tasks are not there. */
function targetStates({ table, checkHealthArn }: ReleaseMachineArgs): States {
  return {
    CheckTargets: checkHealth(checkHealthArn, "targets", "TargetsHealthy"),
    TargetsHealthy: choice(
      "Goes on when all targets are healthy",
      [
        { when: "$health.healthy", next: "ReadControlBefore" },
        {
          when: `$millis() - $lockedMillis > ${TARGETS_SECONDS * 1000}`,
          next: "FailBack",
          assign: reason("TargetsNotHealthy", "$health.summary"),
        },
      ],
      "WaitForTargets",
    ),
    WaitForTargets: wait("Tasks that have just begun are not healthy yet", POLL_SECONDS, "ReadControlMeanwhile"),
    ReadControlMeanwhile: readControl(table, "ControlMeanwhile"),
    ControlMeanwhile: choice(
      "Aborts here too; a pause waits for the first step",
      [LOST, ABORTED, SUPERSEDED],
      "CheckTargets",
    ),
  };
}

function moveStates({ table, updateRoute53Arn, waitSeconds, steps }: ReleaseMachineArgs): States {
  const look = Math.max(LOOK_SECONDS, Math.ceil((waitSeconds * steps.length) / MOST_POLLS));
  return {
    ReadControlBefore: readControl(table, "ControlBefore"),
    ControlBefore: choice(
      "Does what somebody has asked for, before the step",
      [
        LOST,
        ABORTED,
        SUPERSEDED,
        // With visitors on the candidate's side, it is the step before that is paused, and watched.
        {
          when: "$control = 'PAUSE' and $isLive",
          next: "Pause",
          assign: { place: "after", index: jsonata("$index - 1") },
        },
        { when: "$control = 'PAUSE'", next: "Pause", assign: { place: "before" } },
        { when: "$control = 'PROMOTE'", next: "Fence", assign: { index: jsonata("$count($steps) - 1") } },
      ],
      "Fence",
    ),
    Fence: writeState(table, {
      comment: "Only who still has the lock sets weights, and only when nobody has asked for something else",
      set: {},
      numbers: { weight: "$string($steps[$index])", step: "$string($index)" },
      condition: AS_READ,
      values: { me: "$me", control: "$control" },
      next: "SetWeight",
      patience: "some",
      refused: { next: "ReadControlBefore" },
      failed: BACK,
    }),
    SetWeight: setWeights(updateRoute53Arn, {
      comment: "Gives the candidate its share, and the other side the rest, in one change",
      weight: "$steps[$index]",
      patience: "some",
      next: "GetChange",
      // It may still have its effect, after the weights are restored.
      failed: { ...BACK, assign: { ...BACK.assign, isLast: false } },
    }),
    ...untilInSync("", {
      inSync: [
        { when: "$release.kind = 'rollback'", next: "Promote" },
        { when: "", next: "Settle" },
      ],
      late: {
        next: "FailBack",
        assign: reason("NotInSync", "'Route 53 has not brought the weights to all name servers in time.'"),
      },
      failed: BACK,
    }),
    Settle: wait(
      "Visitors come when their resolvers ask again; those of before say nothing",
      RESOLVERS_SECONDS,
      "Settled",
    ),
    Settled: pass(
      "From now on the step is watched",
      {
        since: jsonata("$now()"),
        watchedMillis: jsonata(`$millis() + ${waitSeconds * 1000}`),
        checks: 0,
        isLive: true,
      },
      "Observe",
    ),
    Observe: wait(
      "Lets visitors come",
      jsonata(`$max([0, $min([${look}, $ceil(($watchedMillis - $millis()) / 1000)])])`),
      "ReadControlWatching",
    ),
    ReadControlWatching: readControl(table, "ControlWatching"),
    ControlWatching: choice(
      "Aborts here too, as a step may take hours; a pause waits for its end",
      [LOST, ABORTED, SUPERSEDED, { when: "$millis() < $watchedMillis", next: "Observe" }],
      "AwaitMetrics",
    ),
    AwaitMetrics: wait("What is known of a minute is known some time after it", METRICS_SECONDS, "ReadControl"),
  };
}

function judgeStates({ table, checkHealthArn }: ReleaseMachineArgs): States {
  return {
    ReadControl: readControl(table, "Control"),
    Control: choice(
      "Does what somebody has asked for, after the step",
      [
        LOST,
        ABORTED,
        SUPERSEDED,
        // It has all visitors already, and was not watched.
        { when: "$release.kind = 'rollback'", next: "Promote" },
        { when: "$control = 'PAUSE'", next: "Pause", assign: { place: "after" } },
      ],
      "CheckHealth",
    ),
    CheckHealth: checkHealth(checkHealthArn, "traffic", "Healthy"),
    Healthy: choice(
      "The last step is the promotion; what is not healthy is looked at once more",
      [
        { when: "$health.healthy and $control = 'PAUSE'", next: "WaitPaused", assign: { checks: 0 } },
        { when: "$health.healthy and $index + 1 = $count($steps)", next: "Promote" },
        { when: "$health.healthy", next: "ReadControlBefore", assign: { index: jsonata("$index + 1") } },
        { when: "$checks = 0", next: "Recheck", assign: { checks: 1 } },
      ],
      "NotHealthy",
    ),
    Recheck: wait("Metrics may come late, and a checker may fail once", RECHECK_SECONDS, "CheckHealth"),
    NotHealthy: pass("Twice not healthy is not healthy", reason("NotHealthy", "$health.summary"), "FailBack"),
    Promote: writeState(table, {
      comment: "The candidate is the stable side from now on; the lock stays until everybody knows",
      set: { stable: "$release.side", stableSince: "$now()" },
      condition: AS_READ,
      values: { me: "$me", control: "$control" },
      next: "NotifySucceeded",
      patience: "some",
      refused: { next: "ReadControl" },
      failed: BACK,
    }),
  };
}

function pauseStates({ table, pauseSeconds }: ReleaseMachineArgs): States {
  const poll = Math.max(POLL_SECONDS, Math.ceil(pauseSeconds / MOST_POLLS));
  return {
    Pause: pass("Remembers since when", { pausedMillis: jsonata("$millis()") }, "WaitPaused"),
    WaitPaused: wait("Visitors stay as they are", poll, "ReadPaused"),
    ReadPaused: readControl(table, "StillPaused"),
    StillPaused: choice(
      "Goes on where it was when somebody says so, and back when nobody does for too long; who has visitors is watched",
      [
        LOST,
        ABORTED,
        SUPERSEDED,
        {
          when: `$control = 'PAUSE' and $millis() - $pausedMillis > ${pauseSeconds * 1000}`,
          next: "FailBack",
          assign: reason("PauseDeadline", `'The release was paused for more than ${pauseSeconds} seconds.'`),
        },
        { when: "$place = 'after'", next: "CheckHealth" },
        { when: "$control = 'PAUSE'", next: "WaitPaused" },
      ],
      "ReadControlBefore",
    ),
  };
}

function readControl(table: ReleaseMachineArgs["table"], next: string): State {
  return readState(table, {
    comment: "What somebody has asked the release to do, and whether it still has the lock",
    assign: { control: attribute("control", ""), owner: attribute("lockOwner", "") },
    next,
    failed: BACK,
  });
}

/** A check that fails is a check that finds nothing healthy. It is not tried again here: the release repeats it once itself. */
function checkHealth(checkHealthArn: ReleaseMachineArgs["checkHealthArn"], phase: string, next: string): State {
  const broken = jsonata(
    "{ 'healthy': false, 'summary': 'The check has failed: ' & $states.errorOutput.Error & ' ' & $states.errorOutput.Cause }",
  );
  return task({
    comment: phase === "targets" ? "Whether the candidate has healthy targets" : "Whether visitors are served well",
    resource: "arn:aws:states:::lambda:invoke",
    args: {
      FunctionName: checkHealthArn,
      Payload: {
        side: jsonata("$release.side"),
        deploymentId: jsonata("$release.deploymentId"),
        phase,
        since: jsonata(phase === "targets" ? "$startedAt" : "$since"),
        at: jsonata("$now()"),
      },
    },
    assign: { health: jsonata("$states.result.Payload") },
    patience: "none",
    next,
    failed: { next, assign: { health: broken } },
  });
}
