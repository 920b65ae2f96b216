import { isReservedWord } from "../../../data/dynamodbReservedWords";
import type { AttributeMap, AttributeValue } from "../attributeValue";
import type { Placeholders } from "./placeholders";
import { ExpressionError, type TokenReader } from "./tokens";

/** Where a value is in an item: names of attributes and of a map's entries, and places in a list. */
export type DocumentPath = readonly (string | number)[];

/** A path as it is written: names may be placeholders. */
export interface WrittenPath {
  kind: "path";
  parts: DocumentPath;
}

const NAME = /^([A-Za-z]|#\w)/;

/** Reads a path if one is next: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html */
export function takePath(tokens: TokenReader): WrittenPath | undefined {
  const head = tokens.take(NAME);
  if (head === undefined) return undefined;
  const parts: (string | number)[] = [head];
  for (;;) {
    if (tokens.takeSymbol(".")) parts.push(expected(tokens, NAME));
    else if (tokens.takeSymbol("[")) {
      parts.push(Number(expected(tokens, /^\d/)));
      tokens.expectSymbol("]");
    } else return { kind: "path", parts };
  }
}

function expected(tokens: TokenReader, pattern: RegExp): string {
  const text = tokens.take(pattern);
  if (text === undefined) throw tokens.syntaxError();
  return text;
}

/** Throws where a name in a path is a reserved word. */
export function requireUnreserved({ parts }: WrittenPath): void {
  const reserved = parts.find((part) => typeof part === "string" && isReservedWord(part));
  if (reserved === undefined) return;
  throw new ExpressionError(`Attribute name is a reserved keyword; reserved keyword: ${reserved}`);
}

/** A path with the names that its placeholders stand for. */
export function resolvePath({ parts }: WrittenPath, placeholders: Placeholders): DocumentPath {
  return parts.map((part) => (typeof part === "string" && part.startsWith("#") ? placeholders.name(part) : part));
}

/** A path as DynamoDB's messages show it. */
export function showPath(path: DocumentPath): string {
  return `[${path.map((part) => (typeof part === "number" ? `[${part}]` : part)).join(", ")}]`;
}

/** Throws where one of several paths leads into another, or two take the same value for a list and for a map. */
export function requireApart(paths: readonly DocumentPath[]): void {
  const pairs = paths.flatMap((two, i) => paths.slice(0, i).map((one) => [one, two] as const));
  for (const relation of ["overlap", "conflict"] as const) {
    for (const [one, two] of pairs) {
      if (relationOf(one, two) !== relation) continue;
      throw new ExpressionError(
        `Two document paths ${relation} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${showPath(one)}, path two: ${showPath(two)}`,
      );
    }
  }
}

function relationOf(one: DocumentPath, two: DocumentPath): "overlap" | "conflict" | undefined {
  const at = one.findIndex((part, i) => part !== two[i]);
  if (at === -1 || at >= two.length) return "overlap";
  return typeof one[at] === typeof two[at] ? undefined : "conflict";
}

/** What is at a path of an item; undefined where nothing is. */
export function valueAt(item: AttributeMap, path: DocumentPath): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const part of path) value = value && partOf(value, part);
  return value;
}

function partOf(value: AttributeValue, part: string | number): AttributeValue | undefined {
  if (typeof part === "number") return "L" in value ? value.L[part] : undefined;
  return "M" in value && Object.hasOwn(value.M, part) ? value.M[part] : undefined;
}

/** The parts of an item that some paths lead to, with lists and maps around them. Elements of a list move together. */
export function project(item: AttributeMap, paths: readonly DocumentPath[]): AttributeMap {
  const projected = projectValue({ M: item }, paths);
  return projected && "M" in projected ? projected.M : {};
}

function projectValue(value: AttributeValue, paths: readonly DocumentPath[]): AttributeValue | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  const heads = [...new Set(paths.flatMap(([head]) => head ?? []))];
  const parts = heads.flatMap((head): [string | number, AttributeValue][] => {
    const rests = paths.filter((path) => path[0] === head).map((path) => path.slice(1));
    const found = partOf(value, head);
    const projected = found && projectValue(found, rests);
    return projected ? [[head, projected]] : [];
  });
  if (parts.length === 0) return undefined;
  if ("M" in value) return { M: Object.fromEntries(parts) };
  return { L: parts.sort(([one], [other]) => Number(one) - Number(other)).map(([, part]) => part) };
}
