import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Nothing of the machine's own configuration of AWS reaches an application. */
const NO_AWS = {
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** The SDK warns of Node 20 itself; the images have Node 22. */
const NO_WARNINGS = { NODE_NO_WARNINGS: "1" };

type Line = Record<string, unknown> & { message: string };

/** An application as a process of its own, as it runs in a container. */
export class Application {
  /** The lines of its log without their times. */
  readonly lines: Line[] = [];
  stderr = "";
  private readonly child: ChildProcess;
  private readonly waiting: (() => void)[] = [];
  private readonly ended: Promise<number | null>;

  /** @param path Of the module, from the root of the repository. */
  constructor(path: string, env: Record<string, string>) {
    const child = spawn(process.execPath, [path], {
      env: { PATH: process.env.PATH, ...NO_AWS, ...NO_WARNINGS, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    createInterface(child.stdout).on("line", (text) => {
      const { time, ...line } = JSON.parse(text) as Line & { time: string };
      if (new Date(time).toISOString() !== time) throw new Error(`${text} has no time`);
      this.lines.push(line);
      this.wake();
    });
    this.ended = once(child, "close").then(([code]) => {
      this.wake();
      return code;
    });
  }

  /** The first line with this message, once it is there. */
  async line(message: string): Promise<Line> {
    for (;;) {
      const found = this.lines.find((line) => line.message === message);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`it ended without "${message}": ${this.stderr}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** The address it listens on, once it does. */
  async base(): Promise<string> {
    return `http://127.0.0.1:${(await this.line("listening")).port}`;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Its exit code, once it has one. */
  code(): Promise<number | null> {
    return this.ended;
  }

  /** Ends it, whatever it does. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
