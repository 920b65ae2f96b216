/**
 * Throws one error that lists every problem with a component's arguments; returns when there is none.
 * @param component the component's class and name, for example `SpotEcsCluster "cluster"`
 */
export function refuse(component: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(`${component} cannot be built:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
}

/** A problem when the value is not a whole number within the range. */
export function wholeNumberProblems(
  path: string,
  value: number,
  least: number,
  most = Number.POSITIVE_INFINITY,
): string[] {
  if (Number.isInteger(value) && value >= least && value <= most) {
    return [];
  }
  const allowed = most === Number.POSITIVE_INFINITY ? `${least} or more` : `from ${least} to ${most}`;
  return [`${path} is ${value}; it must be a whole number, ${allowed}.`];
}
