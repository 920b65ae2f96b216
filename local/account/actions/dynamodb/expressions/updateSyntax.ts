import type { WrittenOperand } from "./conditionSyntax";
import { takePath, type WrittenPath } from "./documentPath";
import { ExpressionError, TokenReader } from "./tokens";

/** A value that SET gives, as it is written. */
export type WrittenValue = WrittenOperand | WrittenArithmetic;

export interface WrittenArithmetic {
  kind: "arithmetic";
  operator: "+" | "-";
  operands: [WrittenOperand, WrittenOperand];
}

/** A change of one attribute, as it is written. */
export type WrittenAction =
  | { kind: "SET"; path: WrittenPath; value: WrittenValue }
  | { kind: "REMOVE"; path: WrittenPath }
  | { kind: "ADD" | "DELETE"; path: WrittenPath; key: string };

const SECTIONS = ["SET", "REMOVE", "ADD", "DELETE"] as const;

/** What an update does, and the sections in the order in which they are written: one of them may be there twice. */
export interface WrittenUpdate {
  sections: WrittenAction["kind"][];
  actions: WrittenAction[];
}

/**
 * Reads an update: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 *
 * @throws ExpressionError
 */
export function parseUpdate(expression: string): WrittenUpdate {
  return new UpdateParser(expression).parse();
}

class UpdateParser {
  private readonly tokens: TokenReader;

  constructor(expression: string) {
    this.tokens = new TokenReader(expression, SECTIONS);
  }

  parse(): WrittenUpdate {
    const sections: WrittenAction["kind"][] = [];
    const actions: WrittenAction[] = [];
    do {
      const section = SECTIONS.find((keyword) => this.tokens.takeKeyword(keyword));
      if (!section) throw this.tokens.syntaxError();
      sections.push(section);
      do actions.push(this.action(section));
      while (this.tokens.takeSymbol(","));
    } while (this.tokens.peek() !== undefined);
    return { sections, actions };
  }

  private action(kind: WrittenAction["kind"]): WrittenAction {
    const path = takePath(this.tokens);
    if (!path) throw this.tokens.syntaxError();
    if (kind === "REMOVE") return { kind, path };
    if (kind === "SET") {
      this.tokens.expectSymbol("=");
      return { kind, path, value: this.value() };
    }
    const key = this.tokens.take(/^:\w/);
    if (key === undefined) throw this.tokens.syntaxError();
    return { kind, path, key };
  }

  private value(): WrittenValue {
    const left = this.primary();
    const operator = (["+", "-"] as const).find((symbol) => this.tokens.peek() === symbol);
    if (!operator) return left;
    const first = this.operandOf(left);
    this.tokens.takeSymbol(operator);
    return { kind: "arithmetic", operator, operands: [first, this.operandOf(this.primary())] };
  }

  private primary(): WrittenValue {
    const { tokens } = this;
    if (tokens.takeSymbol("(")) {
      const inner = this.value();
      tokens.expectSymbol(")");
      return inner;
    }
    const key = tokens.take(/^:\w/);
    if (key !== undefined) return { kind: "value", key };
    const path = takePath(tokens);
    if (!path) throw tokens.syntaxError();
    const [name] = path.parts;
    const mayBeCall = path.parts.length === 1 && typeof name === "string" && !name.startsWith("#");
    if (!mayBeCall || !tokens.takeSymbol("(")) return path;
    const operands = [this.operandOf(this.primary())];
    while (tokens.takeSymbol(",")) operands.push(this.operandOf(this.primary()));
    tokens.expectSymbol(")");
    return { kind: "call", name, operands };
  }

  /** A sum or difference is not part of another, and not an operand of a function. */
  private operandOf(value: WrittenValue): WrittenOperand {
    if (value.kind === "arithmetic") throw this.tokens.syntaxError();
    return value;
  }
}

/** Throws where a section is there twice. */
export function requireOnce({ sections }: WrittenUpdate): void {
  const twice = sections.find((section, i) => sections.indexOf(section) !== i);
  if (twice === undefined) return;
  throw new ExpressionError(`The "${twice}" section can only be used once in an update expression;`);
}
