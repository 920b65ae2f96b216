import type { Rule } from "../rule";
import { adminPorts } from "./adminPorts";
import { instancesNotOpenToWorld } from "./instancesNotOpen";
import { securityGroupOpenIngress } from "./openIngress";
import { instancesInPrivateSubnets } from "./privateSubnets";
import { noPublicInstances } from "./publicInstances";

/** The rules about who can reach what. */
export const networkRules: readonly Rule[] = [
  securityGroupOpenIngress,
  adminPorts,
  instancesNotOpenToWorld,
  noPublicInstances,
  instancesInPrivateSubnets,
];
