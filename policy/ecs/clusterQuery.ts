/*
 * The cluster query language: docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 *
 *   or    := and (("or" | "||") and)*          "and" binds tighter than "or", "not" tighter than both
 *   and   := unary (("and" | "&&") unary)*
 *   unary := ("not" | "!") unary | "(" or ")" | subject operator argument
 */

/** What a query may ask of a container instance. */
export interface Subject {
  /** Value of an attribute, or undefined where the instance has none of that name; "" for one without a value. */
  attribute(name: string): string | undefined;
  /** `agentVersion`, `agentConnected`, `ec2InstanceId`, `registeredAt` and the like, or undefined. */
  field(name: string): string | undefined;
  /** Groups of the tasks that run there, for example `service:cats`. */
  groups(): readonly string[];
}

/** Whether a container instance meets a query. */
export type Query = (subject: Subject) => boolean;

/** Names that AWS's documentation has as subjects beside attributes and task:group. */
const FIELDS = ["agentConnected", "agentVersion", "ec2InstanceId", "registeredAt", "runningTasksCount"];

const COMPARISONS: Record<string, string> = {
  "==": "==",
  equals: "==",
  "!=": "!=",
  not_equals: "!=",
  ">": ">",
  greater_than: ">",
  ">=": ">=",
  greater_than_equal: ">=",
  "<": "<",
  less_than: "<",
  "<=": "<=",
  less_than_equal: "<=",
  "=~": "=~",
  matches: "=~",
  "!~": "!~",
  not_matches: "!~",
};

/**
 * Reads a query.
 *
 * @throws SyntaxError that says where the text is no query.
 */
export function parseQuery(text: string): Query {
  const parser = new Parser(text);
  const query = parser.or();
  parser.end();
  return query;
}

class Parser {
  private readonly tokens: string[];
  private at = 0;

  constructor(private readonly text: string) {
    this.tokens = text.match(/"[^"]*"|'[^']*'|&&|\|\||[!=<>]=|=~|!~|[=<>!(),[\]]|[^\s&|!=<>(),[\]]+/g) ?? [];
  }

  or(): Query {
    const parts = [this.and()];
    while (this.takes("or", "||")) parts.push(this.and());
    return (subject) => parts.some((part) => part(subject));
  }

  end(): void {
    if (this.at < this.tokens.length) this.fail("the end, and or or");
  }

  private and(): Query {
    const parts = [this.unary()];
    while (this.takes("and", "&&")) parts.push(this.unary());
    return (subject) => parts.every((part) => part(subject));
  }

  private unary(): Query {
    if (this.takes("not", "!")) {
      const inner = this.unary();
      return (subject) => !inner(subject);
    }
    if (this.takes("(")) {
      const inner = this.or();
      if (!this.takes(")")) this.fail(")");
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Query {
    const isDate = this.peek() === "registeredAt";
    const values = this.subject();
    if (this.takes("exists")) return (subject) => values(subject).length > 0;
    if (this.takes("not_exists", "!exists")) return (subject) => values(subject).length === 0;
    if (this.takes("in")) return this.membership(values, true);
    if (this.takes("not_in", "!in")) return this.membership(values, false);
    if (this.peek() === "!" && this.tokens[this.at + 1] === "in") {
      this.at += 2;
      return this.membership(values, false);
    }
    if (this.peek() === "!" && this.tokens[this.at + 1] === "exists") {
      this.at += 2;
      return (subject) => values(subject).length === 0;
    }
    const operator = COMPARISONS[this.peek() ?? ""];
    if (operator === undefined) return this.fail("an operator such as ==, in or exists");
    this.at += 1;
    if (operator === "=~" || operator === "!~") return this.pattern(values, operator === "=~");
    const argument = this.word("a value");
    return compare(values, operator, isDate ? moment(argument) : argument);
  }

  private pattern(values: (subject: Subject) => readonly string[], wanted: boolean): Query {
    const argument = this.word("a regular expression");
    try {
      const pattern = new RegExp(`^(?:${argument})$`);
      return (subject) => values(subject).some((value) => pattern.test(value)) === wanted;
    } catch {
      this.at -= 1;
      return this.fail("a regular expression");
    }
  }

  /** The values that a subject has; none where it does not exist. */
  private subject(): (subject: Subject) => readonly string[] {
    const word = this.word("a subject such as attribute:ecs.instance-type");
    if (word === "task:group") return (subject) => subject.groups();
    const [, attribute] = /^attribute:(.+)$/.exec(word) ?? [];
    if (attribute !== undefined) return (subject) => present(subject.attribute(attribute));
    if (FIELDS.includes(word)) return (subject) => present(subject.field(word));
    this.at -= 1;
    return this.fail("a subject such as attribute:ecs.instance-type, task:group or agentVersion");
  }

  private membership(values: (subject: Subject) => readonly string[], wanted: boolean): Query {
    if (!this.takes("[")) this.fail("[");
    const list = [this.word("a value")];
    while (this.takes(",")) list.push(this.word("a value"));
    if (!this.takes("]")) this.fail("]");
    return (subject) => values(subject).some((value) => list.includes(value)) === wanted;
  }

  private word(what: string): string {
    const token = this.peek();
    if (token === undefined || /^[(),[\]!=<>&|]/.test(token)) return this.fail(what);
    const [, quote, quoted] = /^(["'])(?:(.*)\1)?/.exec(token) ?? [];
    if (quote !== undefined && quoted === undefined) return this.fail("a closing quotation mark");
    this.at += 1;
    return quoted ?? token;
  }

  private takes(...words: string[]): boolean {
    const token = this.peek();
    if (token === undefined || !words.includes(token)) return false;
    this.at += 1;
    return true;
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }

  private fail(expected: string): never {
    const found = this.peek();
    const place = found === undefined ? "its end" : `"${found}"`;
    throw new SyntaxError(`"${this.text}" is no cluster query: expected ${expected} at ${place}`);
  }
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function compare(values: (subject: Subject) => readonly string[], operator: string, argument: string): Query {
  if (operator === "!=") return (subject) => !values(subject).includes(argument);
  if (operator === "==") return (subject) => values(subject).includes(argument);
  const holds: Record<string, (sign: number) => boolean> = {
    ">": (sign) => sign > 0,
    ">=": (sign) => sign >= 0,
    "<": (sign) => sign < 0,
    "<=": (sign) => sign <= 0,
  };
  return (subject) => values(subject).some((value) => holds[operator]?.(order(value, argument)) === true);
}

/** A date in any of the formats that `registeredAt` is compared with, as container instances have it: a day is its first second. */
function moment(date: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T00:00:00Z` : date.replace(/(T\d\d:\d\d:\d\d)(?:\+00:00)?$/, "$1Z");
}

/** Numbers and versions by their numbers, part by part; anything else as text. */
function order(one: string, other: string): number {
  const numbers = (text: string) => (/^\d+(\.\d+)*$/.test(text) ? text.split(".").map(Number) : undefined);
  const [a, b] = [numbers(one), numbers(other)];
  if (!a || !b) return one < other ? -1 : Number(one > other);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const sign = Math.sign((a[i] ?? 0) - (b[i] ?? 0));
    if (sign !== 0) return sign;
  }
  return 0;
}
