import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalToken } from "../../../policy/types";
import { ADDITIONS, KINDS } from "./kinds";
import { type Place, placesIn, placeText, replacedAt, valueAt } from "./places";
import type { Props, Subject } from "./workshopStack";

/** A resource with one thing changed, and what that is in words. */
export interface Mutant {
  what: string;
  subject: Subject;
}

/** Places of large documents are so many that every so many-th has to do. */
const MOST_PLACES = 250;

function thinned(places: readonly Place[]): Place[] {
  const stride = Math.ceil(places.length / MOST_PLACES);
  return places.filter((_, index) => index % stride === 0);
}

function text(value: unknown): string {
  const json = typeof value === "symbol" ? "" : JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

/** Inputs that a type has and a resource does not, with their types; none where the type is not known here. */
function absentInputs({ type, props }: Subject): [string, string][] {
  const [, module, name] = /^aws:(\w+)\/(\w+):/.exec(canonicalToken(type)) ?? [];
  const file = join(__dirname, "../../../local/account/shapes", `${module}.${name}.json`);
  if (!existsSync(file)) return [];
  const { inputs } = JSON.parse(readFileSync(file, "utf8")) as { inputs: Record<string, unknown> };
  return Object.entries(inputs).flatMap(([key, shape]): [string, string][] =>
    typeof shape === "string" && !(key in props) ? [[key, shape]] : [],
  );
}

/** Every mutant of a resource that a kind makes. */
export function* mutantsOf(subject: Subject, kind: string): Generator<Mutant> {
  const mutant = (place: Place, becomes: unknown): Mutant => {
    const props = replacedAt(subject.props, place, becomes) as Props;
    return {
      what: `${subject.name}: ${placeText(place)} ${kind} ${text(becomes)}`.trim(),
      subject: { ...subject, props },
    };
  };
  if (kind === "added") {
    for (const [key, shape] of absentInputs(subject)) {
      for (const value of ADDITIONS[shape] ?? []) yield mutant([key], value);
    }
    return;
  }
  const { values } = KINDS.find(({ name }) => name === kind) ?? { values: () => [] };
  for (const place of thinned(placesIn(subject.props))) {
    for (const value of values(valueAt(subject.props, place))) yield mutant(place, value);
  }
}

/** The names of all kinds of mutants of one resource. */
export const MUTANT_KINDS: readonly string[] = [...KINDS.map(({ name }) => name), "added"];

/** Stacks in which one resource is missing, or stands twice. */
export function* stackMutants(stack: readonly Subject[], about: readonly Subject[], kind: string) {
  for (const subject of about) {
    if (kind === "left out") yield { what: `${subject.name} left out`, stack: stack.filter((one) => one !== subject) };
    if (kind === "twice") {
      const twin = { ...subject, name: `${subject.name}-twin`, urn: `${subject.urn}-twin` };
      yield { what: `${subject.name} twice`, stack: [...stack, twin] };
    }
  }
}
