import type { Account } from "../../account";
import { type AccountRecord, AwsError, type Props } from "../../model";
import { TABLE } from "../../types/dynamodb/table";
import { objects, text } from "../../types/read";
import { isObject } from "../../values";
import type { Caller } from "../caller";
import type { AttributeMap } from "./attributeValue";
import { equalValues } from "./comparison";
import type { KeyAttribute } from "./keys";

/** A table, and what its items are known by. */
export interface Table {
  record: AccountRecord;
  name: string;
  hash: KeyAttribute;
  /** Left out where the partition key alone is the key. */
  range?: KeyAttribute;
}

/** The attributes of a table's key, the partition key first. */
export function keyOf({ hash, range }: Table): KeyAttribute[] {
  return range ? [hash, range] : [hash];
}

/** The ARN of a table, whether it exists or not, by its name or its ARN. */
export function tableArn(account: Account, { region }: Caller, name: string): string {
  return name.startsWith("arn:") ? name : `arn:aws:dynamodb:${region}:${account.state.accountId}:table/${name}`;
}

/** The table with an ARN in the region of the endpoint, or undefined. */
export function findTable(account: Account, { region }: Caller, arn: string): Table | undefined {
  const record = account.records(TABLE).find((one) => one.region === region && one.outputs.arn === arn);
  if (!record) return undefined;
  const { inputs } = record;
  const attribute = (name: string): KeyAttribute => {
    const type = objects(inputs, "attributes").find((one) => one.name === name)?.type;
    return { name, type: type === "N" || type === "B" ? type : "S" };
  };
  const range = text(inputs, "rangeKey");
  return {
    record,
    name: arn.split("/").pop() ?? "",
    hash: attribute(text(inputs, "hashKey") ?? ""),
    ...(range !== undefined && { range: attribute(range) }),
  };
}

/** What DynamoDB says of a table that does not exist. */
export function noTable(): AwsError {
  return new AwsError("ResourceNotFoundException", "Requested resource not found");
}

/**
 * The items of a table, in the order in which they were first written. One whose time to live has passed stays and is read, as it
 * may in AWS, which deletes it "within a few days": docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export function itemsOf({ record: { hidden } }: Table): AttributeMap[] {
  const stored: Props[] = isObject(hidden) ? objects(hidden, "items") : [];
  // Nothing else writes there, and what this writes was read by readAttributes.
  return stored as AttributeMap[];
}

/** The item with a key, or undefined. */
export function itemWith(table: Table, key: AttributeMap): AttributeMap | undefined {
  return itemsOf(table).find((item) => hasKey(table, item, key));
}

/** Writes an item in the place of the one with its key. */
export function writeItem(table: Table, item: AttributeMap): void {
  const items = itemsOf(table);
  const isThere = items.some((one) => hasKey(table, one, item));
  keep(table, isThere ? items.map((one) => (hasKey(table, one, item) ? item : one)) : [...items, item]);
}

/** Takes the item with a key out. */
export function removeItem(table: Table, key: AttributeMap): void {
  keep(
    table,
    itemsOf(table).filter((one) => !hasKey(table, one, key)),
  );
}

function keep({ record }: Table, items: AttributeMap[]): void {
  record.hidden = { ...record.hidden, items };
}

function hasKey(table: Table, item: AttributeMap, key: AttributeMap): boolean {
  return keyOf(table).every(({ name }) => {
    const [one, other] = [item[name], key[name]];
    return one !== undefined && other !== undefined && equalValues(one, other);
  });
}
