import type { Account } from "../account/account";
import { deleteItem, getItem, putItem, query, scan, updateItem } from "../account/actions/dynamodb";
import type { Handlers } from "./handlers";

/** DynamoDB's operations on items. */
export function dynamodbHandlers(account: Account): Handlers {
  return {
    "DynamoDB_20120810.DeleteItem": (caller, input) => deleteItem(account, caller, input),
    "DynamoDB_20120810.GetItem": (caller, input) => getItem(account, caller, input),
    "DynamoDB_20120810.PutItem": (caller, input) => putItem(account, caller, input),
    "DynamoDB_20120810.Query": (caller, input) => query(account, caller, input),
    "DynamoDB_20120810.Scan": (caller, input) => scan(account, caller, input),
    "DynamoDB_20120810.UpdateItem": (caller, input) => updateItem(account, caller, input),
  };
}
