import type { Account } from "../../../local/account/account";
import { getItem, putItem } from "../../../local/account/actions/dynamodb";
import type { AttributeMap } from "../../../local/account/actions/dynamodb/attributeValue";
import type { Props } from "../../../local/account/model";
import { TABLE } from "../../../local/account/types/dynamodb/table";
import { accountWithRole } from "../iam/fixture";
import { ACCOUNT_ID, make, refusal } from "../support";
import { cats } from "./fixture";

export const TableName = "cats";
export const TABLE_ARN = `arn:aws:dynamodb:us-west-2:${ACCOUNT_ID}:table/${TableName}`;

/** The key of the one item with which most tests work. */
export const Key = { pk: { S: "tabby" }, sk: { S: "1" } };

/** A table of strings, with a partition key and a sort key. */
export const table: Props = {
  name: TableName,
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
  ],
};

/** A statement about the table, with some of it changed. */
export const allow = (Action: string | string[], by: Props = {}): Props => ({
  Effect: "Allow",
  Action,
  Resource: TABLE_ARN,
  ...by,
});

/** An account with a table, and the role of the cats, which may do what the statements say. */
export function tableAccount(by: { statements?: Props[]; inputs?: Props; items?: AttributeMap[] } = {}): Account {
  const { statements = [allow("dynamodb:*")], inputs, items = [] } = by;
  const account = accountWithRole(statements);
  make(account, TABLE, { ...table, ...inputs });
  for (const Item of items) putItem(account, { principal: ADMIN, region: "us-west-2" }, { TableName, Item });
  return account;
}

const ADMIN = `arn:aws:iam::${ACCOUNT_ID}:root`;

/** A table whose only key is a number or something else. */
export const hashOnly = (type: string): Props => ({ rangeKey: null, attributes: [{ name: "pk", type }] });

/** An account with the one item, which has some attributes besides its key. */
export const withItem = (attributes: AttributeMap = {}): Account =>
  tableAccount({ items: [{ ...Key, ...attributes }] });

/** The item with the key, read by the cats. */
export const stored = (account: Account, key: AttributeMap = Key): AttributeMap | undefined =>
  getItem(account, cats, { TableName, Key: key }).Item;

/** Why an action is refused, without the code that most refusals have. */
export const invalid = (act: () => unknown): string => {
  const text = refusal(act);
  return text.startsWith("ValidationException: ") ? text.slice("ValidationException: ".length) : `not invalid: ${text}`;
};
