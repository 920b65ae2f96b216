import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "./inputError";

/** What AWS's clients need to reach a stack. */
export interface ClientConfig {
  region: string;
  /** Default: the environment's. */
  profile?: string;
  /** Default: AWS's own. */
  endpoint?: string;
  /** Default: what the SDK finds. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

/** A stack that can be reached. */
export interface ReachableStack {
  outputs: Record<string, unknown>;
  client: ClientConfig;
  /** Where its site answers on this machine; absent for one on AWS, whose output `siteUrl` says it. */
  siteUrl?: string;
}

/** Where a site that runs on this machine says how to reach it. */
const SITE_FILE = join(__dirname, "..", "..", ".local", "site.json");

/**
 * A stack by its outputs, which Pulumi knows. Region and credentials are those with which it was deployed.
 *
 * @param instead What a person may do who has no Pulumi CLI. Default: nothing.
 * @throws InputError where Pulumi does not answer
 */
export function stackOnAws(stack: string, instead = ""): ReachableStack {
  const ask = (...args: string[]) => JSON.parse(pulumi([...args, "--json", "--stack", stack], instead)) as object;
  const outputs = ask("stack", "output") as Record<string, unknown>;
  const settings = ask("config") as Record<string, { value?: string }>;
  const profile = settings["aws:profile"]?.value;
  return {
    outputs,
    client: { region: settings["aws:region"]?.value ?? "us-west-2", ...(profile !== undefined && { profile }) },
  };
}

/**
 * The stack whose site runs here.
 *
 * @throws InputError where none runs, or another stack's
 */
export function stackOnThisMachine(stack: string, file = SITE_FILE): ReachableStack {
  const site = read(file);
  if (site === undefined) {
    throw new InputError(
      `No site runs on this machine. Start it in another terminal: npm run site -- --stack ${stack}`,
    );
  }
  if (site.stack !== stack) {
    throw new InputError(`The site that runs on this machine is that of ${site.stack}, not of ${stack}.`);
  }
  return {
    outputs: site.outputs,
    client: { region: site.region, endpoint: site.apiUrl, credentials: site.credentials },
    ...(site.url !== undefined && { siteUrl: site.url }),
  };
}

/** How to go on with a stack that lacks what a lab adds. */
export function notUpToLab(stack: string, lab: number, lacks: string): InputError {
  return new InputError(
    `Stack ${stack} has no ${lacks}: it is not deployed up to lab ${lab}. ` +
      `Go on with: pulumi config set catsndogs:lab ${lab} --stack ${stack} && pulumi up --stack ${stack}`,
  );
}

interface SiteFile {
  stack: string;
  region: string;
  apiUrl: string;
  url?: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  outputs: Record<string, unknown>;
}

function read(file: string): SiteFile | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SiteFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** For commands that can do without the Pulumi CLI. */
export const OR_LOCAL = "; for a site on this machine add --local";

function pulumi(args: readonly string[], instead: string): string {
  const { status, stdout, stderr, error } = spawnSync("pulumi", args, { encoding: "utf8" });
  if (error) {
    throw new InputError(`The Pulumi CLI cannot be run (${error.message}). It knows the stack${instead}.`);
  }
  if (status !== 0) throw new InputError(`pulumi ${args.join(" ")} failed:\n${stderr.trim()}`);
  return stdout;
}
