import type { TypeDefinition } from "../../model";
import { project } from "./project";

/** AWS CodeBuild. */
export const codebuildTypes: readonly TypeDefinition[] = [project];
