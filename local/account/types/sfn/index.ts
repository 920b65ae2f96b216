import type { TypeDefinition } from "../../model";
import { stateMachine } from "./stateMachine";

/** AWS Step Functions. */
export const sfnTypes: readonly TypeDefinition[] = [stateMachine];
