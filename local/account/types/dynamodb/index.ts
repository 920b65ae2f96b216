import type { TypeDefinition } from "../../model";
import { table } from "./table";

/** Amazon DynamoDB. */
export const dynamodbTypes: readonly TypeDefinition[] = [table];
