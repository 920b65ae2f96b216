import { spawnSync } from "node:child_process";
import { InputError } from "../start/inputError";

/** A command and the arguments that it always begins with. */
export interface Command {
  file: string;
  args: readonly string[];
}

/** Runs a command quietly and says whether it ended well. */
export type Probe = (command: Command, environment: NodeJS.ProcessEnv) => boolean;

const probe: Probe = ({ file, args }, env) =>
  spawnSync(file, [...args, "version"], { env, stdio: "ignore", shell: process.platform === "win32" }).status === 0;

/** Where the Pulumi CLI may be, in the order in which it is looked for. */
const CANDIDATES: readonly Command[] = [
  { file: "pulumi", args: [] },
  { file: "npx", args: ["--yes", "pulumi"] },
];

/**
 * Finds the Pulumi CLI: on PATH, else through npx, which brings it.
 *
 * @throws InputError that says how to get it.
 */
export function findPulumi(environment: NodeJS.ProcessEnv, works: Probe = probe): Command {
  const found = CANDIDATES.find((candidate) => works(candidate, environment));
  if (found) return found;
  throw new InputError([
    "The Pulumi CLI was not found: neither `pulumi` on PATH nor `npx pulumi` runs. " +
      "Install it as www.pulumi.com/docs/install says, or use `npm start`, which needs none",
  ]);
}
