import type { TypeDefinition } from "../../model";
import { parameter } from "./parameter";

/** AWS Systems Manager. */
export const ssmTypes: readonly TypeDefinition[] = [parameter];
