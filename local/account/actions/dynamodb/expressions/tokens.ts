/** What is wrong with an expression, without the words that say which one it is. */
export class ExpressionError extends Error {}

interface Token {
  text: string;
  start: number;
  end: number;
}

const TOKEN = /[A-Za-z]\w*|[#:]\w+|\d+|<>|<=|>=|[^\s]/uy;
const SPACE = /[ \t\r\n]*/y;
const END = "<EOF>";

/** Reads an expression, a token at a time. Names with any other character than letters, digits and _ need a placeholder. */
export class TokenReader {
  private readonly tokens: Token[];
  private at = 0;

  /** @param keywords Words that are not names here, in upper case. */
  constructor(
    private readonly expression: string,
    private readonly keywords: readonly string[] = [],
  ) {
    this.tokens = tokensOf(expression);
  }

  /** The token that is next, or undefined at the end. */
  peek(): string | undefined {
    return this.tokens[this.at]?.text;
  }

  /** The next token that matches, which is read with that; undefined where the next one does not. */
  take(pattern: RegExp): string | undefined {
    const text = this.peek();
    if (text === undefined || !pattern.test(text) || this.isKeyword(text)) return undefined;
    this.at += 1;
    return text;
  }

  /** Reads a symbol if it is next. */
  takeSymbol(symbol: string): boolean {
    return this.takeIf(this.peek() === symbol);
  }

  /** Reads a keyword, in any letter case, if it is next. */
  takeKeyword(keyword: string): boolean {
    return this.takeIf(this.peek()?.toUpperCase() === keyword);
  }

  /** Reads a symbol that has to be next. */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.syntaxError();
  }

  /** Throws where there is more. */
  expectEnd(): void {
    if (this.peek() !== undefined) throw this.syntaxError();
  }

  /** That the token that is next is not what may stand there. */
  syntaxError(): ExpressionError {
    const [before, token, after] = [this.tokens[this.at - 1], this.tokens[this.at], this.tokens[this.at + 1]];
    const near = this.expression.slice((before ?? token)?.start, (after ?? token ?? before)?.end);
    return new ExpressionError(`Syntax error; token: "${token?.text ?? END}", near: "${near}"`);
  }

  private takeIf(isNext: boolean): boolean {
    if (isNext) this.at += 1;
    return isNext;
  }

  private isKeyword(text: string): boolean {
    return this.keywords.includes(text.toUpperCase());
  }
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  for (let at = afterSpace(expression, 0); at < expression.length; ) {
    TOKEN.lastIndex = at;
    const text = TOKEN.exec(expression)?.[0] ?? expression.charAt(at);
    tokens.push({ text, start: at, end: at + text.length });
    at = afterSpace(expression, at + text.length);
  }
  return tokens;
}

function afterSpace(expression: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(expression)?.[0].length ?? 0);
}
