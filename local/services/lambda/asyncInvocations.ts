import { lets } from "../../account/iam/service";
import { type AccountRecord, AwsError, type Props, type Value } from "../../account/model";
import { number, text } from "../../account/types/read";
import { EPOCH } from "../kernel/simulation";
import type { Queues } from "../sqs/queues";
import { LAMBDA_RETRIES } from "../times";
import type { World } from "../world";
import { FUNCTION, type Functions, isSwitchedOff, nameOf } from "./functions";
import type { Failure, Outcome } from "./sandbox";

const PERMISSION = "aws:lambda/permission:Permission";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/** Seconds after which an event is too old, where nothing else is said: six hours, API_PutFunctionEventInvokeConfig.html */
const LONGEST_AGE = 21_600;

/** Who invokes a function with an event: a service, on behalf of something. */
export interface Invoker {
  /** As `events.amazonaws.com`. */
  service: string;
  sourceArn: string;
}

/** An event of which nothing has come. */
interface Lost {
  event: Value;
  requestId: string;
  attempts: number;
  condition: "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";
  /** Of the last attempt; absent where there was none. */
  failure?: Failure;
}

/**
 * Events for functions: Lambda takes them at once, and has the function try up to three times. What fails at last goes to the
 * function's destination for that, or its dead-letter queue.
 * docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncInvocations {
  constructor(
    private readonly world: World,
    private readonly functions: Functions,
    private readonly queues: Queues,
  ) {}

  /** Takes an event. Returns why it could not, or nothing; what comes of it is another matter. */
  take(functionArn: string, event: Value, by: Invoker): string[] {
    const record = this.recordOf(functionArn);
    if (!record) return [`Function not found: ${functionArn}`];
    if (!this.isPermitted(record, by)) {
      return [`${by.service} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`];
    }
    this.functions.count(nameOf(record), "AsyncEventsReceived");
    this.world.simulation.perform(() => this.work(functionArn, event));
    return [];
  }

  private async work(functionArn: string, event: Value): Promise<void> {
    const { simulation } = this.world;
    const requestId = this.functions.newRequest();
    const taken = simulation.now;
    let last: { failure?: Failure } = {};
    for (let attempts = 1; ; attempts += 1) {
      const record = this.recordOf(functionArn);
      // With a function goes what was waiting for it.
      if (!record) return;
      if (isSwitchedOff(record)) {
        return this.giveUp(record, {
          ...last,
          event,
          requestId,
          attempts: attempts - 1,
          condition: "ZeroReservedConcurrency",
        });
      }
      const outcome = await this.attempt(record, event, requestId);
      if ("result" in outcome) return;
      last = outcome;
      const config = this.configOf(record);
      const pause = LAMBDA_RETRIES.slice(0, number(config, "maximumRetryAttempts") ?? LAMBDA_RETRIES.length)[
        attempts - 1
      ];
      const lost = { ...last, event, requestId, attempts };
      if (pause === undefined) return this.giveUp(record, { ...lost, condition: "RetriesExhausted" });
      await simulation.sleep(pause);
      if (simulation.now - taken > (number(config, "maximumEventAgeInSeconds") ?? LONGEST_AGE)) {
        return this.giveUp(record, { ...lost, condition: "EventAgeExceeded" });
      }
    }
  }

  /** What keeps Lambda from running the function is a failure too. */
  private async attempt(record: AccountRecord, event: Value, requestId: string): Promise<Outcome> {
    try {
      return await this.functions.run(record, event, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { failure: { errorType: error.code, errorMessage: error.message } };
    }
  }

  /**
   * The form of a destination's message: docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html. A dead-letter
   * queue gets the event itself. However it ends, the event is dropped: monitoring-metrics-types.html, AsyncEventsDropped
   */
  private giveUp(record: AccountRecord, { event, requestId, attempts, condition, failure }: Lost): void {
    this.functions.count(nameOf(record), "AsyncEventsDropped");
    const deadLetters = text(record.inputs, "deadLetterConfig.targetArn");
    const destination = text(this.configOf(record), "destinationConfig.onFailure.destination");
    if (deadLetters !== undefined) this.send(record, deadLetters, event, "DeadLetterErrors");
    if (destination === undefined) return;
    const message = {
      version: "1.0",
      timestamp: new Date(EPOCH + Math.round(this.world.simulation.now * 1000)).toISOString(),
      requestContext: {
        requestId,
        functionArn: `${record.outputs.arn}:$LATEST`,
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      ...(failure && {
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
        responsePayload: { ...failure },
      }),
    };
    this.send(record, destination, message, "DestinationDeliveryFailures");
  }

  /**
   * Sends as the function's role. @param failed The metric that counts what could not be sent, and is lost.
   *
   * @throws Error for a topic, which is not modelled here
   */
  private send(record: AccountRecord, to: string, message: Value, failed: string): void {
    if (to.split(":")[2] !== "sqs") throw new Error(`What fails for good goes to a queue here, and not to ${to}.`);
    const refused = this.queues.send({ role: text(record.inputs, "role") ?? "" }, to, JSON.stringify(message));
    if (refused !== undefined) this.functions.count(nameOf(record), failed);
  }

  private recordOf(functionArn: string): AccountRecord | undefined {
    return this.world.records(FUNCTION).find(({ outputs }) => outputs.arn === functionArn);
  }

  private configOf(record: AccountRecord): Props {
    const name = nameOf(record);
    const found = this.world
      .records(INVOKE_CONFIG)
      .find(({ inputs }) => [name, record.outputs.arn].includes(String(inputs.functionName)));
    return found?.inputs ?? {};
  }

  /** A function's policy is what its permissions say, a statement each. */
  private isPermitted(record: AccountRecord, { service, sourceArn }: Invoker): boolean {
    const functionArn = String(record.outputs.arn);
    const Statement = this.world
      .records(PERMISSION)
      .filter(({ inputs }) => [nameOf(record), functionArn].includes(String(inputs.function)))
      // One with a qualifier is for that version or alias alone.
      .filter(({ inputs }) => text(inputs, "qualifier") === undefined)
      .map(({ inputs }) => ({
        Effect: "Allow",
        Principal: inputs.principal === "*" ? "*" : { Service: text(inputs, "principal") ?? "" },
        Action: text(inputs, "action") ?? "",
        Resource: functionArn,
        Condition: conditionOf(inputs),
      }));
    return lets(JSON.stringify({ Version: "2012-10-17", Statement }), {
      service,
      action: "lambda:InvokeFunction",
      resource: functionArn,
      accountId: this.world.account.state.accountId,
      sourceArn,
    });
  }
}

/** Inputs of a permission, and the condition keys for which they say the value; sourceArn may have wildcards. */
const KEYS = {
  sourceAccount: "aws:SourceAccount",
  principalOrgId: "aws:PrincipalOrgID",
  eventSourceToken: "lambda:EventSourceToken",
  functionUrlAuthType: "lambda:FunctionUrlAuthType",
};

function conditionOf(inputs: Props): Props {
  const sourceArn = text(inputs, "sourceArn");
  const equal = Object.entries(KEYS).flatMap(([name, key]) => {
    const value = text(inputs, name);
    return value === undefined ? [] : [[key, value]];
  });
  return {
    ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": sourceArn } }),
    StringEquals: Object.fromEntries(equal),
  };
}
