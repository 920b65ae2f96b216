import { lets } from "../../account/iam/service";
import type { AccountRecord, Props, Value } from "../../account/model";
import { number, text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import type { Queues } from "../sqs/queues";
import { LAMBDA_RETRIES } from "../times";
import type { World } from "../world";
import { type Functions, nameOf } from "./functions";
import type { Failure } from "./sandbox";

const PERMISSION = "aws:lambda/permission:Permission";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/** Who invokes a function with an event: a service, on behalf of something. */
export interface Invoker {
  /** As `events.amazonaws.com`. */
  service: string;
  sourceArn: string;
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
    const record = this.world
      .records("aws:lambda/function:Function")
      .find(({ outputs }) => outputs.arn === functionArn);
    if (!record) return [`Function not found: ${functionArn}`];
    if (!this.isPermitted(record, by)) {
      return [`${by.service} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`];
    }
    this.world.simulation.perform(() => this.work(record, event));
    return [];
  }

  private async work(record: AccountRecord, event: Value): Promise<void> {
    const { simulation } = this.world;
    const config = this.configOf(record);
    const retries = LAMBDA_RETRIES.slice(0, number(config, "maximumRetryAttempts") ?? LAMBDA_RETRIES.length);
    const until = simulation.now + (number(config, "maximumEventAgeInSeconds") ?? 21_600);
    let condition = "RetriesExhausted";
    let attempts = 0;
    for (const pause of [0, ...retries]) {
      if (pause > 0) await simulation.sleep(pause);
      if (simulation.now > until) {
        condition = "EventAgeExceeded";
        break;
      }
      attempts += 1;
      const outcome = await this.functions.run(record, event);
      if ("result" in outcome) return;
      if (attempts > retries.length) {
        this.giveUp(record, config, { event, attempts, condition, failure: outcome.failure });
        return;
      }
    }
    this.giveUp(record, config, { event, attempts, condition });
  }

  /** The form of a destination's message: invocation-async-retain-records.html; a dead-letter queue gets the event itself. */
  private giveUp(
    record: AccountRecord,
    config: Props,
    lost: { event: Value; attempts: number; condition: string; failure?: Failure },
  ): void {
    const { event, attempts, condition, failure } = lost;
    const role = text(record.inputs, "role") ?? "";
    const destination = text(config, "destinationConfig.onFailure.destination");
    const deadLetters = text(record.inputs, "deadLetterConfig.targetArn");
    if (deadLetters !== undefined) this.queues.send({ role }, deadLetters, JSON.stringify(event));
    if (destination === undefined) return;
    const message = {
      version: "1.0",
      timestamp: this.world.simulation.time,
      requestContext: {
        requestId: uuid((digits) => this.world.hex(digits)),
        functionArn: `${String(record.outputs.arn)}:$LATEST`,
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      ...(failure && { responsePayload: failure }),
    };
    this.queues.send({ role }, destination, JSON.stringify(message));
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
      .map(({ inputs }) => ({
        Effect: "Allow",
        Principal: { Service: text(inputs, "principal") ?? "" },
        Action: text(inputs, "action") ?? "",
        Resource: functionArn,
        Condition: {
          ...(text(inputs, "sourceArn") && { ArnLike: { "aws:SourceArn": text(inputs, "sourceArn") ?? "" } }),
          ...(text(inputs, "sourceAccount") && {
            StringEquals: { "aws:SourceAccount": text(inputs, "sourceAccount") ?? "" },
          }),
        },
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
