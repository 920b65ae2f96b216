import { DeregisterTaskDefinitionCommand, type ECSClient, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";

/**
 * Deregisters every active revision of a family: what a pipeline has registered stays when the stack is destroyed, as Pulumi
 * knows nothing of it. Revisions cost nothing; ECS lists them until they are deregistered, and then as INACTIVE.
 *
 * @returns The revisions that were deregistered, as `FAMILY:REVISION`.
 */
export async function deregisterRevisions(ecs: ECSClient, family: string): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE", nextToken }));
    arns.push(...(page.taskDefinitionArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  for (const taskDefinition of arns) await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
  return arns.map((arn) => arn.split("/").pop() ?? arn);
}
