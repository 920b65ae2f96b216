import { AwsError } from "../../account/model";
import { parseJson } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { Machine } from "./asl";
import { checkFlow } from "./checkFlow";
import { fields, oneOf, type Report, text, whole } from "./schema";
import { allStates } from "./stateFields";

/**
 * Reads a state machine's definition, and refuses what Step Functions refuses and what is not modelled: nothing in it is ignored.
 *
 * @param definition JSON text.
 * @param resources ARNs that tasks may have as their Resource. Default: any.
 * @throws AwsError `InvalidDefinition`; `UnsupportedOperation` for JSONPath and for tasks that are not modelled
 */
export function readDefinition(definition: string, resources?: readonly string[]): Machine {
  const value = parseJson(definition);
  if (!isObject(value)) throw invalid(["INVALID_JSON_DESCRIPTION: The definition is not a JSON object"]);
  if (value.QueryLanguage !== "JSONata") {
    const language = JSON.stringify(value.QueryLanguage ?? "JSONPath");
    throw new AwsError(
      "UnsupportedOperation",
      `Only state machines with the QueryLanguage "JSONata" are modelled, this one has ${language}.`,
    );
  }
  const problems: string[] = [];
  const report: Report = (problem, at) => problems.push(`${problem} at ${at || "/"}`);
  const optional = { QueryLanguage: oneOf("JSONata"), Comment: text, Version: oneOf("1.0"), TimeoutSeconds: whole(1) };
  fields({ StartAt: text, States: allStates }, optional)(value, "", report);
  if (problems.length > 0) throw invalid(problems);
  const machine = value as unknown as Machine;
  const tasks = checkFlow(machine, report);
  if (problems.length > 0) throw invalid(problems);
  const unknown = tasks.find((arn) => resources && !resources.includes(arn));
  if (unknown === undefined) return machine;
  throw new AwsError("UnsupportedOperation", `Tasks of ${unknown} are not modelled.`);
}

function invalid(problems: readonly string[]): AwsError {
  return new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${problems.join(", ")}'`);
}
