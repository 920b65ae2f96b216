import type { Caller } from "../../account/actions/caller";
import { AwsError, type Value } from "../../account/model";
import { isObject } from "../../account/values";
import { TaskError } from "../stepfunctions/errors";
import type { ChangeInfo, HostedZones } from "./hostedZones";

/** Does a task with the rights of the state machine's role. */
type TaskHandler = (caller: Caller, args: Value) => Value;

/** Members whose names Step Functions writes as AWS's SDK for Java does, and Route 53 in another way. */
const SPELLED: Record<string, string> = { Ttl: "TTL", DnsName: "DNSName" };

/**
 * Step Functions' tasks for Route 53, by the ARN in `Resource`: docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 * Arguments and results are Route 53's own, but for `Ttl` and `DnsName`, which Step Functions writes so.
 *
 * They throw Route 53's errors, which Step Functions calls `Route53.…Exception`.
 */
export function route53Tasks(zones: HostedZones): Record<string, TaskHandler> {
  return {
    "arn:aws:states:::aws-sdk:route53:getChange": task((caller, input) => zones.getChange(caller, input)),
    "arn:aws:states:::aws-sdk:route53:changeResourceRecordSets": task((caller, input) => zones.change(caller, input)),
  };
}

function task(action: (caller: Caller, input: Value) => { ChangeInfo: ChangeInfo }): TaskHandler {
  return (caller, args) => {
    const input = translated(args);
    try {
      return { ChangeInfo: { ...action(caller, input).ChangeInfo } };
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "AccessDenied") throw error;
      // The SDK has no class of its own for it.
      throw new AwsError("Route53Exception", error.message);
    }
  };
}

/** @throws TaskError `States.Runtime` for a name that Step Functions does not have */
function translated(value: Value): Value {
  if (Array.isArray(value)) return value.map(translated);
  if (!isObject(value)) return value;
  const unknown = Object.keys(value).find((name) => Object.values(SPELLED).includes(name));
  if (unknown !== undefined) {
    throw new TaskError("States.Runtime", `The field "${unknown}" is not supported by Step Functions.`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [SPELLED[name] ?? name, translated(one)]));
}
