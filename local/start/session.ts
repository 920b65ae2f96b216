import { writeFileSync } from "node:fs";
import { join } from "node:path";
import colors from "picocolors";
import { HIGHEST_LAB } from "../../config/workshop";
import { policies } from "../../policy/policies";
import { Account } from "../account/account";
import { estimateHourlyCost } from "../account/cost";
import {
  DeploymentError,
  destroy,
  type EngineEvent,
  exportDeployment,
  type StackState,
  type UpResult,
} from "../engine/inProcess";
import { DeployedStack } from "./deployedStack";
import { InputError } from "./inputError";
import type { StartOptions } from "./options";
import { requireReport, requireWritable } from "./outputFiles";
import { Progress, type Screen } from "./progress";
import { failedChecks, showRehearsal } from "./rehearsal";
import { nameOf, plural, showComponents, showCost, showOutputs, showRemedies, showViolations, typeName } from "./show";
import { readStackConfig } from "./stackConfig";

/** Folder of Pulumi.yaml and index.ts. */
const ROOT = join(__dirname, "..", "..");

/**
 * Brings a stack up on a fresh account, shows it, rehearses its labs, and destroys it again.
 *
 * @param entry The program: what index.ts exports.
 * @returns The exit code: 0, or 1 where a policy, the deployment or a check of the rehearsal failed.
 * @throws InputError where the configuration cannot be used; nothing was made then.
 */
export async function runSession(options: StartOptions, entry: () => unknown, given: Screen): Promise<number> {
  const { stack } = options;
  const { project, values, file, borrowed } = readStackConfig(ROOT, stack, options.sets);
  const screen = options.json ? { ...given, write: () => {}, isTerminal: false } : given;
  const write = writer(screen);
  write(colors.bold(`catsndogs.lol on this machine: stack ${stack}`));
  write(colors.dim(`configuration: ${file}${borrowed ? ` (there is no Pulumi.${stack}.yaml)` : ""}`), "");

  if (options.exportFile !== undefined) requireWritable("--export", options.exportFile);
  requireReport(options.reportFile);
  requireServices(options, values[`${project}:lab`]);
  const account = new Account();
  const progress = new Progress(screen);
  try {
    progress.begin(`Bringing up ${stack}`);
    const deployable = { project, stack, values, program: entry, policies };
    const { deployed, result } = await DeployedStack.up(deployable, account, follow(progress));
    showDeployment(result, account, progress, write);
    if (options.exportFile !== undefined) {
      writeFileSync(options.exportFile, `${JSON.stringify(exportDeployment(result.state), undefined, 2)}\n`);
      progress.done(`deployment written to ${options.exportFile}`);
    }
    const report = await showRehearsal(deployed, options, progress, write);
    if (options.json) given.write(`${JSON.stringify(report, undefined, 2)}\n`);
    const gone = tearDown(account, deployed.current, progress, stack);
    return gone && failedChecks(report) === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DeploymentError)) throw error;
    return afterFailure(error, account, progress, stack, screen);
  }
}

/** A scenario is about a site that runs. */
function requireServices({ scenario }: StartOptions, lab: string | undefined): void {
  if (scenario === undefined || Number(lab ?? HIGHEST_LAB) >= 2) return;
  throw new InputError([
    `--scenario ${scenario}: needs the services of lab 2, and the stack is deployed up to lab ${lab}. ` +
      "Leave out --lab, or the scenario",
  ]);
}

type Write = (...lines: string[]) => void;

function writer(screen: Screen): Write {
  return (...lines) => screen.write(lines.map((line) => `${line}\n`).join(""));
}

/** What was made, what the rules say, what the program says, what comes out, and what it costs. */
function showDeployment(result: UpResult, account: Account, progress: Progress, write: Write): void {
  const made = result.state.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
  progress.done(`${plural(made.length, "resource")} made`);
  progress.done(
    `${plural(policies.length, "policy rule")} passed` +
      (result.violations.length > 0 ? `, ${plural(result.violations.length, "advice", "pieces of advice")}` : ""),
  );
  write("", ...showComponents(result.state.resources));
  if (result.violations.length > 0) write(colors.bold("Policy"), ...showViolations(result.violations), "");
  const warnings = result.warnings.filter(({ severity }) => severity !== "info");
  if (warnings.length > 0) {
    write(colors.bold("Warnings"), ...warnings.map(({ message }) => `  ${colors.yellow("!")} ${message}`), "");
  }
  const outputs = Object.entries(result.outputs).map(([name, { value, secret }]) => [
    name,
    secret ? "[secret]" : value,
  ]);
  write(colors.bold("Outputs"), ...indent(showOutputs(Object.fromEntries(outputs))), "");
  const { lines, total } = estimateHourlyCost(account.records());
  write(colors.bold("Estimated cost"), ...indent(showCost(lines, total)), "");
}

/** Says what went wrong and destroys what was made until then. */
function afterFailure(
  error: DeploymentError,
  account: Account,
  progress: Progress,
  stack: string,
  screen: Screen,
): number {
  if (isConfigError(error.cause)) {
    progress.failed("nothing was made");
    throw new InputError([error.message]);
  }
  progress.failed(`bringing up ${stack} failed`);
  screen.error(`\n${error.message}\n`);
  screen.error(`${showRemedies(error.violations).join("\n")}\n`);
  screen.write("\n");
  tearDown(account, error.state, progress, stack);
  return 1;
}

/** Destroys a stack and looks whether anything is left. Returns whether all is gone. */
function tearDown(account: Account, state: StackState, progress: Progress, stack: string): boolean {
  progress.begin(`Destroying ${stack}`);
  const before = account.records().length;
  try {
    destroy({ account, state, on: follow(progress) });
  } catch (error) {
    progress.failed(`destroying ${stack} failed: ${(error as Error).message}`);
    return false;
  }
  const revisions = deregisterRevisions(account, stack);
  const left = account.records();
  if (left.length > 0) {
    progress.failed(`left behind: ${left.map(({ type, id }) => `${typeName(type)} ${id}`).join(", ")}`);
    return false;
  }
  progress.done(
    `${plural(before - revisions, "resource")} destroyed` +
      (revisions > 0 ? `, ${plural(revisions, "revision")} of the pipeline's deregistered` : "") +
      "; the account is empty",
  );
  return true;
}

/**
 * Deregisters the revisions of dogs that the pipeline registered and that no Pulumi knows of, as `npm run clean-up` does.
 * Returns how many there were.
 */
function deregisterRevisions(account: Account, stack: string): number {
  const { records } = account.state;
  account.state.records = records.filter(
    ({ type, inputs }) => type !== "aws:ecs/taskDefinition:TaskDefinition" || inputs.family !== `${stack}-dogs`,
  );
  return records.length - account.state.records.length;
}

/** Counts what happens, and names what is being done. */
function follow(progress: Progress): (event: EngineEvent) => void {
  let done = 0;
  return (event) => {
    if (event.kind === "resource" && event.type.startsWith("aws:")) done += 1;
    if (event.kind === "step" && event.type.startsWith("aws:")) {
      progress.update(`${done}  ${typeName(event.type)} ${nameOf(event.urn)}`);
    }
  };
}

/** The program's own class would be the program's import; its name is enough. */
function isConfigError(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "ConfigError";
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
