import type { CheckFailure, Props } from "../../model";
import { list, objects, repeated, text, texts } from "../read";
import { INVALID_ACTION } from "./actions";
import { actionsOf, isBefore } from "./stages";

const INVALID_STRUCTURE = "InvalidStructureException";
const INVALID_STAGE = "InvalidStageDeclarationException";

/** Actions of all stages together: limits.html of CodePipeline's User Guide. */
const MOST_ACTIONS = 500;

/**
 * What is wrong with how stages, actions and artifacts fit together.
 * docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html
 */
export function structureFailures(inputs: Props): CheckFailure[] {
  return [
    ...sourceFailures(inputs),
    ...nameFailures(inputs),
    ...outputFailures(inputs),
    ...inputFailures(inputs),
    ...namespaceFailures(inputs),
    ...storeFailures(inputs),
  ];
}

function sourceFailures(inputs: Props): CheckFailure[] {
  return actionsOf(inputs).flatMap(({ path, stage, name, declared }) => {
    const category = text(declared, "category");
    if (category === undefined || (category === "Source") === (stage === 0)) return [];
    const rule =
      stage === 0
        ? `Pipeline should start with a stage that only contains source actions. Action ${name} is of the category ${category}`
        : `Source actions are in the first stage only. Action ${name} is in stage ${stage + 1}`;
    return [{ property: `${path}.category`, reason: `${INVALID_STRUCTURE}: ${rule}` }];
  });
}

function nameFailures(inputs: Props): CheckFailure[] {
  const stages = repeated(texts(inputs, "stages[*].name")).map((name) => ({
    property: "stages",
    reason: `${INVALID_STAGE}: expected names of stages that differ, got ${name} more than once`,
  }));
  const actions = objects(inputs, "stages").flatMap((stage, i) =>
    repeated(texts(stage, "actions[*].name")).map((name) => ({
      property: `stages[${i}].actions`,
      reason: `${INVALID_ACTION}: expected names that differ within a stage, got ${name} more than once`,
    })),
  );
  const count = actionsOf(inputs).length;
  const reason = `${INVALID_STRUCTURE}: expected at most ${MOST_ACTIONS} actions in all stages together, got ${count}`;
  return [...stages, ...actions, ...(count > MOST_ACTIONS ? [{ property: "stages", reason }] : [])];
}

/** The words are CodePipeline's: github.com/aws-cloudformation/cfn-lint/issues/1688 */
function outputFailures(inputs: Props): CheckFailure[] {
  return repeated(texts(inputs, "stages[*].actions[*].outputArtifacts[*]")).map((name) => ({
    property: "stages",
    reason: `${INVALID_ACTION}: Output Artifact Bundle name must be unique within the pipeline. ${name} has been used more than once.`,
  }));
}

function inputFailures(inputs: Props): CheckFailure[] {
  const actions = actionsOf(inputs);
  // An artifact whose name is not known yet may be any.
  const known = texts(inputs, "stages[*].actions[*].outputArtifacts[*]").length;
  const declared = actions.reduce((sum, action) => sum + (list(action.declared, "outputArtifacts")?.length ?? 0), 0);
  if (known < declared) return [];
  return actions.flatMap((action) => {
    const before = actions.filter((other) => isBefore(other, action));
    const produced = before.flatMap((other) => texts(other.declared, "outputArtifacts[*]"));
    return texts(action.declared, "inputArtifacts[*]")
      .filter((name) => !produced.includes(name))
      .map((name) => ({
        property: `${action.path}.inputArtifacts`,
        reason:
          `${INVALID_ACTION}: Input Artifact Bundle ${name} in action ${action.name} is not declared as Output Artifact ` +
          "Bundle in any of the preceding actions",
      }));
  });
}

/** The words are CodePipeline's: github.com/aws/aws-cdk/issues/6111 */
function namespaceFailures(inputs: Props): CheckFailure[] {
  const stages = texts(inputs, "stages[*].name");
  return repeated(texts(inputs, "stages[*].actions[*].namespace")).map((namespace) => {
    const users = actionsOf(inputs).filter(({ declared }) => declared.namespace === namespace);
    const last = users.at(-1);
    return {
      property: `${last?.path}.namespace`,
      reason:
        `${INVALID_ACTION}: Namespaces must be unique across the pipeline definition. The following occur more than once ` +
        `in the pipeline. StageName=[${stages[last?.stage ?? 0]}], ActionName=[${last?.name}], Namespace=[${namespace}]`,
    };
  });
}

/** The words are the provider's: it sends one store, or one for each region. */
function storeFailures(inputs: Props): CheckFailure[] {
  const stores = objects(inputs, "artifactStores");
  const regions = stores.map((store) => (typeof store.region === "string" ? store.region : ""));
  const property = "artifactStores";
  if (stores.length === 1) {
    const reason = "region cannot be set for a single-region CodePipeline";
    return regions[0] === "" ? [] : [{ property: `${property}[0].region`, reason }];
  }
  if (regions.includes("")) return [{ property, reason: "region must be set for a cross-region CodePipeline" }];
  return repeated(texts(inputs, "artifactStores[*].region")).length === 0
    ? []
    : [{ property, reason: "only one Artifact Store can be defined per region for a cross-region CodePipeline" }];
}
