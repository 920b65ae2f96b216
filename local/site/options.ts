import { InputError } from "../start/inputError";
import { parseOptions } from "../start/parseOptions";

/** What the command line asks for. */
export interface SiteCommand {
  stack: string;
  /** `KEY=VALUE`, in the order given; `--lab N` is the last of them. */
  sets: string[];
  /** Where the site listens; 0 for any port that is free. */
  port: number;
  help: boolean;
}

/** What `--help` prints. */
export const HELP = `Serves a stack's site on this machine: the applications of its services, behind its load balancer's own
rules, until Ctrl-C.

Usage: npm run site -- [options]

  --stack NAME      the stack; its configuration is Pulumi.NAME.yaml, or the example's where
                    there is no such file (default: workshop)
  --set KEY=VALUE   sets a configuration value, as "pulumi config set --path" does; may be repeated
  --lab N           short for --set catsndogs:lab=N; from 2 on
  --port N          where the site listens, 0 for any port that is free (default: 8080)
  --help            prints this

Exit codes: 0 ended by Ctrl-C; 1 something failed; 2 bad input.`;

const OPTIONS = {
  stack: { type: "string" },
  set: { type: "string", multiple: true },
  lab: { type: "string" },
  port: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line.
 *
 * @throws InputError naming all that is wrong
 */
export function readSiteCommand(argv: readonly string[]): SiteCommand {
  const { values, positionals } = parseOptions(argv, OPTIONS, "See npm run site -- --help");
  const problems = positionals.map((word) => `"${word}" is no option. See npm run site -- --help`);
  if (values.lab !== undefined && !/^\d+$/.test(values.lab)) {
    problems.push(`--lab ${values.lab}: expected a whole number, for example --lab 5`);
  }
  if (values.port !== undefined && !(/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65535)) {
    problems.push(`--port ${values.port}: expected a whole number from 0 to 65535, for example --port 8080`);
  }
  if (problems.length > 0) throw new InputError(problems);
  return {
    stack: values.stack ?? "workshop",
    sets: [...(values.set ?? []), ...(values.lab === undefined ? [] : [`catsndogs:lab=${values.lab}`])],
    port: Number(values.port ?? 8080),
    help: values.help ?? false,
  };
}
