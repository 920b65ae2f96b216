import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stackNeed } from "./need";

/**
 * What the Pulumi CLI needs to run on this machine alone: state and account in files below `.local`, no passphrase to
 * ask for, nothing looked up on the internet. What is set already stays.
 *
 * @param root The repository's root.
 */
export function localEnvironment(root: string, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(join(root, ".local", "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    CATSNDOGS_ACCOUNT: join(root, ".local", "account.json"),
    ...given,
  };
}

/** Commands of the CLI that ask before they act, and go on with `--yes`. */
const ASKING = /^(up|update|destroy|down|dn|refresh|import|cancel|stack (rm|remove)|state (delete|unprotect|rename))$/;

/**
 * The CLI's arguments: the project below `local`, and nobody asked where nobody can answer.
 *
 * @param rest What the person wrote after the command, without `--stack`.
 * @param canAnswer Whether there is a terminal.
 */
export function pulumiArguments(command: string, stack: string, rest: readonly string[], canAnswer: boolean): string[] {
  const silent: string[] = [];
  if (!canAnswer) {
    silent.push("--non-interactive");
    const asks = ASKING.test(command) || ASKING.test(`${command} ${rest[0]}`);
    if (asks && !rest.some((arg) => /^(--yes|-y|--preview-only|--help|-h)(=|$)/.test(arg))) silent.push("--yes");
  }
  const which = stackNeed(command, rest) === "none" ? [] : ["--stack", stack];
  // Options end at a "--" of the person's own.
  const end = rest.indexOf("--");
  const [before, after] = end < 0 ? [rest, []] : [rest.slice(0, end), rest.slice(end)];
  return ["-C", "local", command, ...before, ...which, ...silent, ...after];
}

/** Options of the CLI whose value is a file or folder, which people write as seen from the repository's root. */
const PATH_OPTIONS = /^(--policy-pack|--policy-pack-config|--config-file|--plan|--save-plan)(?:=(.*))?$/;

/** Makes paths absolute, since the CLI itself runs below `local`. */
export function absolutePaths(root: string, args: readonly string[]): string[] {
  return args.map((arg, i) => {
    const [, option, value] = PATH_OPTIONS.exec(arg) ?? [];
    if (option && value !== undefined) return `${option}=${resolve(root, value)}`;
    const before = PATH_OPTIONS.exec(args[i - 1] ?? "");
    return before && before[2] === undefined && !option ? resolve(root, arg) : arg;
  });
}
