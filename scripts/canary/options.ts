import { parseOptions } from "../common/commandLine";
import { InputError } from "../common/inputError";

/** What can be asked of releases, and in what words. */
export const ACTIONS = {
  status: "who has which share of the visitors, and how the release stands that runs",
  start: "gives the waiting side its tasks, which starts its release, and follows it to its end",
  pause: "the release stays at its step, until resume, or until the pause is too long and it goes back",
  resume: "the release goes on",
  promote: "leaves out the steps between, and goes to 100 % next; health is checked all the same",
  abort: "brings all visitors back, and ends the release",
  rollback: "brings all visitors back to the side that had them before the last release, in one step",
  history: "the releases of the last 90 days, the newest first",
  visit: "opens the site by its name, as visitors do, and counts which side answers",
} as const;

export type Action = keyof typeof ACTIONS;

/** What the command line asks for. */
export interface CanaryCommand {
  action: Action;
  stack: string;
  /** Tasks that the waiting side is given; undefined for those it has, or 3. */
  tasks: number | undefined;
  /** Visitors a second, while a release is followed. */
  visitors: number;
  /** How often `visit` opens the site. */
  count: number;
  /** The longest that a release is followed, in seconds. */
  timeout: number;
  help: boolean;
}

/** What `--help` prints. */
export const HELP = `Controls canary releases of cats.

Usage: npm run canary -- ACTION --stack NAME [options]

${Object.entries(ACTIONS)
  .map(([action, what]) => `  ${action.padEnd(9)} ${what}`)
  .join("\n")}

  --stack NAME        a stack that is deployed up to lab 7
  --tasks N           start: how many tasks of cats (default: those that there are, or 3)
  --visitors N        start, rollback: opens the site N times a second meanwhile, 0 to 20 (default: 2). Without visitors a
                      step is not healthy, as nothing is known of it; see the setting canary.minimumRequests
  --count N           visit: how often the site is opened (default: 20)
  --timeout MINUTES   start, rollback: the longest that the release is followed (default: 30)
  --help              prints this

Exit codes: 0 it is done, and a release that was followed has succeeded; 1 it is not; 2 bad input.`;

const SEE = "See npm run canary -- --help";

const OPTIONS = {
  stack: { type: "string" },
  tasks: { type: "string" },
  visitors: { type: "string" },
  count: { type: "string" },
  timeout: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Which options mean something to which action, beside the stack. */
const USES: Partial<Record<Action, readonly (keyof typeof OPTIONS)[]>> = {
  start: ["tasks", "visitors", "timeout"],
  rollback: ["visitors", "timeout"],
  visit: ["count"],
};

/**
 * Reads the command line.
 *
 * @throws InputError naming all that is wrong, a line each
 */
export function readCanaryCommand(argv: readonly string[]): CanaryCommand {
  const { values, positionals } = parseOptions(argv, OPTIONS, SEE);
  const { stack = "", help = false } = values;
  const [action = "", ...more] = positionals;
  const problems = more.map((word) => `"${word}" is too much: one action at a time. ${SEE}`);
  if (!help && !isAction(action)) {
    problems.push(
      `${action === "" ? "The action is missing" : `"${action}" is no action`}: use one of ${Object.keys(ACTIONS).join(", ")}`,
    );
  }
  const used = isAction(action) ? (USES[action] ?? []) : Object.values(USES).flat();
  for (const name of ["tasks", "visitors", "count", "timeout"] as const) {
    if (values[name] !== undefined && !used.includes(name))
      problems.push(`--${name} means nothing to ${action}. ${SEE}`);
  }
  const number = (name: "tasks" | "visitors" | "count" | "timeout", least: number, most: number): number => {
    const given = values[name] ?? "";
    if (/^\d{1,5}$/.test(given) && Number(given) >= least && Number(given) <= most) return Number(given);
    problems.push(`--${name} ${given}: expected a whole number from ${least} to ${most}`);
    return least;
  };
  const command = {
    action: isAction(action) ? action : "status",
    stack,
    tasks: values.tasks === undefined ? undefined : number("tasks", 1, 100),
    visitors: values.visitors === undefined ? 2 : number("visitors", 0, 20),
    count: values.count === undefined ? 20 : number("count", 1, 1000),
    timeout: (values.timeout === undefined ? 30 : number("timeout", 1, 1440)) * 60,
    help,
  } as const;
  if (!help && stack === "") problems.push(`--stack is missing: which stack? ${SEE}`);
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  return command;
}

function isAction(word: string): word is Action {
  return Object.hasOwn(ACTIONS, word);
}
