import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import { deleteItem, getItem, putItem, query, scan, updateItem } from "../../../local/account/actions/dynamodb";
import { ROLE_ARN } from "../iam/fixture";
import { ACCOUNT_ID, refusal } from "../support";
import { allow, invalid, Key, TABLE_ARN, TableName, tableAccount } from "./dynamodbFixture";
import { cats } from "./fixture";

const get = (account: Account, by: object = {}) => getItem(account, cats, { TableName, Key, ...by });
const put = (account: Account, by: object = {}) => putItem(account, cats, { TableName, Item: Key, ...by });
const remove = (account: Account, by: object = {}) => deleteItem(account, cats, { TableName, Key, ...by });
const fresh = { ConditionExpression: "attribute_not_exists(pk)" };

describe("account: dynamodb requests", () => {
  it("tells what is wrong with several parameters at once", () => {
    assert.equal(
      invalid(() => put(tableAccount(), { Item: undefined, ReturnValues: "ALL", ReturnConsumedCapacity: "ALL" })),
      "3 validation errors detected: " +
        "Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; " +
        "Value 'ALL' at 'returnValues' failed to satisfy constraint: " +
        "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; " +
        "Value null at 'item' failed to satisfy constraint: Member must not be null",
    );
  });

  it("asks for a table's name first", () => {
    const constraint = (name: unknown): string =>
      invalid(() => put(tableAccount(), { TableName: name, ReturnValues: "ALL" }));
    const wrong = (shown: string, rule: string): string =>
      `1 validation error detected: Value ${shown} at 'tableName' failed to satisfy constraint: Member must ${rule}`;
    assert.equal(constraint(undefined), wrong("null", "not be null"));
    assert.equal(constraint(""), wrong("''", "have length greater than or equal to 1"));
    assert.equal(constraint("a".repeat(256)), wrong(`'${"a".repeat(256)}'`, "have length less than or equal to 255"));
    assert.equal(constraint("a!"), wrong("'a!'", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"));
  });

  it("has no parameters but its own, and none from before expressions", () => {
    assert.equal(
      refusal(() => get(tableAccount(), { Limit: 1 })),
      "UnsupportedOperation: The parameter Limit of GetItem is not known here. Known are: TableName, Key, " +
        "ConsistentRead, ProjectionExpression, ExpressionAttributeNames, ReturnConsumedCapacity.",
    );
    assert.equal(
      refusal(() => put(tableAccount(), { Expected: {} })),
      "UnsupportedOperation: Expected of PutItem is from before DynamoDB had expressions, and is not modelled.",
    );
    assert.equal(
      invalid(() => put(tableAccount(), { Expected: {}, ...fresh })),
      "Can not use both expression and non-expression parameters in the same request: " +
        "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    );
  });

  it("takes names and values only where an expression may use them", () => {
    assert.equal(
      invalid(() => put(tableAccount(), { ExpressionAttributeNames: { "#a": "a" } })),
      "ExpressionAttributeNames can only be specified when using expressions",
    );
    assert.equal(
      invalid(() => updateItem(tableAccount(), cats, { TableName, Key, ExpressionAttributeValues: {} })),
      "ExpressionAttributeValues can only be specified when using expressions: " +
        "UpdateExpression and ConditionExpression are null",
    );
  });

  it("has no other table, and none of another region", () => {
    const missing = "ResourceNotFoundException: Requested resource not found";
    const account = tableAccount({ statements: [allow("dynamodb:*", { Resource: "*" })] });
    assert.equal(
      refusal(() => get(account, { TableName: "dogs" })),
      missing,
    );
    assert.equal(
      refusal(() => getItem(account, { ...cats, region: "eu-west-1" }, { TableName, Key })),
      missing,
    );
    assert.equal(
      refusal(() => getItem(account, { ...cats, region: "eu-west-1" }, { TableName: TABLE_ARN, Key })),
      missing,
    );
  });
});

describe("account: dynamodb permissions", () => {
  const denied = (action: string, table = TABLE_ARN): string =>
    `AccessDeniedException: User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/cats-task/session is not authorized to ` +
    `perform: dynamodb:${action} on resource: ${table} because no identity-based policy allows the dynamodb:${action} action`;

  it("asks for the permission of each operation", () => {
    const condition = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": Key.pk } };
    const operations: Record<string, (account: Account) => unknown> = {
      GetItem: (account) => get(account),
      PutItem: (account) => put(account),
      UpdateItem: (account) => updateItem(account, cats, { TableName, Key }),
      DeleteItem: (account) => remove(account),
      Query: (account) => query(account, cats, { TableName, ...condition }),
      Scan: (account) => scan(account, cats, { TableName }),
    };
    for (const [name, act] of Object.entries(operations)) {
      act(tableAccount({ statements: [allow(`dynamodb:${name}`)] }));
      const others = Object.keys(operations).filter((one) => one !== name);
      const account = tableAccount({ statements: [allow(others.map((one) => `dynamodb:${one}`))] });
      assert.equal(
        refusal(() => act(account)),
        denied(name),
      );
    }
  });

  it("does not tell whether a table is there that the caller may not read", () => {
    assert.equal(
      refusal(() => get(tableAccount(), { TableName: "dogs" })),
      denied("GetItem", TABLE_ARN.replace("cats", "dogs")),
    );
  });

  it("holds to conditions about the partition key, the attributes and what is returned", () => {
    const limited = (Condition: object) =>
      tableAccount({ statements: [allow("dynamodb:*", { Condition: JSON.parse(JSON.stringify(Condition)) })] });
    const leading = limited({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["tabby"] } });
    assert.deepEqual(put(leading), {});
    assert.equal(
      refusal(() => put(leading, { Item: { ...Key, pk: { S: "tom" } } })),
      denied("PutItem"),
    );
    const other = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: "tom" } } };
    assert.equal(
      refusal(() => query(leading, cats, { TableName, ...other })),
      denied("Query"),
    );
    const attributes = limited({ "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk", "sk", "age"] } });
    assert.deepEqual(get(attributes, { ProjectionExpression: "age" }), {});
    assert.equal(
      refusal(() => get(attributes, { ProjectionExpression: "name_" })),
      denied("GetItem"),
    );
    const quiet = limited({ StringEquals: { "dynamodb:ReturnValues": ["NONE"] } });
    assert.deepEqual(put(quiet), {});
    assert.equal(
      refusal(() => put(quiet, { ReturnValues: "ALL_OLD" })),
      denied("PutItem"),
    );
  });

  it("knows a role that is there alone", () => {
    assert.equal(
      refusal(() => getItem(tableAccount(), { ...cats, principal: `${ROLE_ARN}s` }, { TableName, Key })),
      "UnrecognizedClientException: The security token included in the request is invalid.",
    );
  });
});
