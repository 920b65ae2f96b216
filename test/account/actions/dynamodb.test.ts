import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import { DetailedAwsError } from "../../../local/account/actions/detailedError";
import { deleteItem, getItem, putItem, scan, updateItem } from "../../../local/account/actions/dynamodb";
import { TABLE } from "../../../local/account/types/dynamodb/table";
import { accountWithRole } from "../iam/fixture";
import { change, make, options, refusal } from "../support";
import {
  allow,
  hashOnly,
  invalid,
  Key,
  stored,
  TABLE_ARN,
  TableName,
  table,
  tableAccount,
  withItem,
} from "./dynamodbFixture";
import { cats } from "./fixture";

const get = (account: Account, by: object = {}) => getItem(account, cats, { TableName, Key, ...by });
const put = (account: Account, by: object = {}) => putItem(account, cats, { TableName, Item: Key, ...by });
const remove = (account: Account, by: object = {}) => deleteItem(account, cats, { TableName, Key, ...by });
const fresh = { ConditionExpression: "attribute_not_exists(pk)" };

describe("account: dynamodb GetItem", () => {
  it("reads the item with the key, all of it or the parts that are asked for", () => {
    const item = { ...Key, age: { N: "3" }, home: { M: { street: { S: "Main" }, no: { N: "1" } } } };
    const account = tableAccount({ items: [item, { ...Key, sk: { S: "2" } }] });
    assert.deepEqual(get(account), { Item: item });
    assert.deepEqual(get(account, { ProjectionExpression: "age, home.street, nothing" }), {
      Item: { age: { N: "3" }, home: { M: { street: { S: "Main" } } } },
    });
    assert.deepEqual(get(account, { ProjectionExpression: "nothing" }), { Item: {} });
  });

  it("has no Item where there is none", () => {
    assert.deepEqual(get(tableAccount()), {});
    assert.deepEqual(get(withItem(), { Key: { ...Key, sk: { S: "2" } } }), {});
  });

  it("takes elements out of a list in their order", () => {
    const account = withItem({ toys: { L: [{ N: "0" }, { N: "1" }, { M: { a: { N: "2" }, b: { N: "3" } } }] } });
    assert.deepEqual(get(account, { ProjectionExpression: "toys[2].b, toys[0], toys[9]" }).Item, {
      toys: { L: [{ N: "0" }, { M: { b: { N: "3" } } }] },
    });
  });

  it("takes the table's ARN for its name", () => {
    assert.deepEqual(get(withItem(), { TableName: TABLE_ARN }).Item, Key);
  });

  it("hands out copies", () => {
    const account = withItem({ home: { M: { street: { S: "Main" } } } });
    const { Item } = get(account);
    delete Item?.home;
    assert.deepEqual(stored(account)?.home, { M: { street: { S: "Main" } } });
  });

  it("reports what it used: half a unit for 4 KB, or a whole one where the read is consistent", () => {
    const account = withItem({ text: { S: "x".repeat(4096) } });
    const used = (by: object) => Object.entries(get(account, by)).find(([name]) => name === "ConsumedCapacity")?.[1];
    assert.equal(used({}), undefined);
    assert.equal(used({ ReturnConsumedCapacity: "NONE" }), undefined);
    assert.deepEqual(used({ ReturnConsumedCapacity: "TOTAL" }), { TableName, CapacityUnits: 1 });
    assert.deepEqual(used({ ReturnConsumedCapacity: "INDEXES", ConsistentRead: true }), {
      TableName,
      CapacityUnits: 2,
      Table: { CapacityUnits: 2 },
    });
  });
});

describe("account: dynamodb keys", () => {
  const mismatch = "The provided key element does not match the schema";

  it("takes a key of the table's form and no other", () => {
    const keys = [
      {},
      { pk: Key.pk },
      { pk: Key.pk, other: Key.sk },
      { ...Key, age: { N: "3" } },
      { pk: Key.pk, sk: { N: "1" } },
      { pk: Key.pk, sk: { SS: ["1"] } },
    ];
    for (const wrong of keys) {
      assert.equal(
        invalid(() => get(withItem(), { Key: wrong })),
        mismatch,
      );
    }
    assert.equal(
      invalid(() => remove(withItem(), { Key: { pk: Key.pk } })),
      mismatch,
    );
    assert.equal(
      invalid(() => updateItem(withItem(), cats, { TableName, Key: { pk: Key.pk } })),
      mismatch,
    );
  });

  it("refuses an item without its key, or with one of another type", () => {
    assert.equal(
      invalid(() => put(tableAccount(), { Item: { pk: Key.pk } })),
      "One or more parameter values were invalid: Missing the key sk in the item",
    );
    assert.equal(
      invalid(() => put(tableAccount(), { Item: { ...Key, pk: { N: "1" } } })),
      "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
    );
  });

  it("refuses an empty key", () => {
    const why = "The AttributeValue for a key attribute cannot contain an empty string value. Key: sk";
    assert.equal(
      invalid(() => put(tableAccount(), { Item: { ...Key, sk: { S: "" } } })),
      `One or more parameter values are not valid. ${why}`,
    );
    assert.equal(
      invalid(() => get(tableAccount(), { Key: { ...Key, sk: { S: "" } } })),
      `One or more parameter values were invalid: ${why}`,
    );
    assert.equal(
      invalid(() => put(tableAccount({ inputs: hashOnly("B") }), { Item: { pk: { B: "" } } })),
      "One or more parameter values are not valid. " +
        "The AttributeValue for a key attribute cannot contain an empty binary value. Key: pk",
    );
  });

  it("refuses a partition key of more than 2,048 bytes and a sort key of more than 1,024", () => {
    const account = tableAccount();
    const fits = { pk: { S: "ä".repeat(1024) }, sk: { S: "ä".repeat(512) } };
    assert.deepEqual(put(account, { Item: fits }), {});
    assert.equal(
      invalid(() => put(account, { Item: { ...fits, pk: { S: `${fits.pk.S}a` } } })),
      "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    );
    assert.equal(
      invalid(() => get(account, { Key: { ...fits, sk: { S: `${fits.sk.S}a` } } })),
      "One or more parameter values were invalid: " +
        "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    );
  });

  it("knows a number by its value, however it is written", () => {
    const account = tableAccount({ inputs: hashOnly("N"), items: [{ pk: { N: "1.50" } }] });
    assert.deepEqual(get(account, { Key: { pk: { N: "15e-1" } } }).Item, { pk: { N: "1.5" } });
  });

  it("has nothing inside a key", () => {
    assert.equal(
      invalid(() => get(withItem(), { ProjectionExpression: "sk.x" })),
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: sk",
    );
  });
});

describe("account: dynamodb PutItem", () => {
  it("writes an item in the place of another, whole", () => {
    const account = withItem({ age: { N: "3" } });
    assert.deepEqual(put(account, { Item: { ...Key, name: { S: "Tom" } } }), {});
    assert.deepEqual(stored(account), { ...Key, name: { S: "Tom" } });
    assert.equal(scan(account, cats, { TableName }).Count, 1);
  });

  it("returns what was there where ALL_OLD asks for it", () => {
    const account = withItem({ age: { N: "3" } });
    assert.deepEqual(put(account, { ReturnValues: "ALL_OLD" }), { Attributes: { ...Key, age: { N: "3" } } });
    assert.deepEqual(put(tableAccount(), { ReturnValues: "ALL_OLD" }), {});
    assert.deepEqual(put(account, { ReturnValues: "NONE" }), {});
    assert.equal(
      invalid(() => put(account, { ReturnValues: "ALL_NEW" })),
      "ReturnValues can only be ALL_OLD or NONE",
    );
  });

  it("writes nothing where the condition does not hold", () => {
    const account = tableAccount();
    put(account, { Item: { ...Key, age: { N: "3" } }, ...fresh });
    assert.equal(
      refusal(() => put(account, fresh)),
      "ConditionalCheckFailedException: The conditional request failed",
    );
    assert.deepEqual(stored(account), { ...Key, age: { N: "3" } });
  });

  it("tells what is there on failure only where it is asked to", () => {
    const failure = (by: object, account = withItem({ age: { N: "3" } })): unknown => {
      try {
        return put(account, by);
      } catch (error) {
        assert.ok(error instanceof DetailedAwsError);
        return error.details;
      }
    };
    assert.deepEqual(failure(fresh), {});
    assert.deepEqual(failure({ ...fresh, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }), {
      Item: { ...Key, age: { N: "3" } },
    });
    const exists = { ConditionExpression: "attribute_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
    assert.deepEqual(failure(exists, tableAccount()), {});
  });

  it("uses a unit for each kilobyte, of the larger of the items before and after", () => {
    const account = withItem({ text: { S: "x".repeat(3000) } });
    assert.deepEqual(put(account, { ReturnConsumedCapacity: "TOTAL" }), {
      ConsumedCapacity: { TableName, CapacityUnits: 3 },
    });
  });
});

describe("account: dynamodb tables", () => {
  it("keep their items when they are changed, and have none when they are made anew", () => {
    const account = accountWithRole([allow("dynamodb:*")]);
    const made = make(account, TABLE, table);
    put(account);
    const inputs = change(account, TABLE, made, { tags: { Room: "cats" } });
    assert.deepEqual(inputs.tags, { Room: "cats" });
    assert.deepEqual(stored(account), Key);
    account.delete(TABLE, made.id, options);
    make(account, TABLE, table);
    assert.equal(stored(account), undefined);
  });
});

describe("account: dynamodb DeleteItem", () => {
  it("deletes an item, and none that is not there", () => {
    const account = withItem({ age: { N: "3" } });
    assert.deepEqual(remove(account, { ReturnValues: "ALL_OLD" }), { Attributes: { ...Key, age: { N: "3" } } });
    assert.equal(stored(account), undefined);
    assert.deepEqual(remove(account, { ReturnValues: "ALL_OLD" }), {});
  });

  it("leaves other items", () => {
    const account = tableAccount({ items: [Key, { ...Key, sk: { S: "2" } }] });
    remove(account);
    assert.deepEqual(scan(account, cats, { TableName }).Items, [{ ...Key, sk: { S: "2" } }]);
  });

  it("deletes nothing where the condition does not hold", () => {
    const account = withItem();
    assert.equal(
      refusal(() => remove(account, fresh)),
      "ConditionalCheckFailedException: The conditional request failed",
    );
    assert.deepEqual(stored(account), Key);
  });
});
