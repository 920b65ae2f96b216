import { spawn } from "node:child_process";
import { constants } from "node:os";
import { InputError } from "../start/inputError";
import type { Command } from "./findPulumi";

/** What asks a process to end. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface RunToEndOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /**
   * Whether a terminal sends Ctrl-C to the command as it does to this process. Where there is none, the command gets a
   * process group of its own, so that it hears of each signal once, from here.
   */
  terminal: boolean;
}

/**
 * Runs a command until it ends, also where this process is asked to end meanwhile: the Pulumi CLI, interrupted, finishes
 * what it has begun, and only then gives up its lock. It is told once of each signal; a second SIGINT would make it drop
 * everything.
 *
 * @returns The command's exit code; 128 and the signal's number where a signal ended it, as shells have it.
 * @throws InputError where it cannot be started.
 */
export function runToEnd(
  { file, args: first }: Command,
  args: readonly string[],
  options: RunToEndOptions,
): Promise<number> {
  const { cwd, env, terminal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...args], { cwd, env, stdio: "inherit", detached: !terminal });
    const told = new Set<NodeJS.Signals>();
    const tell = (signal: NodeJS.Signals) => {
      if (told.has(signal) || (terminal && signal === "SIGINT")) return;
      told.add(signal);
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, tell);
    const end = () => {
      for (const signal of SIGNALS) process.off(signal, tell);
    };
    child.once("error", (error) => {
      end();
      reject(new InputError([`The Pulumi CLI cannot be started: ${error.message}`]));
    });
    child.once("close", (code, signal) => {
      end();
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
    });
  });
}
