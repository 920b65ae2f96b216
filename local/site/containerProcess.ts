import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What a container's process is started with. */
export interface Command {
  file: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** What asks it to end: the image's STOPSIGNAL. Default: SIGTERM. */
  stopSignal?: NodeJS.Signals;
}

/** How long a process may take from the signal that stops it to its end, in milliseconds, as ECS has it. */
const PATIENCE = 30_000;

/** The process that stands for a container on this machine. It gets the environment that it is given and nothing else. */
export class ContainerProcess {
  /** Its exit code; 128 and the signal's number where one ended it, as Docker has it. */
  readonly exited: Promise<number>;
  private readonly child: ChildProcess;
  private readonly stopSignal: NodeJS.Signals;

  /** @param onLine Told each line of its output. */
  constructor({ file, args, environment, stopSignal = "SIGTERM" }: Command, onLine: (line: string) => void) {
    const child = spawn(file, args, { env: { ...environment }, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    this.stopSignal = stopSignal;
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
    this.exited = new Promise((resolve) => {
      child.once("error", (error) => {
        onLine(`cannot be started: ${error.message}`);
        resolve(127);
      });
      child.once("close", (code, signal) => resolve(code ?? 128 + (signal === "SIGKILL" ? 9 : 15)));
    });
  }

  /** Asks it to end, and sends SIGKILL after ECS's patience. */
  async stop(): Promise<void> {
    this.child.kill(this.stopSignal);
    const timer = setTimeout(() => this.child.kill("SIGKILL"), PATIENCE);
    timer.unref();
    await this.exited;
    clearTimeout(timer);
  }
}
