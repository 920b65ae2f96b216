import type { TypeDefinition } from "../../model";
import { alias } from "./alias";
import { key } from "./key";

/** AWS Key Management Service. */
export const kmsTypes: readonly TypeDefinition[] = [key, alias];
