import { createHash } from "node:crypto";
import jsonata from "jsonata";
import { uuid } from "../../account/types/uuid";
import { Random } from "../kernel/random";
import { EPOCH, type Simulation } from "../kernel/simulation";

const ALGORITHMS: Record<string, string> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** The most that `$range` makes, as States.ArrayRange. */
const LONGEST_RANGE = 1000;

interface Native {
  implementation: (...args: unknown[]) => unknown;
}

/** JSONata's own function under a name. */
const native = (name: string): Promise<Native> => jsonata(`$${name}`).evaluate(undefined) as Promise<Native>;

/**
 * Gives an expression the functions that Step Functions adds to JSONata, takes `$eval` away, and has time and chance come from
 * the simulation: docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 *
 * @param random The execution's chance.
 * @param purpose What tells this execution's UUIDs from others'.
 */
export function addFunctions(
  expression: jsonata.Expression,
  { simulation, random, purpose }: { simulation: Simulation; random: Random; purpose: () => string },
): void {
  const now = (): number => EPOCH + Math.round(simulation.now * 1000);
  const add = expression.registerFunction.bind(expression);
  expression.assign("eval", undefined);
  add("partition", partition, "<an:a>");
  add("range", range, "<nnn:a<n>>");
  add("hash", hash, "<ss:s>");
  add("random", (seed?: number) => (seed === undefined ? random : new Random(seed, "$random")).fraction(), "<n?:n>");
  add("uuid", () => uuid((digits) => simulation.digest(purpose()).slice(0, digits)), "<:s>");
  add("parse", parse, "<s:x>");
  add("shuffle", (items: unknown[]) => shuffle(items, random), "<a:a>");
  add("millis", now, "<:n>");
  add(
    "now",
    async (picture?: string, timezone?: string) =>
      (await native("fromMillis")).implementation.call({}, now(), picture, timezone),
    "<s?s?:s>",
  );
  // A picture without a date means today's.
  add(
    "toMillis",
    async (timestamp: string, picture?: string) =>
      (await native("toMillis")).implementation.call(
        { environment: { timestamp: new Date(now()) } },
        timestamp,
        picture,
      ),
    "<s-s?:n>",
  );
}

/*
 * What these refuse they refuse without a code of JSONata's: its own words for the code would take the place of theirs.
 */

function partition(items: unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size < 1) {
    throw new Error(`Argument 2 of function "partition" must be a positive integer, got ${size}`);
  }
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function range(first: number, last: number, step: number): number[] {
  if (![first, last, step].every(Number.isInteger) || step === 0) {
    throw new Error('The arguments of function "range" must be integers, and the third not 0');
  }
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) {
    throw new Error(`Function "range" makes at most ${LONGEST_RANGE} elements, attempted ${length}`);
  }
  return Array.from({ length }, (_, i) => first + i * step);
}

function hash(data: string, algorithm: string): string {
  const name = ALGORITHMS[algorithm];
  if (name === undefined) {
    const known = Object.keys(ALGORITHMS).join(", ");
    throw new Error(`Argument 2 of function "hash" must be one of ${known}, got "${algorithm}"`);
  }
  return createHash(name).update(data).digest("hex");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('Argument 1 of function "parse" must be valid JSON');
  }
}

/** By Fisher and Yates. */
function shuffle(items: unknown[], random: Random): unknown[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const other = random.integer(0, i);
    [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
  }
  return shuffled;
}
