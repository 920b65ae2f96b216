import type { TypeDefinition } from "../../model";
import { listener } from "./listener";
import { listenerRule } from "./listenerRule";
import { loadBalancer } from "./loadBalancer";
import { targetGroup } from "./targetGroup";

/** Load balancers and what belongs to them. */
export const lbTypes: readonly TypeDefinition[] = [loadBalancer, listener, listenerRule, targetGroup];
