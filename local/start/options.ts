import { SCENARIOS } from "../labs/scenarios";
import { InputError } from "./inputError";
import { parseOptions } from "./parseOptions";

/** What the command line asks for. */
export interface StartOptions {
  stack: string;
  /** `KEY=VALUE`, in the order given; `--lab N` is the last of them. */
  sets: string[];
  /** File to write the deployment to. */
  exportFile?: string;
  /** Name of a scenario to rehearse in place of the labs. */
  scenario?: string;
  /** What decides all chance in the rehearsal. */
  seed: number;
  /** File to write the report page to. */
  reportFile: string;
  /** Whether a machine reads what is printed. */
  json: boolean;
  help: boolean;
}

/** Where the report page goes when nobody says. */
const REPORT = "report/index.html";

/** What `--help` prints. */
export const HELP = `Brings a stack up on this machine, shows what it is and what it costs, rehearses its labs in
virtual time, and destroys it again.

Usage: npm start -- [options]

  --stack NAME      the stack; its configuration is Pulumi.NAME.yaml, or the example's where
                    there is no such file (default: workshop)
  --set KEY=VALUE   sets a configuration value for this run, as "pulumi config set --path" does;
                    may be repeated: --set maxSpotPrice=0.20 --set catsndogs:spotCapacity.max=5
  --lab N           short for --set catsndogs:lab=N
  --export FILE     writes the deployment as "pulumi stack export" would; secrets are left out
  --scenario NAME   rehearses what can go wrong in place of the labs; NAME is one of
                    ${Object.keys(SCENARIOS).join(", ")}
  --seed N          decides all chance in the rehearsal: prices, and which instance fails (default: 1)
  --report FILE     the page that shows the rehearsal (default: ${REPORT})
  --json            prints the rehearsal as JSON, and nothing else, to standard output
  --help            prints this

Exit codes: 0 done; 1 a policy, the deployment or a check failed, and what was made is destroyed again; 2 bad input.`;

const OPTIONS = {
  stack: { type: "string" },
  set: { type: "string", multiple: true },
  lab: { type: "string" },
  export: { type: "string" },
  scenario: { type: "string" },
  seed: { type: "string" },
  report: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line.
 *
 * @throws InputError naming what is wrong.
 */
export function readOptions(argv: readonly string[]): StartOptions {
  const { values, positionals } = parseOptions(argv, OPTIONS, "See npm start -- --help");
  const problems = positionals.map((word) => `"${word}" is no option. See npm start -- --help`);
  if (values.lab !== undefined && !/^\d+$/.test(values.lab)) {
    problems.push(`--lab ${values.lab}: expected a whole number, for example --lab 1`);
  }
  if (values.export === "") problems.push("--export: expected the name of a file");
  if (values.report === "") problems.push("--report: expected the name of a file");
  if (values.seed !== undefined && !/^\d{1,9}$/.test(values.seed)) {
    problems.push(`--seed ${values.seed}: expected a whole number from 0 to 999999999, for example --seed 7`);
  }
  if (values.scenario !== undefined && !Object.hasOwn(SCENARIOS, values.scenario)) {
    const names = Object.keys(SCENARIOS);
    problems.push(
      `--scenario ${values.scenario}: expected one of ${names.join(", ")}, for example --scenario ${names[0]}`,
    );
  }
  if (problems.length > 0) throw new InputError(problems);
  const options: StartOptions = {
    stack: values.stack ?? "workshop",
    sets: [...(values.set ?? []), ...(values.lab === undefined ? [] : [`catsndogs:lab=${values.lab}`])],
    seed: Number(values.seed ?? 1),
    reportFile: values.report ?? REPORT,
    json: values.json ?? false,
    help: values.help ?? false,
  };
  if (values.scenario !== undefined) options.scenario = values.scenario;
  if (values.export !== undefined) options.exportFile = values.export;
  return options;
}
