import type { TypeDefinition } from "../../model";
import { lifecyclePolicy } from "./lifecyclePolicy";
import { repository } from "./repository";

/** Elastic Container Registry. */
export const ecrTypes: readonly TypeDefinition[] = [lifecyclePolicy, repository];
