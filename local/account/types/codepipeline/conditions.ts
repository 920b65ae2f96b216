import type { CheckFailure, Props } from "../../model";
import { given, objects, repeated, text, texts, undecided } from "../read";

/**
 * Results that a condition may have, by when it is looked at: stage-conditions.html of CodePipeline's User Guide. A failed
 * stage may have any.
 */
const RESULTS: Record<string, readonly string[]> = { beforeEntry: ["FAIL", "SKIP"], onSuccess: ["ROLLBACK", "FAIL"] };

/** What is wrong with what a stage does before it begins and after it ended. */
export function conditionFailures(inputs: Props): CheckFailure[] {
  return objects(inputs, "stages").flatMap((stage, i) => {
    const path = `stages[${i}]`;
    return [
      ...typeFailures(inputs, stage, path),
      ...resultFailures(stage, path),
      ...retryFailures(stage, path),
      ...(i === 0 ? rollbackFailures(stage, path) : []),
      ...ruleFailures(stage, path),
    ];
  });
}

const WHENS = ["beforeEntry", "onFailure", "onSuccess"];

/** docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html */
function typeFailures(inputs: Props, stage: Props, path: string): CheckFailure[] {
  const type = text(inputs, "pipelineType") ?? "V1";
  if (type === "V2" || undecided(inputs, "pipelineType")) return [];
  return WHENS.filter((when) => given(stage, when)).map((when) => ({
    property: `${path}.${when}`,
    reason: `works with the pipelineType V2 only, got ${type}`,
  }));
}

function resultFailures(stage: Props, path: string): CheckFailure[] {
  return Object.entries(RESULTS).flatMap(([when, allowed]) => {
    const result = text(stage, `${when}.condition.result`);
    if (result === undefined || allowed.includes(result)) return [];
    const reason = `expected one of ${allowed.join(", ")}, got ${result}`;
    return [{ property: `${path}.${when}.condition.result`, reason }];
  });
}

function retryFailures(stage: Props, path: string): CheckFailure[] {
  if (!given(stage, "onFailure.retryConfiguration") || undecided(stage, "onFailure.result")) return [];
  const result = text(stage, "onFailure.result");
  if (result === "RETRY") return [];
  const reason = `works with the result RETRY only, got ${result ?? "none"}`;
  return [{ property: `${path}.onFailure.retryConfiguration`, reason }];
}

/** docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html: "You cannot roll back a source stage." */
function rollbackFailures(stage: Props, path: string): CheckFailure[] {
  return ["onFailure.result", "onFailure.condition.result", "onSuccess.condition.result"]
    .filter((property) => text(stage, property) === "ROLLBACK")
    .map((property) => ({ property: `${path}.${property}`, reason: "a source stage cannot be rolled back" }));
}

function ruleFailures(stage: Props, path: string): CheckFailure[] {
  return WHENS.flatMap((when) =>
    repeated(texts(stage, `${when}.condition.rules[*].name`)).map((name) => ({
      property: `${path}.${when}.condition.rules`,
      reason: `expected names that differ, got ${name} more than once`,
    })),
  );
}
