import type { TypeDefinition } from "../../model";
import { topic } from "./topic";

/** Amazon SNS. */
export const snsTypes: readonly TypeDefinition[] = [topic];
