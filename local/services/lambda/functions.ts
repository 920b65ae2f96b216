import { type Caller, requireAllowed } from "../../account/actions/caller";
import { fieldsOf, requiredText } from "../../account/actions/input";
import { archiveFiles, archiveHash } from "../../account/archive";
import { type AccountRecord, AwsError, type Props, type Value } from "../../account/model";
import { number, text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import { isObject } from "../../account/values";
import type { LocalApi } from "../../api/localApi";
import type { MetricSink } from "../cloudwatch/metricSink";
import { LogStreams } from "../logs/logStreams";
import { METRIC_PERIOD } from "../times";
import type { World } from "../world";
import { writeLog } from "./functionLog";
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

/**
 * Lambda: runs the deployed bundles themselves, each in a thread of its own with the environment that Lambda would give it and
 * its role's credentials, so that what it calls is AWS's endpoint on this machine. No virtual time passes in a function.
 */
export class Functions {
  readonly logs = new LogStreams();
  private readonly sandboxes = new Map<string, { version: string; sandbox: Sandbox }>();

  constructor(
    private readonly world: World,
    private readonly options: FunctionsOptions,
  ) {}

  /**
   * Invoke, with an event that is JSON already.
   *
   * @throws AwsError `ResourceNotFoundException`, `AccessDeniedException`
   */
  async invoke(caller: Caller, input: unknown): Promise<Invoked> {
    const fields = fieldsOf(input);
    const record = this.find(requiredText(fields, "FunctionName"));
    const action = "lambda:InvokeFunction";
    requireAllowed(this.world.account, caller, { action, resource: String(record.outputs.arn) });
    const outcome = await this.run(record, fields.Payload ?? {});
    const answer = { StatusCode: 200, ExecutedVersion: "$LATEST" } as const;
    if ("result" in outcome) return { ...answer, Payload: outcome.result };
    return { ...answer, FunctionError: "Unhandled", Payload: { ...outcome.failure } };
  }

  /** Runs a function once, whoever asks. */
  async run(record: AccountRecord, event: Value): Promise<Outcome> {
    const name = nameOf(record);
    this.count(name, "Invocations");
    const outcome = await this.attempt(record, name, event);
    if ("failure" in outcome) this.count(name, "Errors");
    return outcome;
  }

  /**
   * The function of a name or an ARN.
   *
   * @throws AwsError `ResourceNotFoundException`
   */
  find(nameOrArn: string): AccountRecord {
    const found = this.world
      .records(FUNCTION)
      .find((record) => record.outputs.arn === nameOrArn || nameOf(record) === nameOrArn);
    if (found) return found;
    const { region, account } = this.world;
    const arn = nameOrArn.startsWith("arn:")
      ? nameOrArn
      : `arn:aws:lambda:${region}:${account.state.accountId}:function:${nameOrArn}`;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    const all = [...this.sandboxes.values()];
    this.sandboxes.clear();
    await Promise.all(all.map(({ sandbox }) => sandbox.close()));
  }

  private async attempt(record: AccountRecord, name: string, event: Value): Promise<Outcome> {
    try {
      await this.options.before?.(name, event);
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { failure: { errorType, errorMessage } };
    }
    const requestId = uuid((digits) => this.world.hex(digits));
    const lines = [`START RequestId: ${requestId} Version: $LATEST`];
    const sandbox = await this.sandboxOf(record, name, (line) => lines.push(line));
    const outcome = await sandbox.invoke(event, contextOf(record, requestId));
    if ("failure" in outcome) {
      const { errorType, errorMessage } = outcome.failure;
      lines.push(`ERROR Invoke Error ${JSON.stringify({ errorType, errorMessage })}`);
      // Lambda takes a new environment after a runtime that has ended.
      if (/^(Sandbox|Runtime)\./.test(errorType)) this.sandboxes.delete(name);
    }
    lines.push(`END RequestId: ${requestId}`);
    writeLog(this.world, this.logs, record, lines);
    return outcome;
  }

  /** The environment stays from one invocation to the next, and goes with a change of the function. */
  private async sandboxOf(record: AccountRecord, name: string, onLine: (line: string) => void): Promise<Sandbox> {
    const { inputs } = record;
    const version = JSON.stringify([archiveHash(inputs.code), inputs.handler, inputs.environment, inputs.role]);
    const known = this.sandboxes.get(name);
    if (known?.version === version) {
      known.sandbox.listen(onLine);
      return known.sandbox;
    }
    await known?.sandbox.close();
    const [file, exported] = handlerOf(inputs);
    const sandbox = new Sandbox({
      source: archiveFiles(inputs.code)[file] ?? "",
      file,
      name: exported,
      environment: await this.environmentOf(record, name),
      patience: this.options.patience ?? 20_000,
    });
    sandbox.listen(onLine);
    this.sandboxes.set(name, { version, sandbox });
    return sandbox;
  }

  /** docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, and the SDK's own setting for another endpoint. */
  private async environmentOf({ inputs }: AccountRecord, name: string): Promise<Record<string, string>> {
    const { api, url } = await this.options.api();
    const { accessKeyId, secretAccessKey, sessionToken } = api.credentialsFor(text(inputs, "role") ?? "");
    const variables = isObject(inputs.environment) ? inputs.environment.variables : {};
    const own = Object.entries(isObject(variables) ? variables : {}).map(([key, value]) => [key, String(value)]);
    return {
      ...Object.fromEntries(own),
      AWS_REGION: this.world.region,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(number(inputs, "memorySize") ?? 128),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_ENDPOINT_URL: url,
    };
  }

  private count(functionName: string, name: string): void {
    const at = Math.floor(this.world.simulation.now / METRIC_PERIOD) * METRIC_PERIOD;
    const metric = { namespace: "AWS/Lambda", name, dimensions: { FunctionName: functionName } };
    this.options.metrics?.put(metric, at, METRIC_PERIOD, { sum: 1, count: 1, minimum: 1, maximum: 1 });
  }
}

/** A function's name. */
export function nameOf({ outputs, id }: AccountRecord): string {
  return text(outputs, "name") ?? id;
}

/** Of `index.handler`, the file and the export. */
function handlerOf(inputs: Props): [file: string, name: string] {
  const handler = text(inputs, "handler") ?? "";
  const dot = handler.lastIndexOf(".");
  return [`${handler.slice(0, dot)}.js`, handler.slice(dot + 1)];
}

function contextOf(record: AccountRecord, requestId: string): InvocationContext {
  const name = nameOf(record);
  return {
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: String(record.outputs.arn),
    memoryLimitInMB: String(number(record.inputs, "memorySize") ?? 128),
    awsRequestId: requestId,
    logGroupName: text(record.inputs, "loggingConfig.logGroup") ?? `/aws/lambda/${name}`,
    logStreamName: `[$LATEST]${requestId.replaceAll("-", "")}`,
    timeout: number(record.inputs, "timeout") ?? 3,
  };
}
