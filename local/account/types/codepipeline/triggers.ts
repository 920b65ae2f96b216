import type { CheckFailure, Props } from "../../model";
import { given, objects, repeated, text, texts, undecided } from "../read";
import { actionsOf } from "./stages";

/** What is wrong with how executions of a pipeline begin and follow one another. */
export function triggerFailures(inputs: Props): CheckFailure[] {
  return [...typeFailures(inputs), ...sourceFailures(inputs), ...variableFailures(inputs)];
}

/** docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html */
function typeFailures(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "pipelineType") || text(inputs, "pipelineType") === "V2") return [];
  const got = `the pipelineType V2 only, got ${text(inputs, "pipelineType") ?? "V1"}`;
  const failures = ["triggers", "variables"]
    .filter((property) => given(inputs, property))
    .map((property) => ({ property, reason: `works with ${got}` }));
  const mode = text(inputs, "executionMode") ?? "SUPERSEDED";
  return mode === "SUPERSEDED"
    ? failures
    : [{ property: "executionMode", reason: `${mode} works with ${got}` }, ...failures];
}

function sourceFailures(inputs: Props): CheckFailure[] {
  const sources = actionsOf(inputs).filter(({ stage }) => stage === 0);
  if (sources.some(({ declared }) => text(declared, "name") === undefined)) return [];
  return objects(inputs, "triggers").flatMap((trigger, i) => {
    const name = text(trigger, "gitConfiguration.sourceActionName");
    if (name === undefined || sources.some((source) => source.name === name)) return [];
    const known = sources.map((source) => source.name).join(", ");
    const reason = `expected the name of an action in the first stage (${known}), got ${name}`;
    return [{ property: `triggers[${i}].gitConfiguration.sourceActionName`, reason }];
  });
}

function variableFailures(inputs: Props): CheckFailure[] {
  return repeated(texts(inputs, "variables[*].name")).map((name) => ({
    property: "variables",
    reason: `expected names that differ, got ${name} more than once`,
  }));
}
