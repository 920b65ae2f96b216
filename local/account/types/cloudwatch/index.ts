import type { TypeDefinition } from "../../model";
import { logGroup } from "./logGroup";
import { metricAlarm } from "./metricAlarm";

/** CloudWatch and CloudWatch Logs. */
export const cloudwatchTypes: readonly TypeDefinition[] = [logGroup, metricAlarm];
