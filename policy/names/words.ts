/** The words of a name, in lower case: many services know no capitals, and each has separators of its own. */
function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/**
 * How often a name has the stack's name in it, as whole words and however they are divided: stack `a` is in `a-cats` and
 * in `/a/cats`, not in `data`.
 */
export function timesIn(name: string, stack: string): number {
  const words = ` ${wordsOf(name).join("  ")} `;
  const wanted = wordsOf(stack).join("  ");
  return wanted === "" ? 0 : words.split(` ${wanted} `).length - 1;
}

/** Digits and letters as a random generator writes them: long, and of both kinds, as neither a word nor a date is. */
const RANDOM = /^(?=.*[a-f])(?=.*\d)[0-9a-f]{7,}$/;

/** What Pulumi appends to the name of a resource that was given none: seven hexadecimal digits. */
const AUTOMATIC = /^[-_]?[0-9a-f]{7}(\.fifo)?$/;

/**
 * Whether a name is different in each stack by itself: one that Pulumi made up from the resource's name in the program,
 * or one with random digits in it.
 */
export function isRandom(name: string, resourceName: string): boolean {
  const begins = name.toLowerCase().startsWith(resourceName.toLowerCase());
  if (begins && AUTOMATIC.test(name.slice(resourceName.length))) return true;
  return wordsOf(name).some((word) => RANDOM.test(word));
}
