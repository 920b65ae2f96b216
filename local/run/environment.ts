import { join } from "node:path";
import { pathToFileURL } from "node:url";

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
const ASKING = new Set(["up", "update", "destroy", "down", "dn", "refresh", "import", "cancel"]);

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
    if (ASKING.has(command) && !rest.some((arg) => /^(--yes|-y|--preview-only)(=|$)/.test(arg))) silent.push("--yes");
  }
  return ["-C", "local", command, "--stack", stack, ...silent, ...rest];
}
