import type { TypeDefinition } from "../../model";
import { queue } from "./queue";
import { queuePolicy } from "./queuePolicy";

/** Amazon SQS. */
export const sqsTypes: readonly TypeDefinition[] = [queue, queuePolicy];
