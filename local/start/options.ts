import { parseArgs } from "node:util";
import { InputError } from "./inputError";

/** What the command line asks for. */
export interface StartOptions {
  stack: string;
  /** `KEY=VALUE`, in the order given; `--lab N` is the last of them. */
  sets: string[];
  /** File to write the deployment to. */
  exportFile?: string;
  help: boolean;
}

/** What `--help` prints. */
export const HELP = `Brings a stack up on this machine, shows what it is and what it costs, and destroys it again.

Usage: npm start -- [options]

  --stack NAME      the stack; its configuration is Pulumi.NAME.yaml, or the example's where
                    there is no such file (default: workshop)
  --set KEY=VALUE   sets a configuration value for this run, as "pulumi config set --path" does;
                    may be repeated: --set maxSpotPrice=0.20 --set catsndogs:spotCapacity.max=5
  --lab N           short for --set catsndogs:lab=N
  --export FILE     writes the deployment as "pulumi stack export" would; secrets are left out
  --help            prints this

Exit codes: 0 done; 1 a policy or the deployment failed, and what was made is destroyed again; 2 bad input.`;

/**
 * Reads the command line.
 *
 * @throws InputError naming what is wrong.
 */
export function readOptions(argv: readonly string[]): StartOptions {
  const { values, positionals } = parse(argv);
  const problems = positionals.map((word) => `"${word}" is no option. See npm start -- --help`);
  if (values.lab !== undefined && !/^\d+$/.test(values.lab)) {
    problems.push(`--lab ${values.lab}: expected a whole number, for example --lab 1`);
  }
  if (values.export === "") problems.push("--export: expected the name of a file");
  if (problems.length > 0) throw new InputError(problems);
  const options: StartOptions = {
    stack: values.stack ?? "workshop",
    sets: [...(values.set ?? []), ...(values.lab === undefined ? [] : [`catsndogs:lab=${values.lab}`])],
    help: values.help ?? false,
  };
  if (values.export !== undefined) options.exportFile = values.export;
  return options;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        stack: { type: "string" },
        set: { type: "string", multiple: true },
        lab: { type: "string" },
        export: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new InputError([`${(error as Error).message.split(". ")[0]}. See npm start -- --help`]);
  }
}
