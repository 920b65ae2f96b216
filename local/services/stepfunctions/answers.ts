import { type AccountRecord, AwsError, type Props } from "../../account/model";
import { number, text } from "../../account/types/read";
import { EPOCH } from "../kernel/simulation";
import type { Execution } from "./execution";
import { detailsName, type HistoryEvent } from "./history";

/** What the API's operations answer. */
export type Answer = Record<string, unknown>;

/** Seconds of virtual time as seconds since 1970, which the protocol has. */
export function epoch(seconds: number): number {
  return EPOCH / 1000 + seconds;
}

/** docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listed({ beginning, status, startedAt, stoppedAt }: Execution): Answer {
  return {
    executionArn: beginning.arn,
    stateMachineArn: beginning.stateMachineArn,
    name: beginning.name,
    status,
    startDate: epoch(startedAt),
    ...(stoppedAt !== undefined && { stopDate: epoch(stoppedAt) }),
    redriveCount: 0,
  };
}

/** docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html. Only who fails has an error. */
export function described(execution: Execution): Answer {
  const { output, error, cause } = execution.ending ?? {};
  return {
    ...listed(execution),
    input: execution.beginning.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

/** docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export function machineDescribed({ inputs, outputs }: AccountRecord): Answer {
  const created = Date.parse(text(outputs, "creationDate") ?? "");
  return {
    stateMachineArn: outputs.arn,
    name: inputs.name,
    status: "ACTIVE",
    definition: inputs.definition,
    roleArn: inputs.roleArn,
    type: text(inputs, "type") ?? "STANDARD",
    creationDate: (Number.isNaN(created) ? EPOCH : created) / 1000,
    loggingConfiguration: { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  };
}

/** What of an event's details is data of the execution, which can be left out. */
const DATA = ["input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables"];

/** docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export function eventDescribed({ id, previousEventId, type, at, details }: HistoryEvent, withData: boolean): Answer {
  const shown = Object.entries(details ?? {}).filter(([name]) => withData || !DATA.includes(name));
  return {
    id,
    previousEventId,
    type,
    timestamp: epoch(at),
    ...(details && { [detailsName(type)]: Object.fromEntries(shown) }),
  };
}

/** Step Functions' largest page. */
const LARGEST = 1000;
/** Its page where the call says none, or 0. */
const DEFAULT = 100;

/**
 * The part of a list that a call asks for, by `maxResults` and `nextToken`.
 *
 * @param key What an item is known by when the list has changed since.
 * @param isAsked Which items are meant at all. Default: all.
 * @throws AwsError `ValidationException`, `InvalidToken`
 */
export function pageOf<T>(
  list: readonly T[],
  fields: Props,
  key: (item: T) => string,
  isAsked: (item: T) => boolean = () => true,
): { items: T[]; nextToken?: string } {
  const asked = number(fields, "maxResults") ?? 0;
  if (!Number.isInteger(asked) || asked < 0 || asked > LARGEST) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${asked}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${LARGEST}`,
    );
  }
  const token = text(fields, "nextToken");
  const last = token === undefined ? -1 : list.findIndex((item) => key(item) === token);
  if (token !== undefined && last < 0) throw new AwsError("InvalidToken", `Invalid Token: '${token}'`);
  const rest = list.slice(last + 1).filter(isAsked);
  const items = rest.slice(0, asked || DEFAULT);
  const end = items.at(-1);
  return { items, ...(end !== undefined && items.length < rest.length && { nextToken: key(end) }) };
}
