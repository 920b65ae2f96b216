import type { TypeDefinition } from "../../model";
import { pipeline } from "./pipeline";

/** AWS CodePipeline. */
export const codepipelineTypes: readonly TypeDefinition[] = [pipeline];
