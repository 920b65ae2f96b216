import type { TypeDefinition } from "../../model";
import { dashboard } from "./dashboard";
import { eventRule } from "./eventRule";
import { eventTarget } from "./eventTarget";
import { logGroup } from "./logGroup";
import { metricAlarm } from "./metricAlarm";

/** CloudWatch and CloudWatch Logs. */
export const cloudwatchTypes: readonly TypeDefinition[] = [logGroup, metricAlarm, eventRule, eventTarget, dashboard];
