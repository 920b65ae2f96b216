import assert from "node:assert/strict";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { dynamodbHandlers } from "../../local/api/dynamodb";
import { allow, Key, TABLE_ARN, TableName, tableAccount, withItem } from "../account/actions/dynamodbFixture";
import { cats } from "../account/actions/fixture";
import { CALLER } from "../account/iam/fixture";
import { listening, send, signed } from "./fixture";

/** Sends with AWS's SDK to an account, as the cats' role, and stops everything afterwards. */
async function withClient<T>(act: (client: DynamoDBClient) => Promise<T>, account = tableAccount()): Promise<T> {
  const { api, url, stop } = await listening(account, dynamodbHandlers(account));
  const credentials = api.credentialsFor(cats.principal);
  const client = new DynamoDBClient({ endpoint: url, region: "us-west-2", credentials, maxAttempts: 1 });
  try {
    return await act(client);
  } finally {
    client.destroy();
    await stop();
  }
}

describe("local API: DynamoDB through AWS's SDK for JavaScript", () => {
  it("writes, changes, reads and deletes an item", async () => {
    await withClient(async (client) => {
      const Item = { ...Key, photo: { B: new Uint8Array([1, 2]) }, age: { N: "3" } };
      await client.send(new PutItemCommand({ TableName, Item }));
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: "SET age = age + :one REMOVE photo",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: { ":one": { N: "1" } },
          ReturnValues: "ALL_OLD",
        }),
      );
      assert.deepEqual(Attributes, Item);
      const read = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      assert.deepEqual((await client.send(read)).Item, { ...Key, age: { N: "4" } });
      await client.send(new DeleteItemCommand({ TableName, Key }));
      assert.equal((await client.send(read)).Item, undefined);
    });
  });

  it("queries and scans", async () => {
    await withClient(async (client) => {
      const condition = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": Key.pk } };
      const queried = await client.send(new QueryCommand({ TableName, ...condition, Limit: 1 }));
      assert.deepEqual([queried.Items, queried.Count, queried.LastEvaluatedKey], [[Key], 1, Key]);
      const scanned = await client.send(new ScanCommand({ TableName }));
      assert.deepEqual([scanned.Items, scanned.ScannedCount, scanned.LastEvaluatedKey], [[Key], 1, undefined]);
    }, withItem());
  });

  it("throws the SDK's own exception where a condition does not hold, with the item that is there", async () => {
    const put = new PutItemCommand({
      TableName,
      Item: Key,
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const failed = withClient((client) => client.send(put), withItem({ age: { N: "3" } }));
    await assert.rejects(failed, (error) => {
      assert.ok(error instanceof ConditionalCheckFailedException);
      assert.equal(error.message, "The conditional request failed");
      assert.deepEqual(error.Item, { ...Key, age: { N: "3" } });
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
  });

  it("throws the SDK's own exception where there is no table", async () => {
    const account = tableAccount({ statements: [allow("dynamodb:*", { Resource: "*" })] });
    const read = new GetItemCommand({ TableName: "dogs", Key });
    const missing = withClient((client) => client.send(read), account);
    await assert.rejects(missing, (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.equal(error.message, "Requested resource not found");
      return true;
    });
  });

  it("throws under AWS's name what is invalid, and what the role may not do", async () => {
    const read = new GetItemCommand({ TableName, Key: { pk: Key.pk } });
    await assert.rejects(
      withClient((client) => client.send(read)),
      { name: "ValidationException", message: "The provided key element does not match the schema" },
    );
    const denied = withClient((client) => client.send(read), tableAccount({ statements: [] }));
    await assert.rejects(denied, {
      name: "AccessDeniedException",
      message:
        `User: ${CALLER} is not authorized to perform: dynamodb:GetItem on resource: ${TABLE_ARN} ` +
        "because no identity-based policy allows the dynamodb:GetItem action",
    });
  });
});

describe("local API: JSON 1.0", () => {
  /** A call as it goes over the wire, with a content type. */
  async function call(type: string, body: object, operation = "GetItem") {
    const account = withItem();
    const { api, port, stop } = await listening(account, dynamodbHandlers(account));
    const { accessKeyId, sessionToken } = api.credentialsFor(cats.principal);
    const headers = {
      Authorization: signed(accessKeyId),
      "X-Amz-Security-Token": sessionToken,
      "X-Amz-Target": `DynamoDB_20120810.${operation}`,
      "Content-Type": type,
    };
    const answer = await send(port, "/", { method: "POST", headers, body: JSON.stringify(body) });
    await stop();
    return answer;
  }

  it("answers in the version in which it is asked", async () => {
    for (const type of ["application/x-amz-json-1.0", "application/x-amz-json-1.0; charset=utf-8"]) {
      const { status, headers, body } = await call(type, { TableName, Key });
      assert.equal(status, 200);
      assert.equal(headers["content-type"], "application/x-amz-json-1.0");
      assert.deepEqual(body, { Item: Key });
    }
    const { headers } = await call("application/x-amz-json-1.1", { TableName, Key });
    assert.equal(headers["content-type"], "application/x-amz-json-1.1");
  });

  it("names errors with the namespace that they are from", async () => {
    const type = "application/x-amz-json-1.0";
    const failed = { TableName, Item: Key, ConditionExpression: "attribute_not_exists(pk)" };
    const refused = await call(type, failed, "PutItem");
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.body, {
      __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
      message: "The conditional request failed",
    });
    const names = {
      "com.amazon.coral.validate#ValidationException": await call(type, { TableName }),
      "com.amazon.coral.service#AccessDeniedException": await call(type, { TableName: "dogs", Key }),
      "com.amazon.coral.service#UnknownOperationException": await call(type, {}, "Nothing"),
      ValidationException: await call("application/x-amz-json-1.1", { TableName }),
    };
    for (const [name, { body }] of Object.entries(names)) {
      assert.equal(typeof body === "object" && body && "__type" in body && body.__type, name);
    }
  });
});
