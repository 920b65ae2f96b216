/** A step into a structured value: a property's name or a position in a list; `*` stands for all of them. */
export type Step = string | number;

/**
 * Reads a property path as Pulumi writes them: `tags.Owner`, `tags["a.b"]`, `rules[0].port`, `rules[*].port`.
 *
 * @throws Error where the text is no such path; its message says where.
 */
export function parsePropertyPath(text: string): Step[] {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== "") {
    const match = /^(?:\.?([^.[\]"]+)|\[(\d+)\]|\[(\*)\]|\["((?:[^"\\]|\\.)*)"\])/.exec(rest);
    const startsWithDot = rest.startsWith(".");
    if (!match || (startsWithDot && steps.length === 0)) {
      throw new Error(`"${text}" is no path: "${rest}" is neither .name nor [index] nor ["name"]`);
    }
    const [whole, name, index, all, quoted] = match;
    if (name !== undefined && steps.length > 0 && !startsWithDot) {
      throw new Error(`"${text}" is no path: a dot is missing before "${name}"`);
    }
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? all ?? (quoted ?? "").replace(/\\(.)/g, "$1"));
    rest = rest.slice(whole.length);
  }
  return steps;
}
