import type { TypeDefinition } from "../../model";
import { lambdaFunction } from "./function";
import { invokeConfig } from "./invokeConfig";
import { permission } from "./permission";

/** AWS Lambda. */
export const lambdaTypes: readonly TypeDefinition[] = [lambdaFunction, permission, invokeConfig];
