import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ECSClientConfig } from "@aws-sdk/client-ecs";
import { InputError } from "./options";
import type { Assessor } from "./reset";

/** A stack as far as it matters here. */
export interface Deployed {
  assessor: Assessor;
  client: ECSClientConfig;
}

/** Where a site that runs on this machine says how to reach it. */
const SITE_FILE = join(__dirname, "..", "..", ".local", "site.json");

/**
 * A stack by its outputs, which Pulumi knows. Region and credentials are those with which it was deployed.
 *
 * @throws InputError where Pulumi does not answer, or the stack has no image assessor
 */
export function deployedStack(stack: string): Deployed {
  const outputs = JSON.parse(pulumi(["stack", "output", "--json", "--stack", stack]));
  const settings = JSON.parse(pulumi(["config", "--json", "--stack", stack])) as Record<string, { value?: string }>;
  const profile = settings["aws:profile"]?.value;
  return {
    assessor: assessorIn(stack, outputs),
    client: { region: settings["aws:region"]?.value ?? "us-west-2", ...(profile !== undefined && { profile }) },
  };
}

/**
 * The stack whose site runs here.
 *
 * @throws InputError where none runs, or another stack's
 */
export function localStack(stack: string, file = SITE_FILE): Deployed {
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
    assessor: assessorIn(stack, site.outputs),
    client: { region: site.region, endpoint: site.apiUrl, credentials: site.credentials },
  };
}

interface SiteFile {
  stack: string;
  region: string;
  apiUrl: string;
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

function assessorIn(stack: string, outputs: Record<string, unknown>): Assessor {
  const { clusterName, imageAssessor } = outputs as {
    clusterName?: string;
    imageAssessor?: { taskDefinitionArn: string; container: string };
  };
  if (clusterName === undefined || imageAssessor === undefined) {
    throw new InputError(
      `Stack ${stack} has no image assessor: it is not deployed up to lab 4. ` +
        `Go on with: pulumi config set catsndogs:lab 4 --stack ${stack} && pulumi up --stack ${stack}`,
    );
  }
  return {
    cluster: clusterName,
    taskDefinition: imageAssessor.taskDefinitionArn,
    container: imageAssessor.container,
  };
}

function pulumi(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("pulumi", args, { encoding: "utf8" });
  if (error) {
    throw new InputError(
      `The Pulumi CLI cannot be run (${error.message}). It knows the stack; for a site on this machine add --local.`,
    );
  }
  if (status !== 0) throw new InputError(`pulumi ${args.join(" ")} failed:\n${stderr.trim()}`);
  return stdout;
}
