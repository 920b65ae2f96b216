import type { Props } from "../../model";
import { number, objects, text } from "../read";

/** An action of a pipeline, and where it is. */
export interface Action {
  /** Its path among the inputs, for example `stages[1].actions[0]`. */
  path: string;
  /** Position of its stage. */
  stage: number;
  /** Its name, or its path where it is not known. */
  name: string;
  /** When it runs in its stage; actions of one order run together. Default 1. */
  runOrder: number;
  declared: Props;
}

/** All actions of a pipeline, in the order in which they are written. */
export function actionsOf(inputs: Props): Action[] {
  return objects(inputs, "stages").flatMap((stage, i) =>
    objects(stage, "actions").map((declared, j) => {
      const path = `stages[${i}].actions[${j}]`;
      const runOrder = number(declared, "runOrder") ?? 1;
      return { path, stage: i, name: text(declared, "name") ?? path, runOrder, declared };
    }),
  );
}

/** Whether one action has ended before another one begins. */
export function isBefore(one: Action, other: Action): boolean {
  return one.stage < other.stage || (one.stage === other.stage && one.runOrder < other.runOrder);
}

/** Whether a value has a variable of the pipeline in it, which is known when it runs only. */
export function hasVariable(value: string): boolean {
  return value.includes("#{");
}
