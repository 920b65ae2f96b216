import type { TypeDefinition } from "../../model";
import { group } from "./group";
import { notification } from "./notification";

/** Groups of instances that EC2 Auto Scaling keeps at a size. */
export const autoscalingTypes: readonly TypeDefinition[] = [group, notification];
