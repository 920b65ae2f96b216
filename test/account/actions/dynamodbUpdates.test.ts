import assert from "node:assert/strict";
import { updateItem } from "../../../local/account/actions/dynamodb";
import type { AttributeMap } from "../../../local/account/actions/dynamodb/attributeValue";
import { refusal } from "../support";
import { invalid, Key, stored, TableName, tableAccount, withItem } from "./dynamodbFixture";
import { cats } from "./fixture";

const numbers = (...those: number[]) => ({ L: those.map((one) => ({ N: String(one) })) });

const tom: AttributeMap = {
  age: { N: "10" },
  breed: { S: "tabby" },
  colors: { SS: ["black", "white"] },
  toys: numbers(1, 2, 3),
  home: { M: { street: { S: "Main" }, door: { N: "5" } } },
};

/** What an update makes of the cat, without its key. */
function made(UpdateExpression: string, values?: AttributeMap, by: object = {}): AttributeMap {
  const account = withItem(tom);
  const input = { UpdateExpression, ...(values && { ExpressionAttributeValues: values }), ...by };
  updateItem(account, cats, { TableName, Key, ...input });
  const { pk, sk, ...others } = stored(account) ?? {};
  assert.deepEqual({ pk, sk }, Key);
  return others;
}

/** Why an update is refused; the item is as it was. */
function refused(UpdateExpression: string, values?: AttributeMap, by: object = {}): string {
  const account = withItem(tom);
  const input = { UpdateExpression, ...(values && { ExpressionAttributeValues: values }), ...by };
  const why = invalid(() => updateItem(account, cats, { TableName, Key, ...input }));
  assert.deepEqual(stored(account), { ...Key, ...tom });
  return why;
}

const one = { ":one": { N: "1" } };
const a = { ":a": { S: "a" } };

describe("account: dynamodb UpdateItem", () => {
  it("makes an item where none is", () => {
    const account = tableAccount();
    const input = { UpdateExpression: "SET age = :one", ExpressionAttributeValues: one };
    updateItem(account, cats, { TableName, Key, ...input });
    assert.deepEqual(stored(account), { ...Key, age: { N: "1" } });
    updateItem(account, cats, { TableName, Key: { ...Key, sk: { S: "2" } } });
    assert.deepEqual(stored(account, { ...Key, sk: { S: "2" } }), { ...Key, sk: { S: "2" } });
  });

  it("leaves an item as it is without an update", () => {
    const account = withItem(tom);
    assert.deepEqual(updateItem(account, cats, { TableName, Key, ReturnValues: "UPDATED_NEW" }), {});
    assert.deepEqual(stored(account), { ...Key, ...tom });
  });

  it("changes nothing where the condition does not hold", () => {
    const account = withItem(tom);
    const input = { UpdateExpression: "REMOVE age", ConditionExpression: "attribute_exists(chip)" };
    assert.equal(
      refusal(() => updateItem(account, cats, { TableName, Key, ...input })),
      "ConditionalCheckFailedException: The conditional request failed",
    );
    assert.deepEqual(stored(account), { ...Key, ...tom });
  });

  it("returns what it is asked for", () => {
    const update = (ReturnValues: string, account = withItem(tom)) =>
      updateItem(account, cats, {
        TableName,
        Key,
        UpdateExpression: "SET home.door = :one, chip = :one REMOVE age",
        ExpressionAttributeValues: one,
        ReturnValues,
      });
    const changed: AttributeMap = {
      ...Key,
      ...tom,
      chip: { N: "1" },
      home: { M: { street: { S: "Main" }, door: { N: "1" } } },
    };
    const { age = { N: "" }, ...all } = changed;
    assert.deepEqual(update("NONE"), {});
    assert.deepEqual(update("ALL_OLD"), { Attributes: { ...Key, ...tom } });
    assert.deepEqual(update("ALL_NEW"), { Attributes: all });
    assert.deepEqual(update("UPDATED_OLD"), { Attributes: { home: { M: { door: { N: "5" } } }, age } });
    assert.deepEqual(update("UPDATED_NEW"), { Attributes: { home: { M: { door: { N: "1" } } }, chip: { N: "1" } } });
  });

  it("returns nothing of an item that was not there, or of what it took away", () => {
    const set = { UpdateExpression: "SET age = :one", ExpressionAttributeValues: one };
    const update = (by: object) => updateItem(tableAccount(), cats, { TableName, Key, ...by });
    assert.deepEqual(update({ ...set, ReturnValues: "ALL_OLD" }), {});
    assert.deepEqual(update({ ...set, ReturnValues: "UPDATED_OLD" }), {});
    assert.deepEqual(update({ UpdateExpression: "REMOVE age", ReturnValues: "UPDATED_NEW" }), {});
  });

  it("does not change the key", () => {
    const why = (name: string): string =>
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`;
    assert.equal(refused("SET sk = :a", a), why("sk"));
    assert.equal(refused("REMOVE age, pk"), why("pk"));
    assert.equal(refused("SET pk.x = :a", a), why("pk"));
  });
});

describe("account: dynamodb SET", () => {
  it("writes attributes, entries of maps and elements of lists", () => {
    assert.deepEqual(made("SET chip = :a, home.city = :a, toys[1] = :a", a), {
      ...tom,
      chip: { S: "a" },
      home: { M: { street: { S: "Main" }, door: { N: "5" }, city: { S: "a" } } },
      toys: { L: [{ N: "1" }, { S: "a" }, { N: "3" }] },
    });
    assert.deepEqual(made("set #n = :a", a, { ExpressionAttributeNames: { "#n": "name" } }).name, { S: "a" });
  });

  it("puts what lies behind a list's end at its end, in order", () => {
    const values = { ":8": { N: "8" }, ":9": { N: "9" } };
    assert.deepEqual(made("SET toys[9] = :9, toys[3] = :8", values).toys, numbers(1, 2, 3, 8, 9));
  });

  it("adds and subtracts", () => {
    assert.deepEqual(made("SET age = age + :one", one).age, { N: "11" });
    assert.deepEqual(made("SET age = :one - age", one).age, { N: "-9" });
    assert.deepEqual(made("SET age = (home.door + (:one))", one).age, { N: "6" });
    assert.deepEqual(made("SET age=age-:one", one).age, { N: "9" });
  });

  it("reads from the item as it was", () => {
    const { age, chip } = made("SET chip = age, age = home.door");
    assert.deepEqual({ age, chip }, { age: { N: "5" }, chip: { N: "10" } });
  });

  it("knows if_not_exists and list_append, one in the other", () => {
    assert.deepEqual(made("SET age = if_not_exists(age, :one)", one).age, { N: "10" });
    assert.deepEqual(made("SET chip = if_not_exists(chip, :one) + :one", one).chip, { N: "2" });
    assert.deepEqual(made("SET toys = list_append(:l, toys)", { ":l": numbers(0) }).toys, numbers(0, 1, 2, 3));
    const values = { ":none": { L: [] }, ":l": numbers(4) };
    assert.deepEqual(made("SET chips = list_append(if_not_exists(chips, :none), :l)", values).chips, numbers(4));
  });

  it("gives each attribute a value of its own", () => {
    const account = withItem(tom);
    const update = (UpdateExpression: string) =>
      updateItem(account, cats, { TableName, Key, UpdateExpression, ReturnValues: "ALL_NEW" }).Attributes;
    update("SET cabin = home, barn = home");
    const { home, cabin, barn } = update("REMOVE cabin.door") ?? {};
    assert.deepEqual({ home, barn }, { home: tom.home, barn: tom.home });
    assert.deepEqual(cabin, { M: { street: { S: "Main" } } });
  });
});

describe("account: dynamodb REMOVE, ADD and DELETE", () => {
  it("removes attributes, entries and elements, by their place in the list as it was", () => {
    const { age, ...others } = tom;
    assert.deepEqual(made("REMOVE age, home.door, toys[0], toys[2], toys[7], chip"), {
      ...others,
      home: { M: { street: { S: "Main" } } },
      toys: numbers(2),
    });
    assert.ok(age);
    assert.deepEqual(made("REMOVE toys[0] SET toys[5] = :one", one).toys, numbers(2, 3, 1));
  });

  it("adds to numbers and to sets, and makes them where they are not", () => {
    assert.deepEqual(made("ADD age :one, chip :one, home.door :one", one), {
      ...tom,
      age: { N: "11" },
      chip: { N: "1" },
      home: { M: { street: { S: "Main" }, door: { N: "6" } } },
    });
    const more = { ":s": { SS: ["white", "red"] } };
    assert.deepEqual(made("ADD colors :s", more).colors, { SS: ["black", "white", "red"] });
    assert.deepEqual(made("ADD eyes :s", { ":s": { BS: ["Yg=="] } }).eyes, { BS: ["Yg=="] });
  });

  it("deletes from sets, which go with their last element", () => {
    assert.deepEqual(made("DELETE colors :s", { ":s": { SS: ["white", "red"] } }).colors, { SS: ["black"] });
    assert.equal("colors" in made("DELETE colors :s", { ":s": { SS: ["white", "black"] } }), false);
    assert.deepEqual(made("DELETE eyes :s", { ":s": { SS: ["green"] } }), tom);
  });

  it("take all sections in one update, in any order", () => {
    const values = { ...one, ":s": { SS: ["white"] } };
    const { breed, ...others } = made("delete colors :s add age :one remove breed set chip = :one", values);
    assert.equal(breed, undefined);
    assert.deepEqual(others, {
      ...{ age: { N: "11" }, chip: { N: "1" }, colors: { SS: ["black"] } },
      ...{ home: tom.home, toys: tom.toys },
    });
  });
});

describe("account: dynamodb updates that are refused", () => {
  const wrong = (UpdateExpression: string, values?: AttributeMap): string => {
    const why = refused(UpdateExpression, values);
    const prefix = "Invalid UpdateExpression: ";
    assert.ok(why.startsWith(prefix), why);
    return why.slice(prefix.length);
  };

  it("for their syntax", () => {
    const expressions: Record<string, [token: string, near: string]> = {
      "INVALID SYNTAX HERE": ["INVALID", "INVALID SYNTAX"],
      SET: ["<EOF>", "SET"],
      "SET age": ["<EOF>", "age"],
      "SET age = 1": ["1", "= 1"],
      "SET age = :a,": ["<EOF>", ","],
      "SET age = :a + :a + :a": ["+", ":a + :a"],
      "SET age = (:a + :a) - :a": ["-", ") - :a"],
      "SET age = list_append(:a + :a, toys)": ["+", ":a + :a"],
      "SET age = :a age": ["age", ":a age"],
      "SET set = :a": ["set", "SET set ="],
      "SET :a = age": [":a", "SET :a ="],
      "REMOVE age = :a": ["=", "age = :a"],
      "ADD age toys": ["toys", "age toys"],
      "DELETE age": ["<EOF>", "age"],
      "SET age-old = :a": ["-", "age-old"],
    };
    for (const [expression, [token, near]] of Object.entries(expressions)) {
      assert.equal(wrong(expression, a), `Syntax error; token: "${token}", near: "${near}"`, expression);
    }
    assert.equal(wrong(""), "The expression can not be empty;");
  });

  it("for reserved words, functions, sections, names and values, in this order", () => {
    const reserved = (word: string): string => `Attribute name is a reserved keyword; reserved keyword: ${word}`;
    assert.equal(wrong("SET x = bad(:b) SET status = #b"), reserved("status"));
    assert.equal(wrong("SET x = if_not_exists(home.name, :b)"), reserved("name"));
    assert.equal(wrong("SET x = bad(:b) SET y = #b"), "Invalid function name; function: bad");
    assert.equal(
      wrong("SET x = :b REMOVE z SET y = #b"),
      'The "SET" section can only be used once in an update expression;',
    );
    assert.equal(
      wrong("SET x = :b, y = #b"),
      "An expression attribute name used in the document path is not defined; attribute name: #b",
    );
    assert.equal(
      wrong("SET x = :b, x = :c"),
      "An expression attribute value used in expression is not defined; attribute value: :b",
    );
  });

  it("for paths that lead into one another", () => {
    const apart = (how: string, one: string, two: string): string =>
      `Two document paths ${how} with each other; ` +
      `must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;
    assert.equal(wrong("SET age = :a REMOVE age", a), apart("overlap", "[age]", "[age]"));
    assert.equal(wrong("SET home.door = :a, home = :a", a), apart("overlap", "[home, door]", "[home]"));
    assert.equal(wrong("REMOVE toys[1], toys.x"), apart("conflict", "[toys, [1]]", "[toys, x]"));
  });

  it("for operands that cannot be right", () => {
    const type = (what: string): string => `Incorrect operand type for operator or function; ${what}`;
    assert.equal(wrong("ADD age :a", a), type("operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"));
    assert.equal(
      wrong("DELETE age :one", one),
      type("operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND"),
    );
    assert.equal(wrong("SET age = age + :a", a), type("operator or function: +, operand type: S"));
    assert.equal(wrong("SET age = :a - age", a), type("operator or function: -, operand type: S"));
    assert.equal(
      wrong("SET toys = list_append(toys, :a)", a),
      type("operator or function: list_append, operand type: S"),
    );
    assert.equal(
      wrong("SET age = if_not_exists(:a, age)", a),
      "Operator or function requires a document path; operator or function: if_not_exists",
    );
    assert.equal(
      wrong("SET age = if_not_exists(age)"),
      "Incorrect number of operands for operator or function; " +
        "operator or function: if_not_exists, number of operands: 1",
    );
  });

  it("for what the item has, or has not", () => {
    const missing = "The provided expression refers to an attribute that does not exist in the item";
    assert.equal(refused("SET age = chip"), missing);
    assert.equal(refused("SET age = chip + :one", one), missing);
    const type = "An operand in the update expression has an incorrect data type";
    assert.equal(refused("SET age = breed + :one", one), type);
    assert.equal(refused("SET toys = list_append(toys, breed)"), type);
    assert.equal(refused("ADD breed :one", one), type);
    assert.equal(refused("ADD colors :s", { ":s": { NS: ["1"] } }), type);
    assert.equal(refused("DELETE age :s", { ":s": { SS: ["1"] } }), type);
    const path = "The document path provided in the update expression is invalid for update";
    for (const target of ["nothing.x", "nothing[1]", "breed.x", "toys.x", "home[0]"]) {
      assert.equal(refused(`SET age = :a, ${target} = :a`, a), path, target);
      assert.equal(refused(`REMOVE ${target}`), path, target);
    }
  });

  it("for numbers that grow too large", () => {
    assert.match(refused("ADD age :n", { ":n": { N: "1e40" } }), /^Attempting to store more than 38 significant/);
  });
});
