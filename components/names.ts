/**
 * A stack's name is the start of every physical name, so it obeys the strictest of AWS's rules for names: those of
 * load balancers (letters, digits, hyphens; 32 characters together with what the program adds) and of image
 * repositories (lower case, no two hyphens in a row).
 */
const STACK_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const STACK_NAME_LENGTH = 12;

/** What {@link isStackName} allows, in words. */
export const STACK_NAME_RULE = `1 to ${STACK_NAME_LENGTH} lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen`;

/** Whether physical names can be made from this stack's name. */
export function isStackName(name: string): boolean {
  return name.length <= STACK_NAME_LENGTH && STACK_NAME.test(name);
}

/** A name that can be used, as much like this one as may be. */
export function similarStackName(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const similar = words
    .join("-")
    .replace(/^[^a-z]+/, "")
    .slice(0, STACK_NAME_LENGTH)
    .replace(/-$/, "");
  return isStackName(similar) ? similar : "workshop";
}

/**
 * The physical name of something that belongs to a stack: `STACK-SUFFIX`. It is the same at every deployment, so that
 * a person finds it, and starts with the stack's name, so that many attendees can share an account.
 *
 * @param most the longest name that AWS takes there, in characters. Default 32, the limit of load balancers and target
 *   groups, which is the tightest
 * @throws Error when the name is longer than that
 */
export function physicalName(stack: string, suffix: string, most = 32): string {
  const name = `${stack}-${suffix}`;
  if (name.length > most) {
    throw new Error(
      `The name "${name}" has ${name.length} characters; AWS allows ${most} there. Shorten the stack's name ("${stack}") or "${suffix}".`,
    );
  }
  return name;
}

/** `image-assessor` as `ImageAssessor`. */
export function capitalized(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
