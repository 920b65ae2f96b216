import type { TypeDefinition } from "../../model";
import { policy } from "./policy";
import { target } from "./target";

/** Application Auto Scaling, which moves the size of Spot fleets and ECS services. */
export const appAutoscalingTypes: readonly TypeDefinition[] = [target, policy];
