import type { Rule } from "../rule";
import { instancesNotOpenToWorld } from "./instancesNotOpen";
import { securityGroupOpenIngress } from "./openIngress";

/** The rules about who can reach what. */
export const networkRules: readonly Rule[] = [securityGroupOpenIngress, instancesNotOpenToWorld];
