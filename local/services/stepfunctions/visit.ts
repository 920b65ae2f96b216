import { EPOCH } from "../kernel/simulation";
import { type Json, type Leavings, MOST_SECONDS, type State } from "./asl";
import { type Branch, requirePayload } from "./branch";
import { RuntimeError } from "./errors";
import { type Bindings, expressionIn } from "./expressions";

/** One coming of an execution to a state, with all attempts. */
export class Visit<S extends State = State> {
  retryCount = 0;
  /** The event with which it was entered. */
  readonly enteredId: number;
  private readonly enteredAt: number;

  constructor(
    readonly branch: Branch,
    readonly name: string,
    readonly state: S,
    readonly input: Json,
  ) {
    this.enteredAt = branch.run.world.simulation.now;
    const details = { name, input: JSON.stringify(input), inputDetails: { truncated: false } };
    this.enteredId = branch.record(`${state.Type}StateEntered`, details);
  }

  /**
   * A field's value, with every expression in it evaluated.
   *
   * @param field As `Arguments` or `Choices[0]/Condition`.
   * @param more What `$states` has beyond `input` and `context`.
   * @throws RuntimeError `States.QueryEvaluationError`
   */
  async evaluate(value: Json, field: string, more: Bindings = {}): Promise<Json> {
    const { run, variables, fiber } = this.branch;
    const states = { input: this.input, context: this.context(), ...more };
    const result = await run.expressions.template(value, field, { ...variables, states });
    fiber.check();
    return result;
  }

  /** What is given on to a task, a branch or an iteration. Throws as {@link evaluate}, and States.DataLimitExceeded. */
  async payload(value: Json, field: string, more: Bindings = {}): Promise<Json> {
    const result = await this.evaluate(value, field, more);
    requirePayload(result, `The ${field} of the state '${this.name}' have a size exceeding`);
    return result;
  }

  /** A field whose value has a type. Throws as {@link evaluate}. @param is Whether it is as `expected` says. */
  async typed<T extends Json>(
    value: Json,
    field: string,
    expected: string,
    is: (result: Json) => result is T,
  ): Promise<T> {
    const result = await this.evaluate(value, field);
    if (is(result)) return result;
    const type = Array.isArray(result) ? "array" : result === null ? "null" : typeof result;
    const what =
      `returned an unexpected result type. Expected '${expected}', but was '${type}' for value: ` +
      JSON.stringify(result);
    const expression = typeof value === "string" ? (expressionIn(value) ?? value) : JSON.stringify(value);
    throw new RuntimeError(
      "States.QueryEvaluationError",
      `The JSONata expression '${expression}' specified for the field '${field}' ${what}`,
      field,
    );
  }

  /** A field of whole seconds. Throws as {@link typed}. @param least The smallest number it may be. */
  seconds(value: Json, field: string, least: number): Promise<number> {
    const expected = least === 0 ? "non-negative integer" : "positive integer";
    const is = (result: Json): result is number => isWhole(result) && result >= least && result <= MOST_SECONDS;
    return this.typed(value, field, expected, is);
  }

  /**
   * What the state leaves behind; its variables are stored. Output and Assign both see them as they were before.
   *
   * @param rest What it leaves where it has no Output.
   * @param prefix In front of the fields' names, as `Catch[0]/`.
   */
  async leave(
    { Output, Assign }: Leavings,
    rest: Json,
    { more = {}, prefix = "" }: { more?: Bindings; prefix?: string } = {},
  ): Promise<{ output: Json; assigned: Bindings }> {
    const assigned = await this.evaluate(Assign ?? {}, `${prefix}Assign`, more);
    const output = Output === undefined ? rest : await this.evaluate(Output, `${prefix}Output`, more);
    requirePayload(output, `The state '${this.name}' returned a result with a size exceeding`);
    this.branch.assign(assigned as Bindings);
    return { output, assigned: assigned as Bindings };
  }

  /** `$states.context`: docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
  context(): Bindings {
    const { run, item } = this.branch;
    return {
      ...run.context,
      State: { EnteredTime: isoTime(this.enteredAt), Name: this.name, RetryCount: this.retryCount },
      ...(item && { Map: { Item: { ...item } } }),
    };
  }
}

export function isWhole(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value);
}

/** Seconds of virtual time in ISO 8601 with milliseconds, as the context object has times. */
export function isoTime(seconds: number): string {
  return new Date(EPOCH + Math.round(seconds * 1000)).toISOString();
}
