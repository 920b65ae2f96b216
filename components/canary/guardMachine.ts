import { choice, fail, jsonata, pass, type StateMachineDefinition, type Text, task } from "./asl";
import { CHANGE_BEGUN, IS_LAST, outwait, untilInSync } from "./changeStates";
import { notify } from "./notification";
import { attribute, recordEnd, writeState } from "./stateItem";

export interface GuardMachineArgs {
  /** The stack's name, for messages. */
  stack: string;
  /** The DNS name whose two records share the visitors. */
  record: string;
  /** Name of the table. */
  table: Text;
  topicArn: Text;
  hostedZoneId: Text;
  /** The load balancers that the records stand for. */
  sides: Record<"blue" | "green", { dnsName: Text; zoneId: Text }>;
}

/** Seconds: a guard that has not managed for an hour needs somebody to look. */
const LONGEST = 3600;

/** An execution that has ended its release says so in `lastExecution`. */
const HAS_NOT_ENDED =
  "lockOwner = :failed OR lockOwner = :me OR (attribute_not_exists(lockOwner) AND acquiredBy = :failed AND " +
  "(attribute_not_exists(lastExecution) OR lastExecution <> :failed))";

const ABOUT = {
  execution: "$execution",
  kind: "$kind",
  side: "$candidate",
  deploymentId: "$deploymentId",
  startedAt: "$substringBefore($historyKey, '#')",
};

/**
 * The state machine that comes when a release was stopped, timed out or broke off: it takes the lock over, if the release still
 * has it, and brings visitors to the stable side. It calls Route 53 by itself: a function that fails may be why it has come.
 */
export function guardMachine(args: GuardMachineArgs): StateMachineDefinition {
  const { stack, record, table } = args;
  const broken = { next: "CannotRecover" };
  const why = "'The execution has ended as ' & $status & ', and the guard has taken over.'";
  return {
    Comment: `Brings visitors of ${record} of ${stack} to the stable side when a release broke off`,
    QueryLanguage: "JSONata",
    StartAt: "Begin",
    TimeoutSeconds: LONGEST,
    States: {
      Begin: pass(
        "Which release has ended, and how",
        {
          failed: jsonata("$states.input.detail.executionArn"),
          status: jsonata("$states.input.detail.status"),
          me: jsonata("$states.context.Execution.Id"),
          isLast: false,
        },
        "TakeOver",
      ),
      TakeOver: writeState(table, {
        comment: "The release still has the lock, or has lost it and not ended: it has not cleaned up after itself",
        set: { lockOwner: "$me" },
        condition: HAS_NOT_ENDED,
        values: { me: "$me", failed: "$failed" },
        returns: "ALL_NEW",
        assign: {
          stable: attribute("stable", "blue", "$states.result.Attributes"),
          execution: attribute("acquiredBy", "", "$states.result.Attributes"),
          candidate: attribute("candidate", "green", "$states.result.Attributes"),
          deploymentId: attribute("deploymentId", "", "$states.result.Attributes"),
          historyKey: attribute("historyKey", "", "$states.result.Attributes"),
        },
        next: "Name",
        patience: "long",
        refused: { next: "NothingToDo" },
        failed: broken,
      }),
      Name: pass(
        "A release that was promoted has succeeded, whether or not it could say so",
        {
          outcome: jsonata("$stable = $candidate ? 'SUCCEEDED' : 'FAILED'"),
          kind: jsonata("$substring($deploymentId, 0, 9) = 'rollback-' ? 'rollback' : 'release'"),
        },
        "RestoreWeights",
      ),
      RestoreWeights: task({
        comment: "All visitors to the stable side, in one change",
        resource: "arn:aws:states:::aws-sdk:route53:changeResourceRecordSets",
        args: {
          HostedZoneId: args.hostedZoneId,
          ChangeBatch: { Changes: (["blue", "green"] as const).map((side) => upsert(args, side)) },
        },
        assign: { changeId: jsonata("$states.result.ChangeInfo.Id"), ...CHANGE_BEGUN, ...IS_LAST },
        patience: "long",
        next: "GetChange",
        failed: broken,
      }),
      ...untilInSync("", {
        inSync: [
          { when: "$isLast", next: "Notify" },
          { when: "", next: "Outwait" },
        ],
        late: broken,
        failed: broken,
      }),
      Outwait: outwait("RestoreWeights"),
      Notify: notify(args, {
        outcome: jsonata("$outcome"),
        why,
        about: ABOUT,
        next: "HasHistory",
        failed: { next: "HasHistory" },
      }),
      HasHistory: choice(
        "A lock that somebody has taken by hand belongs to no release",
        [{ when: "$historyKey != ''", next: "Record" }],
        "ReleaseLock",
      ),
      Record: recordEnd(table, { outcome: jsonata("$outcome"), why, about: ABOUT, next: "ReleaseLock" }),
      ReleaseLock: writeState(table, {
        comment: "The next release may come",
        set: { lastExecution: "$execution", lastOutcome: "$outcome" },
        remove: ["lockOwner", "control", "step"],
        condition: "lockOwner = :me",
        values: { me: "$me" },
        next: "Recovered",
        patience: "long",
        refused: { next: "Recovered" },
        failed: broken,
      }),
      Recovered: { Comment: "All visitors are the stable side's", Type: "Succeed" },
      NothingToDo: { Comment: "The release had cleaned up, or another one has the lock", Type: "Succeed" },
      CannotRecover: fail(
        "An alarm tells somebody",
        "CannotRecover",
        jsonata("'Visitors could not be brought to the stable side after ' & $failed & '.'"),
      ),
    },
  };
}

/** Step Functions names members as AWS's SDK for Java does: `DnsName`. */
function upsert({ record, sides }: GuardMachineArgs, side: "blue" | "green") {
  return {
    Action: "UPSERT",
    ResourceRecordSet: {
      Name: record,
      Type: "A",
      SetIdentifier: side,
      Weight: jsonata(`$stable = '${side}' ? 100 : 0`),
      AliasTarget: {
        HostedZoneId: sides[side].zoneId,
        DnsName: sides[side].dnsName,
        EvaluateTargetHealth: false,
      },
    },
  };
}
