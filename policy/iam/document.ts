import { isObject, type Parsed, parsedObject } from "../json";
import { UNKNOWN } from "../values";

/** A text of a policy document, with its path. */
export interface Place {
  property: string;
  text: string;
}

/** An element of a statement that takes one text or a list of them, such as `Action`. */
export interface Texts {
  /** False where the statement does not have the element. */
  given: boolean;
  places: readonly Place[];
  /** Whether it may hold more than is known. */
  partial: boolean;
}

/** One principal of a statement: `kind` is `AWS`, `Service`, `Federated` …, or `*` for everybody. */
export interface Principal extends Place {
  kind: string;
}

/** One key of a statement's conditions. */
export interface Condition {
  /** In lower case, without quantifier and `IfExists`, for example `stringequals`. */
  operator: string;
  quantifier?: "foranyvalue" | "forallvalues";
  ifExists: boolean;
  /** In lower case, for IAM does not tell cases of keys apart. */
  key: string;
  values: readonly string[];
  /** Whether there may be values that are not known. */
  partial: boolean;
}

/** One statement of a policy document, where it is clear what it says. */
export interface Statement {
  /** For example `policy.Statement[1]`; without a number where the document has one that is not in a list. */
  property: string;
  effect: "Allow" | "Deny";
  action: Texts;
  notAction: Texts;
  resource: Texts;
  notResource: Texts;
  principals: readonly Principal[];
  /** Whether it is about everybody but some. */
  notPrincipal: boolean;
  conditions: readonly Condition[];
  /** Whether there may be conditions that are not known. */
  conditionsPartial: boolean;
}

/** The object that a document is, whether it comes as one or as JSON; undefined where it is none. */
function objectOf(document: unknown): Parsed | undefined {
  return isObject(document) ? document : parsedObject(document);
}

function textsOf(property: string, value: unknown): Texts {
  const given = value !== undefined && value !== null;
  if (Array.isArray(value)) {
    const places = value.flatMap((text, i) =>
      typeof text === "string" ? [{ property: `${property}[${i}]`, text }] : [],
    );
    return { given, places, partial: value.includes(UNKNOWN) };
  }
  return { given, places: typeof value === "string" ? [{ property, text: value }] : [], partial: value === UNKNOWN };
}

function principalsOf(property: string, value: unknown): Principal[] {
  if (typeof value === "string") return [{ property, kind: value, text: value }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, texts]) =>
    textsOf(`${property}.${kind}`, texts).places.map((place) => ({ ...place, kind })),
  );
}

const OPERATOR = /^(?:(foranyvalue|forallvalues):)?(\w+?)(ifexists)?$/;

function conditionsOf(value: unknown): { conditions: Condition[]; conditionsPartial: boolean } {
  if (!isObject(value)) return { conditions: [], conditionsPartial: value === UNKNOWN };
  const entries = Object.entries(value);
  const conditions = entries.flatMap(([name, keys]) => {
    const [, quantifier, operator = name, ifExists] = OPERATOR.exec(name.toLowerCase()) ?? [];
    if (!isObject(keys)) return [];
    return Object.entries(keys).map(([key, values]): Condition => {
      const all = [values].flat();
      return {
        operator,
        ...((quantifier === "foranyvalue" || quantifier === "forallvalues") && { quantifier }),
        ifExists: ifExists !== undefined,
        key: key.toLowerCase(),
        // IAM takes numbers and booleans for texts here.
        values: all.flatMap((one) => (["string", "number", "boolean"].includes(typeof one) ? [String(one)] : [])),
        partial: all.includes(UNKNOWN),
      };
    });
  });
  return { conditions, conditionsPartial: entries.some(([, keys]) => keys === UNKNOWN) };
}

function statementOf(property: string, value: unknown): Statement[] {
  if (!isObject(value)) return [];
  const effect = value.Effect;
  if (effect !== "Allow" && effect !== "Deny") return [];
  return [
    {
      property,
      effect,
      action: textsOf(`${property}.Action`, value.Action),
      notAction: textsOf(`${property}.NotAction`, value.NotAction),
      resource: textsOf(`${property}.Resource`, value.Resource),
      notResource: textsOf(`${property}.NotResource`, value.NotResource),
      principals: principalsOf(`${property}.Principal`, value.Principal),
      notPrincipal: value.NotPrincipal !== undefined && value.NotPrincipal !== null,
      ...conditionsOf(value.Condition),
    },
  ];
}

/**
 * The statements of a policy document; nothing where it is no document. It is read as tolerantly as IAM and the provider
 * do: as JSON or as an object, with one statement or a list, with texts or lists of them.
 *
 * @param property path of the document
 */
export function statementsOf(property: string, document: unknown): Statement[] {
  const statements = objectOf(document)?.Statement;
  if (!Array.isArray(statements)) return statementOf(`${property}.Statement`, statements);
  return statements.flatMap((statement, i) => statementOf(`${property}.Statement[${i}]`, statement));
}

/** The statements that allow something. */
export function allowsOf(property: string, document: unknown): Statement[] {
  return statementsOf(property, document).filter(({ effect }) => effect === "Allow");
}

/** True where an action's pattern, with `*` and `?`, covers an action. IAM does not tell cases of actions apart. */
export function coversAction(pattern: string, action: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  const source = escaped.replaceAll(/\*+/g, ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "is").test(action);
}

/** True for the pattern that covers every action there is. */
export function isEveryAction(pattern: string): boolean {
  return /^\*+(:\*+)?$/.test(pattern);
}

/** True for what names every resource of every service: `*`, and ARNs that say no more. */
export function isEveryResource(resource: string): boolean {
  return /^(\*+|arn:\*+|arn:[\w*-]+(:\**)*:\*+)$/.test(resource);
}

/** True for a principal that is everybody. */
export function isEverybody({ kind, text }: Principal): boolean {
  return kind !== "Service" && /^\*+$/.test(text);
}

/** Texts in a message. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).join(", ");
  return texts.length > 5 ? `${shown} and ${texts.length - 5} more` : shown;
}

/** The texts of an element, in a message. */
export function shown({ places }: Texts): string {
  return listed(places.map(({ text }) => text));
}
