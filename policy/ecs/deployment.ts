import type { ServiceArgs } from "@pulumi/aws/ecs/service";
import type { Unwrap } from "@pulumi/pulumi";
import { isMissing, type SeenProps, UNKNOWN } from "../values";

export type EcsService = SeenProps<Unwrap<ServiceArgs>>;

/**
 * True where ECS itself replaces a service's tasks bit by bit. Other controllers, and blue/green and its kind, deploy in
 * ways of their own; what is not known is none of it.
 */
export function isRolling(service: EcsService): boolean {
  const controller = service.deploymentController;
  if (controller === UNKNOWN) return false;
  const type = controller?.type;
  if (!isMissing(type) && type !== "ECS") return false;
  const configuration = service.deploymentConfiguration;
  if (configuration === UNKNOWN) return false;
  const strategy = configuration?.strategy;
  return isMissing(strategy) || strategy === "ROLLING";
}
