import { AwsError } from "../../account/model";

/** An expression of metric math, taken apart. */
export type Expression =
  | { kind: "number"; value: number }
  | { kind: "text"; value: string }
  /** A word in capitals that is no function's name, for example `REPEAT`. */
  | { kind: "word"; name: string }
  /** The id of a metric or of another expression. */
  | { kind: "id"; name: string }
  | { kind: "list"; items: Expression[] }
  | { kind: "negative"; of: Expression }
  | { kind: "operation"; operator: string; left: Expression; right: Expression }
  | { kind: "call"; name: string; args: Expression[] };

const TOKEN = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([A-Za-z]\w*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

/** Binary operators, those that bind least first. */
const LEVELS: readonly (readonly string[])[] = [
  ["OR", "||"],
  ["AND", "&&"],
  ["==", "!=", "<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/"],
];

interface Token {
  kind: "number" | "word" | "text" | "sign" | "end";
  text: string;
  at: number;
}

/**
 * Takes an expression apart, as docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html defines the syntax.
 *
 * @param id What AWS's messages call the expression.
 * @throws AwsError `ValidationError`, with the position of what is wrong
 */
export function parse(id: string, source: string): Expression {
  return new Parser(id, source).whole();
}

/** A failure in the words of CloudWatch. */
export function mathError(id: string, message: string): AwsError {
  return new AwsError("ValidationError", `Error in expression '${id}': ${message}`);
}

class Parser {
  private readonly tokens: Token[];
  private next = 0;

  constructor(
    private readonly id: string,
    source: string,
  ) {
    this.tokens = this.split(source);
  }

  whole(): Expression {
    const expression = this.level(0);
    if (this.token.kind !== "end") throw this.unexpected("an operator or the end");
    return expression;
  }

  private level(depth: number): Expression {
    const operators = LEVELS[depth];
    if (!operators) return this.signed();
    let left = this.level(depth + 1);
    while (this.token.kind !== "text" && operators.includes(this.token.text)) {
      const operator = this.take().text;
      left = { kind: "operation", operator, left, right: this.level(depth + 1) };
    }
    return left;
  }

  private signed(): Expression {
    if (this.accept("-")) return { kind: "negative", of: this.signed() };
    const left = this.primary();
    return this.accept("^") ? { kind: "operation", operator: "^", left, right: this.signed() } : left;
  }

  private primary(): Expression {
    const { kind, text } = this.token;
    if (kind === "number") return { kind, value: Number(this.take().text) };
    if (kind === "text") return { kind, value: this.take().text };
    if (kind === "word") return this.named(this.take().text);
    if (text === "[" && this.accept("[")) return { kind: "list", items: this.items("]") };
    if (!this.accept("(")) throw this.unexpected("a number, an id, a function or a parenthesis");
    const inner = this.level(0);
    this.expect(")");
    return inner;
  }

  private named(name: string): Expression {
    if (this.accept("(")) return { kind: "call", name, args: this.items(")") };
    return { kind: /^[a-z]/.test(name) ? "id" : "word", name };
  }

  private items(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.accept(close)) return items;
    do {
      items.push(this.level(0));
    } while (this.accept(","));
    this.expect(close);
    return items;
  }

  private get token(): Token {
    return this.tokens[this.next] ?? { kind: "end", text: "", at: 0 };
  }

  private take(): Token {
    const { token } = this;
    this.next += 1;
    return token;
  }

  private accept(sign: string): boolean {
    const found = this.token.kind === "sign" && this.token.text === sign;
    if (found) this.next += 1;
    return found;
  }

  private expect(sign: string): void {
    if (!this.accept(sign)) throw this.unexpected(`"${sign}"`);
  }

  private unexpected(wanted: string): AwsError {
    const { kind, text, at } = this.token;
    return mathError(
      this.id,
      `expected ${wanted} at position ${at + 1}, got ${kind === "end" ? "the end" : `"${text}"`}`,
    );
  }

  private split(source: string): Token[] {
    const tokens: Token[] = [];
    const end = source.trimEnd().length;
    let at = 0;
    while (at < end) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(source);
      if (!match) throw mathError(this.id, `unexpected input at position ${at + 1}: "${source.slice(at, at + 10)}"`);
      const [all, digits, word, double, single, sign] = match;
      at += all.length;
      const text = digits ?? word ?? double ?? single ?? sign ?? "";
      const kind = digits ? "number" : word ? "word" : sign ? "sign" : "text";
      tokens.push({ kind, text, at: at - text.length });
    }
    tokens.push({ kind: "end", text: "", at: end });
    return tokens;
  }
}
