import type { ActionExecutionDetail } from "@aws-sdk/client-codepipeline";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, type ECSClient } from "@aws-sdk/client-ecs";

/** The image of a container. */
export interface ContainerImage {
  container: string;
  /** Its tag; the whole reference where that has none. */
  tag: string;
}

/**
 * The images that the service of an execution's deploy action has now, as ECS knows them.
 *
 * @throws Error where there is no such action or service
 */
export async function deployedImages(
  ecs: ECSClient,
  actions: readonly ActionExecutionDetail[],
): Promise<ContainerImage[]> {
  const deploy = actions.findLast(({ input }) => input?.actionTypeId?.provider === "ECS");
  const { ClusterName: cluster, ServiceName: service } = deploy?.input?.configuration ?? {};
  if (cluster === undefined || service === undefined) throw new Error("The execution has deployed to no ECS service.");
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const revision = services[0]?.taskDefinition;
  if (revision === undefined) throw new Error(`There is no service ${service} in the cluster ${cluster}.`);
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: revision }));
  return (taskDefinition?.containerDefinitions ?? []).map(({ name = "", image = "" }) => ({
    container: name,
    tag: tagOf(image),
  }));
}

/** The registry of a reference may have a port, so only what follows its last slash has the tag. */
function tagOf(image: string): string {
  return /:([\w.-]+)$/.exec(image.includes("@") ? "" : (image.split("/").pop() ?? ""))?.[1] ?? image;
}
