import type { TypeDefinition } from "../../model";
import { cluster } from "./cluster";
import { service } from "./service";
import { taskDefinition } from "./taskDefinition";

/** Elastic Container Service. */
export const ecsTypes: readonly TypeDefinition[] = [cluster, service, taskDefinition];
