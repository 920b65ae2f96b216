import type { TypeDefinition } from "../../model";
import { record } from "./record";
import { zone } from "./zone";

/** Amazon Route 53. */
export const route53Types: readonly TypeDefinition[] = [zone, record];
