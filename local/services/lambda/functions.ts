import { type Caller, requireAllowed } from "../../account/actions/caller";
import { fieldsOf, requiredText } from "../../account/actions/input";
import { archiveHash } from "../../account/archive";
import { type AccountRecord, AwsError, type Value } from "../../account/model";
import { number, text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import type { Credentials } from "../../api/credentials";
import type { LocalApi } from "../../api/localApi";
import type { MetricSink } from "../cloudwatch/metricSink";
import { LogStreams } from "../logs/logStreams";
import { METRIC_PERIOD } from "../times";
import type { World } from "../world";
import { environmentOf } from "./environment";
import { logGroupOf, writeLog } from "./functionLog";
import { requireSize } from "./payload";
import { programOf } from "./program";
import { type InvocationContext, type Outcome, Sandbox } from "./sandbox";

export const FUNCTION = "aws:lambda/function:Function";

export interface FunctionsOptions {
  /** AWS's endpoint for the functions; asked for when the first of them runs. */
  api: () => Promise<{ api: LocalApi; url: string }>;
  /** Default: nobody reads them. */
  metrics?: MetricSink;
  /** Done before each invocation; what it throws is the function's failure. */
  before?: (functionName: string, payload: Value) => void | Promise<void>;
  /** See {@link Sandbox}. Default: 20,000 milliseconds. */
  patience?: number;
}

/** The answer to an invocation: docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export interface Invoked {
  StatusCode: 200;
  ExecutedVersion: "$LATEST";
  /** Set where the function, or its runtime, has failed. */
  FunctionError?: "Unhandled";
  Payload: Value;
}

/** An execution environment, and what was deployed when it began. */
interface Environment {
  version: string;
  sandbox: Sandbox;
  /** Name of its log stream. */
  stream: string;
}

/**
 * Lambda: runs the deployed bundles themselves, each in a thread of its own with the environment that Lambda would give it and
 * its role's credentials, so that what it calls is AWS's endpoint on this machine. No virtual time passes in a function.
 */
export class Functions {
  readonly logs = new LogStreams();
  private readonly environments = new Map<string, Environment>();
  private begun = 0;
  private endpoint: ReturnType<FunctionsOptions["api"]> | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly world: World,
    private readonly options: FunctionsOptions,
  ) {}

  /**
   * Invoke, with an event that is JSON already.
   *
   * @throws AwsError `ResourceNotFoundException`, `AccessDeniedException`, `RequestEntityTooLargeException`,
   * `TooManyRequestsException`, `InvalidParameterValueException` for an option that is not modelled
   */
  async invoke(caller: Caller, input: unknown): Promise<Invoked> {
    const { FunctionName, Payload = {}, InvocationType = "RequestResponse", ...others } = fieldsOf(input);
    const [other] = InvocationType === "RequestResponse" ? Object.keys(others) : ["InvocationType"];
    if (other !== undefined) {
      throw new AwsError("InvalidParameterValueException", `${other} is not modelled on this machine; leave it out.`);
    }
    requireSize(Payload);
    const arn = this.arnOf(requiredText({ FunctionName: FunctionName ?? null }, "FunctionName"));
    requireAllowed(this.world.account, caller, { action: "lambda:InvokeFunction", resource: arn });
    const outcome = await this.run(this.find(arn), Payload);
    const answer = { StatusCode: 200, ExecutedVersion: "$LATEST" } as const;
    if ("result" in outcome) return { ...answer, Payload: outcome.result };
    return { ...answer, FunctionError: "Unhandled", Payload: { ...outcome.failure } };
  }

  /**
   * Runs a function once, whoever asks. Functions run one after the other: which of two is the first must not be up to how fast
   * this machine is.
   *
   * @param requestId Default: a new one.
   * @throws AwsError `AccessDeniedException` where the function's role is gone, `TooManyRequestsException` where it may not run
   */
  run(record: AccountRecord, event: Value, requestId = this.newRequest()): Promise<Outcome> {
    const outcome = this.turn.then(() => this.runNow(record, event, requestId));
    this.turn = outcome.catch(() => {});
    return outcome;
  }

  /** An id for an invocation and all of its attempts. */
  newRequest(): string {
    return uuid((digits) => this.world.hex(digits));
  }

  /**
   * The function of a name or an ARN.
   *
   * @throws AwsError `ResourceNotFoundException`
   */
  find(nameOrArn: string): AccountRecord {
    const arn = this.arnOf(nameOrArn);
    const found = this.world.records(FUNCTION).find(({ outputs }) => outputs.arn === arn);
    if (found) return found;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    const all = [...this.environments.values()];
    this.environments.clear();
    await Promise.all(all.map(({ sandbox }) => sandbox.close()));
  }

  /** Adds one to a metric of a function. */
  count(functionName: string, name: string): void {
    const at = Math.floor(this.world.simulation.now / METRIC_PERIOD) * METRIC_PERIOD;
    const metric = { namespace: "AWS/Lambda", name, dimensions: { FunctionName: functionName } };
    this.options.metrics?.put(metric, at, METRIC_PERIOD, { sum: 1, count: 1, minimum: 1, maximum: 1 });
  }

  private async runNow(record: AccountRecord, event: Value, requestId: string): Promise<Outcome> {
    const name = nameOf(record);
    if (isSwitchedOff(record)) {
      this.count(name, "Throttles");
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.");
    }
    const outcome = await this.attempt(record, event, requestId);
    // What has thrown was no invocation: docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    this.count(name, "Invocations");
    if ("failure" in outcome) this.count(name, "Errors");
    return outcome;
  }

  private async attempt(record: AccountRecord, event: Value, requestId: string): Promise<Outcome> {
    try {
      await this.options.before?.(nameOf(record), event);
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { failure: { errorType, errorMessage } };
    }
    const { sandbox, stream } = await this.environmentFor(record);
    const lines = [`START RequestId: ${requestId} Version: $LATEST`];
    // What comes by the console gets a time, the request and its level put before it: docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
    const time = this.world.simulation.time.replace("Z", ".000Z");
    sandbox.listen((line, level) =>
      lines.push(level === undefined ? line : `${time}\t${requestId}\t${level}\t${line}`),
    );
    const outcome = await sandbox.invoke(event, contextOf(record, requestId, stream));
    if ("failure" in outcome) {
      const { errorType, errorMessage } = outcome.failure;
      lines.push(`ERROR Invoke Error ${JSON.stringify({ errorType, errorMessage })}`);
    }
    lines.push(`END RequestId: ${requestId}`);
    writeLog(this.world, this.logs, record, { stream, lines });
    return outcome;
  }

  /** The environment stays from one invocation to the next. It goes with any change of the function, and when it has ended. */
  private async environmentFor(record: AccountRecord): Promise<Environment> {
    this.endpoint ??= this.options.api();
    const { api, url } = await this.endpoint;
    const credentials = credentialsOf(api, record);
    const functionName = nameOf(record);
    const version = versionOf(record);
    const known = this.environments.get(functionName);
    if (known?.version === version && !known.sandbox.ended) return known;
    await known?.sandbox.close();
    const stream = this.newStream(functionName);
    const { region } = this.world;
    const sandbox = new Sandbox({
      ...programOf(record),
      environment: environmentOf({ record, functionName, region, stream, credentials, url }),
      patience: this.options.patience ?? 20_000,
    });
    const environment = { version, sandbox, stream };
    this.environments.set(functionName, environment);
    return environment;
  }

  /** As `2026/01/01/[$LATEST]…`. */
  private newStream(functionName: string): string {
    const { simulation } = this.world;
    this.begun += 1;
    const digits = simulation.digest(`environment|${functionName}|${this.begun}`).slice(0, 32);
    return `${simulation.time.slice(0, 10).replaceAll("-", "/")}/[$LATEST]${digits}`;
  }

  private arnOf(nameOrArn: string): string {
    if (nameOrArn.startsWith("arn:")) return nameOrArn;
    const { region, account } = this.world;
    return `arn:aws:lambda:${region}:${account.state.accountId}:function:${nameOrArn}`;
  }
}

/** A function's name. */
export function nameOf({ outputs, id }: AccountRecord): string {
  return text(outputs, "name") ?? id;
}

/** Whether a function is kept from running altogether: docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
export function isSwitchedOff({ inputs }: AccountRecord): boolean {
  return number(inputs, "reservedConcurrentExecutions") === 0;
}

/** A function that is made anew under its name begins anew as well. */
function versionOf({ serial, inputs: { code, tags: _, ...configuration } }: AccountRecord): string {
  return JSON.stringify([serial, archiveHash(code), configuration]);
}

/** @throws AwsError `AccessDeniedException` where the role is gone */
function credentialsOf(api: LocalApi, { inputs }: AccountRecord): Credentials {
  try {
    return api.credentialsFor(text(inputs, "role") ?? "");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("AccessDeniedException", "The role defined for the function cannot be assumed by Lambda.");
  }
}

function contextOf(record: AccountRecord, awsRequestId: string, logStreamName: string): InvocationContext {
  return {
    functionName: nameOf(record),
    functionVersion: "$LATEST",
    invokedFunctionArn: String(record.outputs.arn),
    memoryLimitInMB: String(number(record.inputs, "memorySize") ?? 128),
    awsRequestId,
    logGroupName: logGroupOf(record),
    logStreamName,
    timeout: number(record.inputs, "timeout") ?? 3,
  };
}
