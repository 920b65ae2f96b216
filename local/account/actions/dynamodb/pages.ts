import type { Props } from "../../model";
import { copy } from "../../values";
import type { AttributeMap } from "./attributeValue";
import { type CapacityReport, capacityReport, consumedCapacity, readUnits } from "./capacity";
import { invalid } from "./errors";
import type { Condition } from "./expressions/conditionChecks";
import { holds } from "./expressions/conditionEvaluation";
import { type DocumentPath, project } from "./expressions/documentPath";
import { itemSize } from "./itemSize";
import { keyIn } from "./keys";
import type { RequestFields } from "./requestFields";
import { keyOf, type Table } from "./tables";

/** Bytes after which a page ends: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const LARGEST_PAGE = 1024 * 1024;

/** Parameters that Query and Scan both have. */
export const PAGE_PARAMETERS = [
  ...["TableName", "IndexName", "Select", "Limit", "ExclusiveStartKey", "ConsistentRead", "FilterExpression"],
  ...["ProjectionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues", "ReturnConsumedCapacity"],
];

/** What a page is to have. */
export interface PageRequest {
  tableName: string;
  /** Default: all attributes, or those of the projection. */
  select: "SPECIFIC_ATTRIBUTES" | "COUNT" | "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES" | undefined;
  /** Most items that are looked at, whether the filter keeps them or not. Default: as many as there are. */
  limit: number | undefined;
  isConsistent: boolean | undefined;
  capacity: CapacityReport;
}

/** Items of a table, in API form. */
export interface Page {
  /** Left out where only the count was asked for. */
  Items?: AttributeMap[];
  /** Items that the filter kept. */
  Count: number;
  /** Items that were looked at. */
  ScannedCount: number;
  /** The key of the item that was looked at last, where there may be more. */
  LastEvaluatedKey?: AttributeMap;
}

/** Reads what Query and Scan both take; what is wrong with it is told by `requireValid`. */
export function readPageRequest(fields: RequestFields): PageRequest {
  const tableName = fields.tableName();
  const select = fields.choice("Select", [
    ...(["SPECIFIC_ATTRIBUTES", "COUNT"] as const),
    ...(["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"] as const),
  ]);
  const limit = fields.count("Limit");
  return { tableName, select, limit, isConsistent: fields.flag("ConsistentRead"), capacity: capacityReport(fields) };
}

/** Throws where the attributes that are asked for are not those that the projection has. */
export function requireSelect({ select }: PageRequest, fields: RequestFields): void {
  const isProjected = fields.get("ProjectionExpression") !== undefined;
  if (select === "SPECIFIC_ATTRIBUTES" && !isProjected) {
    throw invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  }
  if (select !== undefined && select !== "SPECIFIC_ATTRIBUTES" && isProjected) {
    const what = select === "COUNT" ? "only the Count" : select;
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${what}`);
  }
  if (select === "ALL_PROJECTED_ATTRIBUTES" && fields.get("IndexName") === undefined) {
    throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
}

/** Throws where an index is asked for: no table here has one. */
export function requireNoIndex(fields: RequestFields): void {
  const name = fields.text("IndexName");
  if (name !== undefined) throw invalid(`The table does not have the specified index: ${name}`);
}

/** What IAM's conditions may ask of a page. */
export function pageContext({ select, capacity }: PageRequest, projection: DocumentPath[] | undefined) {
  const selected = select ?? (projection ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES");
  return { Select: selected, ReturnConsumedCapacity: capacity };
}

/**
 * A page of items.
 *
 * @param items Those that come after the start, in order.
 */
export function pageOf(
  table: Table,
  items: readonly AttributeMap[],
  { select, limit = Number.POSITIVE_INFINITY, isConsistent, capacity }: PageRequest,
  { filter, projection }: { filter?: Condition; projection?: DocumentPath[] },
): Page & Props {
  let bytes = 0;
  const scanned: AttributeMap[] = [];
  for (const item of items) {
    if (scanned.length >= limit || bytes >= LARGEST_PAGE) break;
    scanned.push(item);
    bytes += itemSize(item);
  }
  const found = scanned.filter((item) => !filter || holds(filter, item));
  const last = scanned.at(-1);
  // At the limit it is not known whether there is more: AWS gives a key even after the last item.
  const isCut = scanned.length < items.length || scanned.length === limit;
  return {
    ...(select !== "COUNT" && { Items: copy(found.map((item) => (projection ? project(item, projection) : item))) }),
    Count: found.length,
    ScannedCount: scanned.length,
    ...(isCut && last && { LastEvaluatedKey: copy(keyIn(keyOf(table), last)) }),
    ...consumedCapacity(capacity, table.name, readUnits(bytes, isConsistent)),
  };
}
