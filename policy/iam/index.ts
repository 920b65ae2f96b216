import type { Rule } from "../rule";
import { iamNoAdmin } from "./noAdmin";
import { iamNoStarWrite } from "./noStarWrite";
import { iamPassRoleScoped } from "./passRole";
import { iamResourcePolicyNotOpen } from "./resourcePolicyNotOpen";
import { iamTrustNotOpen } from "./trustNotOpen";

/** The rules about who may do what. */
export const iamRules: readonly Rule[] = [
  iamNoAdmin,
  iamPassRoleScoped,
  iamTrustNotOpen,
  iamResourcePolicyNotOpen,
  iamNoStarWrite,
];
