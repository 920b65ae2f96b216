import type { Account } from "../account/account";
import { requireAllowed } from "../account/actions/caller";
import { fieldsOf, flag, requiredText } from "../account/actions/input";
import { AwsError } from "../account/model";
import { number } from "../account/types/read";
import type { Handlers } from "../api/handlers";
import { EPOCH } from "../services/kernel/simulation";
import type { LogStreams } from "../services/logs/logStreams";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** The most events that a page has, and its default: docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const LARGEST = 10_000;

/** GetLogEvents of what builds have written: the oldest or the newest events, in the order of time. There is one page. */
export function logsHandlers(account: Account, logs: LogStreams): Handlers {
  return {
    "Logs_20140328.GetLogEvents": (caller, input) => {
      const fields = fieldsOf(input);
      const group = requiredText(fields, "logGroupName");
      const stream = requiredText(fields, "logStreamName");
      requireAllowed(account, caller, {
        action: "logs:GetLogEvents",
        resource: `arn:aws:logs:${caller.region}:${account.state.accountId}:log-group:${group}:log-stream:${stream}`,
      });
      const limit = number(fields, "limit") ?? LARGEST;
      if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST) {
        throw new AwsError(
          "InvalidParameterException",
          `limit is ${limit}; it must be a whole number from 1 to ${LARGEST}.`,
        );
      }
      if (!account.records(LOG_GROUP).some(({ id }) => id === group)) throw notFound("group");
      const events = logs.read(group, stream);
      if (!events) throw notFound("stream");
      const chosen = flag(fields, "startFromHead") ? events.slice(0, limit) : events.slice(-limit);
      // The protocol has these times in milliseconds.
      const times = (at: number) => ({ timestamp: EPOCH + at * 1000, ingestionTime: EPOCH + at * 1000 });
      return { events: chosen.map(({ at, message }) => ({ message, ...times(at) })) };
    },
  };
}

function notFound(what: string): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
}
