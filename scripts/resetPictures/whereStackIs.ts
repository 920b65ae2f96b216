import type { ECSClientConfig } from "@aws-sdk/client-ecs";
import { notUpToLab, OR_LOCAL, type ReachableStack, stackOnAws, stackOnThisMachine } from "../common/stack";
import type { Assessor } from "./reset";

/** A stack as far as it matters here. */
export interface Deployed {
  assessor: Assessor;
  client: ECSClientConfig;
}

/**
 * A stack by its outputs, which Pulumi knows.
 *
 * @throws InputError where Pulumi does not answer, or the stack has no image assessor
 */
export function deployedStack(stack: string): Deployed {
  return withAssessor(stack, stackOnAws(stack, OR_LOCAL));
}

/**
 * The stack whose site runs here.
 *
 * @throws InputError where none runs, or another stack's, or one without an image assessor
 */
export function localStack(stack: string, file?: string): Deployed {
  return withAssessor(stack, stackOnThisMachine(stack, file));
}

function withAssessor(stack: string, { outputs, client }: ReachableStack): Deployed {
  const { clusterName, imageAssessor } = outputs as {
    clusterName?: string;
    imageAssessor?: { taskDefinitionArn: string; container: string };
  };
  if (clusterName === undefined || imageAssessor === undefined) throw notUpToLab(stack, 4, "image assessor");
  return {
    assessor: {
      cluster: clusterName,
      taskDefinition: imageAssessor.taskDefinitionArn,
      container: imageAssessor.container,
    },
    client,
  };
}
