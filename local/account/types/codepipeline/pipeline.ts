import { AwsError, type Context, type Props, type TypeDefinition } from "../../model";
import { objects, text } from "../read";
import { actionFailures } from "./actions";
import { conditionFailures } from "./conditions";
import { pipelineRules } from "./pipelineRules";
import { structureFailures } from "./structure";
import { requireRoles, requireStores, requireTargets } from "./targets";
import { triggerFailures } from "./triggers";

export const PIPELINE = "aws:codepipeline/pipeline:Pipeline";

/**
 * A pipeline of CodePipeline. One of the type V2 costs nothing while it waits: it is paid for by the minute of its actions
 * (aws.amazon.com/codepipeline/pricing). One of the type V1 costs a dollar in each month in which it ran.
 */
export const pipeline: TypeDefinition = {
  type: PIPELINE,
  noun: "pipeline",
  rules: pipelineRules,
  check: (inputs) => [
    ...structureFailures(inputs),
    ...actionFailures(inputs),
    ...conditionFailures(inputs),
    ...triggerFailures(inputs),
  ],
  autoName: { property: "name", maxLength: 100 },
  defaults: { executionMode: "SUPERSEDED", pipelineType: "V1" },
  replaces: ["name"],
  sets: ["artifactStores"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }, { outputs }) => {
        const owner = String(outputs.arn).split(":")[4];
        return new AwsError(
          "PipelineNameInUseException",
          `A pipeline with the name '${name}' already exists in account '${owner}'`,
        );
      },
    },
  ],
  // docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
  quotas: [{ code: "L-78D200AD", name: "Total pipelines", default: 1000, error: "LimitExceededException" }],
  verify: (context) => {
    requireRoles(context);
    requireStores(context);
    requireTargets(context);
  },
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, inputs, arn }: Context & { id: string }) => ({
    arn: arn("codepipeline", id),
    stages: objects(inputs, "stages").map(withRunOrder),
    triggerAlls: inputs.triggers ?? [],
  }),
};

function withRunOrder(stage: Props): Props {
  return { ...stage, actions: objects(stage, "actions").map((action) => ({ runOrder: 1, ...action })) };
}
