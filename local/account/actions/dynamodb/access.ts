import type { Account } from "../../account";
import type { ContextEntries } from "../../iam/context";
import { type Caller, requireAllowed } from "../caller";
import type { AttributeMap, AttributeValue } from "./attributeValue";
import { type Expressions, pathsIn } from "./requestExpressions";
import { findTable, keyOf, noTable, type Table, tableArn } from "./tables";

/** What IAM's conditions may ask of a request. */
export interface Access {
  /** As `GetItem`. */
  operation: string;
  tableName: string;
  expressions: Expressions;
  /** The item, or key, that is written or read. */
  attributes?: AttributeMap;
  /** The value of the partition key, where `attributes` does not have it. */
  hashValue?: (table: Table) => AttributeValue | undefined;
  /** Condition keys without their prefix, for example `ReturnValues`; what is undefined is left out. */
  context?: Record<string, string | undefined>;
}

/**
 * The table of a request that the caller may make. Who may not is not told whether the table exists.
 *
 * Keys of conditions are `dynamodb:LeadingKeys`, `dynamodb:Attributes` and what `context` has:
 * docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 *
 * @throws AwsError `AccessDeniedException`, `ResourceNotFoundException`
 */
export function tableFor(account: Account, caller: Caller, access: Access): Table {
  const { operation, tableName, expressions, attributes = {}, hashValue, context = {} } = access;
  const resource = tableArn(account, caller, tableName);
  const table = findTable(account, caller, resource);
  const hash = table && (hashValue ? hashValue(table) : attributes[table.hash.name]);
  const keys = table ? keyOf(table).map(({ name }) => name) : [];
  const heads = pathsIn(expressions).map(([head]) => String(head));
  const entries: ContextEntries = {
    "dynamodb:Attributes": [...new Set([...keys, ...Object.keys(attributes), ...heads])],
    ...(hash && { "dynamodb:LeadingKeys": [String(Object.values(hash)[0])] }),
  };
  for (const [key, value] of Object.entries(context)) if (value !== undefined) entries[`dynamodb:${key}`] = value;
  requireAllowed(account, caller, { action: `dynamodb:${operation}`, resource, context: entries });
  if (!table) throw noTable();
  return table;
}
