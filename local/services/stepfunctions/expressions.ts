import jsonata from "jsonata";
import { isObject } from "../../account/values";
import type { Random } from "../kernel/random";
import type { Simulation } from "../kernel/simulation";
import type { Json } from "./asl";
import { RuntimeError } from "./errors";
import { addFunctions } from "./functions";

/** The JSONata in a string, or undefined where the string is meant as it is. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith("{%") && text.endsWith("%}") && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

/** What an expression sees, by the name without its dollar sign. */
export type Bindings = Record<string, Json>;

/** Evaluates the expressions of one execution. Step Functions has JSONata 2.0.6, this is 2.2. */
export class Expressions {
  private readonly known = new Map<string, jsonata.Expression>();
  private readonly random: Random;
  private made = 0;

  constructor(
    private readonly simulation: Simulation,
    /** The execution's ARN, which its chance depends on. */
    private readonly arn: string,
  ) {
    this.random = simulation.random(`states|${arn}`);
  }

  /** A number from 0 up to, not including, 1. */
  chance(): number {
    return this.random.fraction();
  }

  /**
   * A value with every expression in it evaluated.
   *
   * @param field Where the value stands, as `Output` or `Catch[0]/Assign`.
   * @throws RuntimeError `States.QueryEvaluationError`
   */
  async template(value: Json, field: string, bindings: Bindings): Promise<Json> {
    if (typeof value === "string") {
      const expression = expressionIn(value);
      return expression === undefined ? value : this.evaluate(expression, field, bindings);
    }
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const [i, item] of value.entries()) items.push(await this.template(item, `${field}[${i}]`, bindings));
      return items;
    }
    if (!isObject(value)) return value;
    const made: Record<string, Json> = {};
    for (const [key, one] of Object.entries(value)) made[key] = await this.template(one, `${field}/${key}`, bindings);
    return made;
  }

  private async evaluate(expression: string, field: string, bindings: Bindings): Promise<Json> {
    const failed = (what: string): RuntimeError =>
      new RuntimeError(
        "States.QueryEvaluationError",
        `The JSONata expression '${expression}' specified for the field '${field}' ${what}`,
        field,
      );
    let result: unknown;
    try {
      result = await this.compiled(expression).evaluate(undefined, bindings);
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      throw failed(`threw an error during evaluation${code === undefined ? ": " : `. ${code}: `}${message}`);
    }
    if (result === undefined) throw failed("returned nothing (undefined).");
    // JSONata marks its own lists and hands out parts of what it was given.
    return JSON.parse(
      JSON.stringify(result, (_, value: unknown) => {
        if (isFunction(value)) throw failed("returned an unsupported result type.");
        return value;
      }),
    );
  }

  private compiled(expression: string): jsonata.Expression {
    const known = this.known.get(expression);
    if (known) return known;
    const made = jsonata(expression);
    const purpose = (): string => `uuid|${this.arn}|${++this.made}`;
    addFunctions(made, { simulation: this.simulation, random: this.random, purpose });
    this.known.set(expression, made);
    return made;
  }
}

/** A function of JSONata's own has one of the program's in it; one that is written in JSONata is an object with all that it sees. */
function isFunction(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null && "_jsonata_lambda" in value);
}
