/** What the ECS agent of an instance is told when the instance starts. */
export interface EcsAgentSettings {
  /** Name of the cluster to join. */
  cluster: string;
  /**
   * Lets the agent watch for the two-minute notice that precedes a Spot interruption and drain the instance, so that its
   * tasks move elsewhere in time. This is what the workshop's watcher script did.
   */
  spotDraining: boolean;
  /** Custom attributes that placement constraints can ask for. ECS reads them only when the instance first joins. */
  attributes: Record<string, string>;
}

/** The shell script that configures the ECS agent; EC2 wants it in Base64, see {@link base64}. */
export function ecsUserData({ cluster, spotDraining, attributes }: EcsAgentSettings): string {
  return [
    "#!/bin/bash",
    "cat >> /etc/ecs/ecs.config <<'EOF'",
    `ECS_CLUSTER=${cluster}`,
    // Tasks with a network interface of their own reach the metadata service without a hop, so the agent has to block it.
    "ECS_AWSVPC_BLOCK_IMDS=true",
    ...(spotDraining ? ["ECS_ENABLE_SPOT_INSTANCE_DRAINING=true"] : []),
    ...(Object.keys(attributes).length > 0 ? [`ECS_INSTANCE_ATTRIBUTES=${JSON.stringify(attributes)}`] : []),
    "EOF",
    "",
  ].join("\n");
}

/** Problems with custom instance attributes, by the limits of ECS's PutAttributes. */
export function attributeProblems(path: string, attributes: Record<string, string>): string[] {
  return Object.entries(attributes).flatMap(([key, value]) => [
    ...(/^[A-Za-z0-9_./-]{1,128}$/.test(key)
      ? []
      : [`${path} has the name "${key}"; use 1 to 128 letters, digits, and the characters . _ / -`]),
    ...(/^[A-Za-z0-9_.@:/+-]{1,128}$/.test(value)
      ? []
      : [`${path}.${key} is "${value}"; use 1 to 128 letters, digits, and the characters . _ @ : / + -`]),
  ]);
}

export function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
