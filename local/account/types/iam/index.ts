import type { TypeDefinition } from "../../model";
import { instanceProfile } from "./instanceProfile";
import { role } from "./role";
import { rolePolicy } from "./rolePolicy";
import { rolePolicyAttachment } from "./rolePolicyAttachment";

/** Identity and Access Management. */
export const iamTypes: readonly TypeDefinition[] = [instanceProfile, role, rolePolicy, rolePolicyAttachment];
