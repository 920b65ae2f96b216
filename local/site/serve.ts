import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { policies } from "../../policy/policies";
import { Account } from "../account/account";
import { DeploymentError } from "../engine/inProcess";
import { DeployedStack } from "../start/deployedStack";
import { InputError } from "../start/inputError";
import { readStackConfig } from "../start/stackConfig";
import type { SiteCommand } from "./options";
import { Site } from "./site";

const ROOT = join(__dirname, "..", "..");

/** Where a site that runs says how to reach it, for `npm run reset-pictures -- --local` and `npm run release-dogs`. */
export const SITE_FILE = join(ROOT, ".local", "site.json");

/** What the file of a site that runs says. */
export interface SiteFile {
  stack: string;
  region: string;
  /** Of the site. */
  url: string;
  /** Of AWS's endpoint. */
  apiUrl: string;
  /** An administrator's, good for this site alone. */
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  /** The stack's outputs. */
  outputs: Record<string, unknown>;
}

export interface Terminal {
  write: (line: string) => void;
  error: (line: string) => void;
}

/**
 * Brings a stack up and serves its site until `ended` resolves.
 *
 * @returns The exit code.
 * @throws InputError where the configuration cannot be used, or the site needs a later lab
 */
export async function serve(
  { stack, sets, port }: SiteCommand,
  program: () => unknown,
  terminal: Terminal,
  ended: Promise<void>,
): Promise<number> {
  const { project, values } = readStackConfig(ROOT, stack, sets);
  const { deployed, outputs } = await bringUp({ project, stack, values, program, policies });
  if (!("siteUrl" in outputs)) {
    throw new InputError([
      `The site comes with lab 2, and the stack is deployed up to lab ${deployed.setting("lab")}. Add --lab 2, or a later one`,
    ]);
  }
  const { account, region } = deployed;
  const site = new Site({ account, region, onLine: (source, line) => terminal.write(`${source}  ${line}`) });
  try {
    const { url, apiUrl } = await site.start(port);
    writeSiteFile({ stack, region, url, apiUrl, credentials: site.api.credentialsFor("admin"), outputs });
    terminal.write("");
    terminal.write(`The site of ${stack} is ${url}; Ctrl-C ends it.`);
    terminal.write(`AWS's endpoint for its containers is ${apiUrl}.`);
    if ("imageAssessor" in outputs) {
      terminal.write(`To bring pictures of cats back: npm run reset-pictures -- --stack ${stack} --local`);
    }
    if ("dogsPipeline" in outputs) {
      terminal.write(`To release dogs through the pipeline: npm run release-dogs -- --stack ${stack} --local`);
    }
    await ended;
    return 0;
  } catch (error) {
    terminal.error(explain(error as NodeJS.ErrnoException, port));
    return 1;
  } finally {
    rmSync(SITE_FILE, { force: true });
    await site.stop();
  }
}

async function bringUp(deployable: Parameters<typeof DeployedStack.up>[0]) {
  try {
    const { deployed, result } = await DeployedStack.up(deployable, new Account());
    const outputs = Object.entries(result.outputs).map(([name, { value }]) => [name, value]);
    return { deployed, outputs: Object.fromEntries(outputs) as Record<string, unknown> };
  } catch (error) {
    if (error instanceof DeploymentError) throw new InputError([error.message]);
    throw error;
  }
}

function writeSiteFile(file: SiteFile): void {
  mkdirSync(dirname(SITE_FILE), { recursive: true });
  writeFileSync(SITE_FILE, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
}

function explain({ code, message }: NodeJS.ErrnoException, port: number): string {
  return code === "EADDRINUSE"
    ? `Port ${port} is taken. Choose another one, for example --port ${port + 1}, or --port 0 for any that is free.`
    : message;
}
