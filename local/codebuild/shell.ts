import { spawn } from "node:child_process";
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "./quote";
import { PhaseError } from "./result";

export interface ShellOptions {
  /** For the shell's own files. */
  folder: string;
  /** Where the first command begins. */
  cwd: string;
  shell: "sh" | "bash";
  /** All that the commands get; nothing of this process. Names that a shell cannot have are left out. */
  environment: Readonly<Record<string, string>>;
  /** When the build has to be over, as `performance.now()` counts, in milliseconds. */
  deadline: number;
}

/**
 * Runs a build's commands. AWS says that those of a buildspec 0.2 run in one shell. CodeBuild's agent runs each as a script
 * of its own, and carries over from one to the next the folder and the variables, all of which it exports. So do builds
 * here: what `set` and `shopt` switch on, functions and arrays end with their command, and so does what is left in the
 * background.
 */
export class Shell {
  private readonly files: Record<"script" | "env" | "dir" | "output", string>;

  constructor(private readonly options: ShellOptions) {
    const { folder, cwd, environment } = options;
    mkdirSync(folder, { recursive: true });
    const file = (name: string): string => join(folder, name);
    this.files = { script: file("script.sh"), env: file("env.sh"), dir: file("dir.txt"), output: file("output") };
    writeFileSync(this.files.env, "");
    writeFileSync(this.files.dir, `${cwd}\n`);
    for (const [name, value] of Object.entries(environment)) {
      if (/^[A-Za-z_]\w*$/.test(name)) this.set(name, value);
    }
  }

  /** Sets a variable for the commands that follow. */
  set(name: string, value: string): void {
    appendFileSync(this.files.env, `export ${name}=${quote(value)}\n`);
  }

  /**
   * Runs a command to its end.
   *
   * @returns Its exit status, 128 and the signal's number where a signal ended it, and its output, both kinds in their order.
   * @throws PhaseError `BUILD_TIMED_OUT`, once the command and all that it has started are ended
   */
  async run(command: string): Promise<{ status: number; output: string }> {
    const { script, output } = this.files;
    writeFileSync(script, this.scriptOf(command));
    writeFileSync(output, "");
    const file = openSync(output, "a");
    try {
      const { status, late } = await this.toEnd(script, file);
      if (late) throw new PhaseError("BUILD_TIMED_OUT", "Build has timed out. ", "TIMED_OUT");
      return { status, output: readFileSync(output, "utf8") };
    } finally {
      closeSync(file);
    }
  }

  /** What a command has said so far, also where it was ended. */
  get output(): string {
    return readFileSync(this.files.output, "utf8");
  }

  /** The command is on line 4, as in CodeBuild, whose shell says so of mistakes. */
  private scriptOf(command: string): string {
    const { env, dir } = this.files;
    const before = [`cd "$(cat ${quote(dir)})"`, `. ${quote(env)}`, "set -a"];
    const after = [
      "CODEBUILD_LAST_EXIT=$?",
      `export -p > ${quote(env)}`,
      `pwd > ${quote(dir)}`,
      "exit $CODEBUILD_LAST_EXIT",
    ];
    return `${[...before, command, ...after].join("\n")}\n`;
  }

  private toEnd(script: string, output: number): Promise<{ status: number; late: boolean }> {
    const { shell, deadline } = this.options;
    return new Promise((resolve, reject) => {
      // A group of its own, so that all of it can be ended.
      const child = spawn(shell, [script], {
        env: { PATH: "/usr/bin:/bin" },
        stdio: ["ignore", output, output],
        detached: true,
      });
      let late = false;
      const timer = setTimeout(
        () => {
          late = true;
          endGroup(child.pid);
        },
        Math.max(0, deadline - performance.now()),
      );
      child.once("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      child.once("exit", (code, signal) => {
        clearTimeout(timer);
        endGroup(child.pid);
        resolve({ status: code ?? 128 + (signal === "SIGKILL" ? 9 : 15), late });
      });
    });
  }
}

/** Ends a process and what it has started, unless they have ended already. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
