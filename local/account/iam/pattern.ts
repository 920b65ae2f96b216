/** A part of a pattern: text that stands for itself, or a wildcard. */
type Piece = { text: string } | { wildcard: "*" | "?" };

/** Gives a policy variable its value, or undefined where the request has none. */
export type Variables = (key: string) => string | undefined;

/*
 * Where variables are undefined, there are none: in the first version of the policy language "${" is text.
 */

/**
 * The text that a value of a policy stands for where wildcards have no meaning, as in `StringEquals`; undefined where
 * a variable has no value, which is then equal to nothing:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function literal(template: string, variables: Variables | undefined): string | undefined {
  return piecesOf(template, variables)
    ?.map((piece) => ("text" in piece ? piece.text : piece.wildcard))
    .join("");
}

/** Whether a value matches a pattern as a whole; `*` is any number of characters, `?` is one. */
export function matches(template: string, value: string, variables: Variables | undefined): boolean {
  const pieces = piecesOf(template, variables);
  return pieces !== undefined && glob(pieces, value);
}

/**
 * Whether an ARN matches a pattern, each of its six fields on its own, so that a wildcard does not reach across a colon.
 * Only the last field may itself hold colons. Fields that the pattern leaves out at its end match anything.
 */
export function arnMatches(template: string, arn: string, variables: Variables | undefined): boolean {
  const pieces = piecesOf(template, variables);
  if (!pieces || !isArn(arn)) return false;
  const patterns = fieldsOf(pieces);
  return arnFields(arn).every((field, i) => glob(patterns[i] ?? [{ wildcard: "*" }], field));
}

/**
 * Whether a statement's `Resource` names a resource. Variables are replaced in an ARN's last field only, as
 * reference_policies_variables.html#policy-vars-wheretouse says; an earlier field with one matches nothing.
 */
export function resourceMatches(template: string, resource: string, variables: Variables | undefined): boolean {
  if (template === "*") return true;
  if (variables && template.split(":").slice(0, 5).join(":").includes("${")) return false;
  return arnMatches(template, resource, variables);
}

/** Whether a value has the six fields of an ARN. */
export function isArn(value: string): boolean {
  return value.startsWith("arn:") && value.split(":").length >= 6;
}

/** The six fields of an ARN; whatever follows the fifth colon is the last. */
export function arnFields(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Undefined where a variable has no value. A value that is put in is text, whatever characters it has. */
function piecesOf(template: string, variables: Variables | undefined): Piece[] | undefined {
  const pieces: Piece[] = [];
  const parts = variables ? /\$\{([^}]*)\}|[*?]|\$|[^$*?]+/g : /[*?]|[^*?]+/g;
  for (const [part, variable] of template.matchAll(parts)) {
    if (part === "*" || part === "?") {
      pieces.push({ wildcard: part });
      continue;
    }
    const text = variable === undefined || !variables ? part : resolved(variable, variables);
    if (text === undefined) return undefined;
    pieces.push({ text });
  }
  return pieces;
}

/** `${*}`, `${?}` and `${$}` are those characters; `${key, 'text'}` has a text for when the key is missing. */
function resolved(variable: string, variables: Variables): string | undefined {
  if (variable === "*" || variable === "?" || variable === "$") return variable;
  const [, key, byDefault] = /^([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable.trim()) ?? [];
  return key === undefined ? undefined : (variables(key) ?? byDefault);
}

function fieldsOf(pieces: readonly Piece[]): Piece[][] {
  const fields: Piece[][] = [[]];
  for (const piece of pieces) {
    const parts = "text" in piece ? piece.text.split(":") : [];
    if (parts.length === 0) fields.at(-1)?.push(piece);
    parts.forEach((text, i) => {
      if (i === 0) fields.at(-1)?.push({ text });
      else if (fields.length < 6) fields.push([{ text }]);
      else fields.at(-1)?.push({ text: `:${text}` });
    });
  }
  return fields;
}

function glob(pieces: readonly Piece[], value: string): boolean {
  const source = pieces.map((piece) => {
    if ("text" in piece) return piece.text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    return piece.wildcard === "*" ? ".*" : ".";
  });
  return new RegExp(`^${source.join("")}$`, "s").test(value);
}
