import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Value } from "../../account/model";
import { returned } from "./payload";

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
  /** The bundle: CommonJS. Undefined where the archive has no such file. */
  source: string | undefined;
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

/** Told a line that a function writes, and its level where that came by the console. */
export type OnLine = (line: string, level?: string) => void;

/** What a worker says: a line of the log, what has come of an invocation, or that it ends, and why. */
type Message =
  | { line: string; level?: string }
  | { id: number; result?: string; failure?: Failure }
  | { ended: Failure };

/** One execution environment of a function: a thread with an environment of its own, which stays for later invocations. */
export class Sandbox {
  private readonly worker: Worker;
  private count = 0;
  private isOver = false;
  private onLine: OnLine = () => {};
  private waiting: { id: number; requestId: string; settle: (outcome: Outcome) => void } | undefined;

  constructor(private readonly options: SandboxOptions) {
    const { source, file, name, environment } = options;
    this.worker = new Worker(join(__dirname, "bootstrap.js"), {
      workerData: { source, file, name, root: ROOT },
      env: { ...environment },
      argv: [],
      execArgv: [],
    });
    this.worker.on("message", (message: Message) => {
      if ("line" in message) this.onLine(message.line, message.level);
      else if ("ended" in message) this.end(message.ended);
      else this.settle(message.id, outcomeOf(message));
    });
    this.worker.on("error", (error: Error) => this.crash(`Runtime exited with error: ${error.message}`));
    this.worker.on("exit", (code) => {
      this.crash(
        code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`,
      );
    });
    // Nobody is kept waiting by a function that nobody invokes.
    this.worker.unref();
  }

  /** Whether it has ended, so that another one has to take the next invocation. */
  get ended(): boolean {
    return this.isOver;
  }

  /** Says who is told each line that the function writes, from now on. */
  listen(onLine: OnLine): void {
    this.onLine = onLine;
  }

  /** Invokes the handler. One invocation at a time, and none of one that has ended. */
  invoke(event: Value, context: InvocationContext): Promise<Outcome> {
    this.count += 1;
    const id = this.count;
    const requestId = context.awsRequestId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${context.timeout.toFixed(2)} seconds`;
        this.end({ errorType: "Sandbox.Timedout", errorMessage });
        void this.close();
      }, this.options.patience);
      this.waiting = {
        id,
        requestId,
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
    this.end({ errorType: "Runtime.ExitError", errorMessage: `RequestId: ${this.waiting?.requestId} Error: ${why}` });
  }

  private end(failure: Failure): void {
    this.isOver = true;
    if (this.waiting) this.settle(this.waiting.id, { failure });
  }

  private settle(id: number, outcome: Outcome): void {
    if (this.waiting?.id !== id) return;
    const { settle } = this.waiting;
    this.waiting = undefined;
    settle(outcome);
  }
}

function outcomeOf({ result, failure }: { result?: string; failure?: Failure }): Outcome {
  return failure ? { failure } : returned(result ?? "null");
}
