/** What a command needs of the stack that it is about. */
export type StackNeed =
  /** Nothing: it is about no stack. */
  | "none"
  /** Its configuration alone: the command makes the stack itself. */
  | "configuration"
  /** The stack; it is made where there is none. */
  | "stack"
  /** A stack that is there already: nobody means to destroy, or look at, one that has just been made. */
  | "existing stack";

/** Commands of the CLI that know nothing of a stack. */
const WITHOUT_STACK: ReadonlySet<string> = new Set([
  "about",
  "help",
  "install",
  "login",
  "logout",
  "plugin",
  "policy",
  "schema",
  "version",
  "whoami",
]);

/** Commands that a new stack's life begins with. */
const BEGINNING: ReadonlySet<string> = new Set(["up", "update", "preview", "pre", "config", "cfg", "import", "watch"]);

/**
 * What a command needs.
 *
 * @param rest What was written after it.
 */
export function stackNeed(command: string, rest: readonly string[]): StackNeed {
  if (WITHOUT_STACK.has(command) || rest.some((word) => word === "--help" || word === "-h")) return "none";
  if (BEGINNING.has(command)) return "stack";
  if (command !== "stack") return "existing stack";
  const what = rest.find((word) => !word.startsWith("-"));
  if (what === "ls" || what === "list") return "none";
  return what === "init" ? "configuration" : "existing stack";
}
