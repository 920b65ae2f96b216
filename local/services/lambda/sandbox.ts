import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Value } from "../../account/model";

/** Programs find the SDK from here. */
const ROOT = join(__dirname, "..", "..", "..", "index.js");

/** An error that a function has thrown, or its runtime: docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface Failure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** What has come of an invocation. */
export type Outcome = { result: Value } | { failure: Failure };

/** What a sandbox runs, and in which environment. */
export interface SandboxOptions {
  /** The bundle: CommonJS. */
  source: string;
  /** Name of its file, as `index.js`. */
  file: string;
  /** Name of the export. */
  name: string;
  environment: Readonly<Record<string, string>>;
  /** Milliseconds of this machine's time after which an invocation that has not ended never will. */
  patience: number;
}

/** What Lambda knows of an invocation, as a handler's second argument has it. */
export interface InvocationContext {
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  /** Seconds. */
  timeout: number;
}

type Reply = { id: number; result?: string; failure?: Failure };

/** One execution environment of a function: a thread with an environment of its own, which stays for later invocations. */
export class Sandbox {
  private readonly worker: Worker;
  private count = 0;
  private onLine: (line: string) => void = () => {};
  private waiting: { id: number; settle: (outcome: Outcome) => void } | undefined;

  constructor(private readonly options: SandboxOptions) {
    const { source, file, name, environment } = options;
    this.worker = new Worker(join(__dirname, "bootstrap.js"), {
      workerData: { source, file, name, root: ROOT },
      env: { ...environment },
      execArgv: [],
    });
    this.worker.on("message", (message: { line: string } | Reply) => {
      if ("line" in message) this.onLine(message.line);
      else this.settle(message.id, outcomeOf(message));
    });
    this.worker.on("error", (error: Error) => this.crash(error.message));
    this.worker.on("exit", (code) => this.crash(`exit code ${code}`));
    // Nobody is kept waiting by a function that nobody invokes.
    this.worker.unref();
  }

  /** Says who is told each line that the function writes, from now on. */
  listen(onLine: (line: string) => void): void {
    this.onLine = onLine;
  }

  /** Invokes the handler. One invocation at a time. */
  invoke(event: Value, context: InvocationContext): Promise<Outcome> {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const seconds = context.timeout.toFixed(2);
        this.settle(
          id,
          failed(
            "Sandbox.Timedout",
            `RequestId: ${context.awsRequestId} Error: Task timed out after ${seconds} seconds`,
          ),
        );
        void this.close();
      }, this.options.patience);
      this.waiting = {
        id,
        settle: (outcome) => {
          clearTimeout(timer);
          this.worker.unref();
          resolve(outcome);
        },
      };
      this.worker.ref();
      this.worker.postMessage({ id, event, context });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private crash(why: string): void {
    if (this.waiting)
      this.settle(this.waiting.id, failed("Runtime.ExitError", `Error: Runtime exited with error: ${why}`));
  }

  private settle(id: number, outcome: Outcome): void {
    if (this.waiting?.id !== id) return;
    const { settle } = this.waiting;
    this.waiting = undefined;
    settle(outcome);
  }
}

function outcomeOf({ result, failure }: Reply): Outcome {
  return failure ? { failure } : { result: JSON.parse(result ?? "null") as Value };
}

function failed(errorType: string, errorMessage: string): Outcome {
  return { failure: { errorType, errorMessage } };
}
