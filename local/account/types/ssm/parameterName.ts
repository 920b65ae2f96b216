import { show } from "../../values";

/** The longest name that a person may give; with the ARN in front of it AWS counts to 2,048. API_PutParameter.html */
export const LONGEST_NAME = 1011;

/** The most levels of a hierarchy, the parameter itself included. */
const LEVELS = 15;

/**
 * What is wrong with a parameter's name, or undefined:
 * docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function nameFailure(name: string): string | undefined {
  const levels = name.replace(/^\//, "").split("/");
  if (!/^[\w./-]+$/.test(name)) return `expected letters, digits and the characters . - _ /, got ${show(name)}`;
  if (name.length > LONGEST_NAME) return `expected at most ${LONGEST_NAME} characters, got ${name.length}`;
  if (name.includes("/") && !name.startsWith("/")) {
    return `expected a fully qualified name, where a hierarchy begins with a slash, got ${show(name)}`;
  }
  if (levels.includes("")) return `expected a name between any two slashes and after the last one, got ${show(name)}`;
  if (levels.length > LEVELS) return `expected at most ${LEVELS} levels, got ${levels.length}`;
  return /^(aws|ssm)/i.test(levels[0] ?? "")
    ? `expected a name that does not begin with aws or ssm, in capitals or not, got ${show(name)}`
    : undefined;
}
