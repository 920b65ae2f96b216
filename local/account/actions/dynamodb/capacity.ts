import type { Props } from "../../model";
import type { AttributeMap } from "./attributeValue";
import { itemSize } from "./itemSize";
import type { RequestFields } from "./requestFields";

/** Bytes that one unit reads or writes: docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

/** How a request's use of capacity is told. */
export type CapacityReport = "INDEXES" | "TOTAL" | "NONE" | undefined;

/** Whether a request asks to be told what it used. */
export function capacityReport(fields: RequestFields): CapacityReport {
  return fields.choice("ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"] as const);
}

/** What reading so many bytes uses; eventually consistent, half of it. */
export function readUnits(bytes: number, isConsistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT)) * (isConsistent ? 1 : 0.5);
}

/** What a write uses: the larger of an item before and after counts. */
export function writeUnits(...items: (AttributeMap | undefined)[]): number {
  const sizes = items.map((item) => (item ? itemSize(item) : 0));
  return Math.max(1, Math.ceil(Math.max(...sizes) / WRITE_UNIT));
}

/** The member `ConsumedCapacity` of an output, or nothing where it was not asked for. */
export function consumedCapacity(report: CapacityReport, tableName: string, units: number): Props {
  if (report !== "TOTAL" && report !== "INDEXES") return {};
  const consumed = { TableName: tableName, CapacityUnits: units };
  return { ConsumedCapacity: report === "INDEXES" ? { ...consumed, Table: { CapacityUnits: units } } : consumed };
}
