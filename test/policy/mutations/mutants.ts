import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalToken } from "../../../policy/types";
import { UNKNOWN } from "../harness";
import { ADDITIONS, KINDS, NOT_KNOWN } from "./kinds";
import { isInJson, type Place, placesIn, placeText, replacedAt } from "./places";
import type { Props, Subject } from "./workshopStack";

/** A resource with one thing changed, and what that is in words. */
export interface Mutant {
  what: string;
  subject: Subject;
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

/** A value that is not known comes from another resource: which one, does not matter to the rules. */
const ELSEWHERE = "urn:pulumi:workshop::catsndogs::pulumi:pulumi:Stack::catsndogs-workshop";

function dependingOn({ dependsOn }: Subject, [property]: Place): Subject["dependsOn"] {
  const key = String(property);
  return { ...dependsOn, [key]: [...(dependsOn[key] ?? []), ELSEWHERE] };
}

/** Every mutant of a resource that a kind makes, each made when it is asked for. */
export function mutantsOf(subject: Subject, kind: string): (() => Mutant)[] {
  const mutant = (place: Place, becomes: unknown) => (): Mutant => {
    const props = replacedAt(subject.props, place, becomes) as Props;
    const dependsOn = becomes === UNKNOWN ? dependingOn(subject, place) : subject.dependsOn;
    const what =
      `${subject.name}: ${placeText(place)} ${becomes === UNKNOWN ? kind : `${kind} ${text(becomes)}`}`.trim();
    return { what, subject: { ...subject, props, dependsOn } };
  };
  if (kind === "added") {
    return absentInputs(subject).flatMap(([key, shape]) =>
      (ADDITIONS[shape] ?? []).map((value) => mutant([key], value)),
    );
  }
  const { values } = KINDS.find(({ name }) => name === kind) ?? { values: () => [] };
  return placesIn(subject.props).flatMap(({ place, value }) => {
    // The engine does not know a text of which it does not know a part.
    if (kind === NOT_KNOWN && isInJson(place)) return [];
    return values(value).map((becomes) => mutant(place, becomes));
  });
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
