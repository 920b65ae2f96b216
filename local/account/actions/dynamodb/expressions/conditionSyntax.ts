import { takePath, type WrittenPath } from "./documentPath";
import { ExpressionError, TokenReader } from "./tokens";

/** What a condition is, with operands of one kind or another: as written, or resolved. */
export type ConditionOf<Operand> =
  | { kind: "and" | "or"; left: ConditionOf<Operand>; right: ConditionOf<Operand> }
  | { kind: "not"; condition: ConditionOf<Operand> }
  | { kind: "comparison"; operator: Comparator; operands: [Operand, Operand] }
  | { kind: "between"; operands: [what: Operand, low: Operand, high: Operand] }
  | { kind: "in"; operands: [what: Operand, ...list: Operand[]] }
  | { kind: "function"; name: string; operands: Operand[] };

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** An operand as it is written. */
export type WrittenOperand = WrittenPath | { kind: "value"; key: string } | WrittenCall;

/** A function, of which not every one may be an operand. */
export interface WrittenCall {
  kind: "call";
  name: string;
  operands: WrittenOperand[];
}

export type WrittenCondition = ConditionOf<WrittenOperand>;

/** What was read so far, and whether parentheses are around it: only then is it known whether it is a condition. */
interface Parsed {
  node: WrittenCondition | WrittenOperand;
  isParenthesized: boolean;
}

/**
 * Reads a condition, filter or key condition:
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 *
 * @throws ExpressionError
 */
export function parseCondition(expression: string): WrittenCondition {
  return new ConditionParser(expression).parse();
}

class ConditionParser {
  private readonly tokens: TokenReader;
  private hasRedundantParentheses = false;

  constructor(expression: string) {
    this.tokens = new TokenReader(expression, ["AND", "OR", "NOT", "BETWEEN", "IN"]);
  }

  parse(): WrittenCondition {
    const parsed = this.disjunction();
    this.tokens.expectEnd();
    const condition = this.conditionOf(parsed);
    // DynamoDB looks at the grammar first, so any other error in it is told before.
    if (this.hasRedundantParentheses) throw new ExpressionError("The expression has redundant parentheses;");
    return condition;
  }

  private disjunction(): Parsed {
    let left = this.conjunction();
    while (this.tokens.peek()?.toUpperCase() === "OR") {
      left = this.joined("or", left, () => this.conjunction());
    }
    return left;
  }

  private conjunction(): Parsed {
    let left = this.negation();
    while (this.tokens.peek()?.toUpperCase() === "AND") {
      left = this.joined("and", left, () => this.negation());
    }
    return left;
  }

  private joined(kind: "and" | "or", parsed: Parsed, next: () => Parsed): Parsed {
    const left = this.conditionOf(parsed);
    this.tokens.takeKeyword(kind.toUpperCase());
    return bare({ kind, left, right: this.conditionOf(next()) });
  }

  private negation(): Parsed {
    if (!this.tokens.takeKeyword("NOT")) return this.comparison();
    return bare({ kind: "not", condition: this.conditionOf(this.negation()) });
  }

  private comparison(): Parsed {
    const left = this.primary();
    const { tokens } = this;
    const next = tokens.peek() ?? "";
    if (isComparator(next)) {
      const first = this.operandOf(left);
      tokens.takeSymbol(next);
      return bare({ kind: "comparison", operator: next, operands: [first, this.operand()] });
    }
    if (next.toUpperCase() === "BETWEEN") {
      const what = this.operandOf(left);
      tokens.takeKeyword("BETWEEN");
      const low = this.operand();
      if (!tokens.takeKeyword("AND")) throw tokens.syntaxError();
      return bare({ kind: "between", operands: [what, low, this.operand()] });
    }
    if (next.toUpperCase() === "IN") {
      const what = this.operandOf(left);
      tokens.takeKeyword("IN");
      tokens.expectSymbol("(");
      return bare({ kind: "in", operands: [what, ...this.operands()] });
    }
    return left;
  }

  private primary(): Parsed {
    const { tokens } = this;
    if (tokens.takeSymbol("(")) {
      const inner = this.disjunction();
      tokens.expectSymbol(")");
      if (inner.isParenthesized) this.hasRedundantParentheses = true;
      return { node: inner.node, isParenthesized: true };
    }
    const value = tokens.take(/^:\w/);
    if (value !== undefined) return bare({ kind: "value", key: value });
    const path = takePath(tokens);
    if (!path) throw tokens.syntaxError();
    const [name] = path.parts;
    const mayBeCall = path.parts.length === 1 && typeof name === "string" && !name.startsWith("#");
    if (!mayBeCall || !tokens.takeSymbol("(")) return bare(path);
    return bare({ kind: "call", name, operands: this.operands() });
  }

  /** Operands with commas between them, to the closing parenthesis. */
  private operands(): WrittenOperand[] {
    const operands = [this.operand()];
    while (this.tokens.takeSymbol(",")) operands.push(this.operand());
    this.tokens.expectSymbol(")");
    return operands;
  }

  private operand(): WrittenOperand {
    return this.operandOf(this.primary());
  }

  private operandOf({ node }: Parsed): WrittenOperand {
    if (node.kind === "path" || node.kind === "value" || node.kind === "call") return node;
    throw this.tokens.syntaxError();
  }

  private conditionOf({ node }: Parsed): WrittenCondition {
    if (node.kind === "path" || node.kind === "value") throw this.tokens.syntaxError();
    return node.kind === "call" ? { kind: "function", name: node.name, operands: node.operands } : node;
  }
}

function bare(node: Parsed["node"]): Parsed {
  return { node, isParenthesized: false };
}

function isComparator(text: string): text is Comparator {
  return ["=", "<>", "<", "<=", ">", ">="].includes(text);
}
