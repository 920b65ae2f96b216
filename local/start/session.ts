import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import colors from "picocolors";
import { policies } from "../../policy/policies";
import { Account } from "../account/account";
import { estimateHourlyCost } from "../account/cost";
import { DeploymentError, destroy, type EngineEvent, exportDeployment, type StackState, up } from "../engine/inProcess";
import { InputError } from "./inputError";
import type { StartOptions } from "./options";
import { Progress, type Screen } from "./progress";
import { nameOf, plural, showComponents, showCost, showOutputs, showRemedies, showViolations, typeName } from "./show";
import { readStackConfig } from "./stackConfig";

/** Folder of Pulumi.yaml and index.ts. */
const ROOT = join(__dirname, "..", "..");

/**
 * Brings a stack up on a fresh account, shows it, and destroys it again.
 *
 * @param entry The program: what index.ts exports.
 * @returns The exit code: 0, or 1 where a policy or the deployment failed.
 * @throws InputError where the configuration cannot be used; nothing was made then.
 */
export async function runSession(options: StartOptions, entry: () => unknown, screen: Screen): Promise<number> {
  const { stack } = options;
  const { project, values, file, borrowed } = readStackConfig(ROOT, stack, options.sets);
  const write = (...lines: string[]): void => screen.write(lines.map((line) => `${line}\n`).join(""));
  write(colors.bold(`catsndogs.lol on this machine: stack ${stack}`));
  write(colors.dim(`configuration: ${file}${borrowed ? ` (there is no Pulumi.${stack}.yaml)` : ""}`), "");

  if (options.exportFile !== undefined) requireWritable(options.exportFile);
  const account = new Account();
  const progress = new Progress(screen);
  try {
    progress.begin(`Bringing up ${stack}`);
    const result = await up({
      account,
      project,
      stack,
      config: values,
      program: entry,
      policies,
      on: follow(progress),
    });
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
    if (options.exportFile !== undefined) {
      writeFileSync(options.exportFile, `${JSON.stringify(exportDeployment(result.state), undefined, 2)}\n`);
      progress.done(`deployment written to ${options.exportFile}`);
    }
    return tearDown(account, result.state, progress, stack) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DeploymentError)) throw error;
    return afterFailure(error, account, progress, stack, screen);
  }
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
  const left = account.records();
  if (left.length > 0) {
    progress.failed(`left behind: ${left.map(({ type, id }) => `${typeName(type)} ${id}`).join(", ")}`);
    return false;
  }
  progress.done(`${plural(before, "resource")} destroyed; the account is empty`);
  return true;
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

/** Asks before anything is made whether the export can be written. */
function requireWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error("it is a folder");
  } catch (error) {
    throw new InputError([`--export ${file}: ${(error as Error).message}. Name a file that can be written`]);
  }
}

/** The program's own class would be the program's import; its name is enough. */
function isConfigError(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "ConfigError";
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
