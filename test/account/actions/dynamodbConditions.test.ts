import assert from "node:assert/strict";
import { getItem, updateItem } from "../../../local/account/actions/dynamodb";
import type { AttributeMap } from "../../../local/account/actions/dynamodb/attributeValue";
import { isReservedWord } from "../../../local/account/data/dynamodbReservedWords";
import { AwsError } from "../../../local/account/model";
import { invalid, Key, TableName, tableAccount, withItem } from "./dynamodbFixture";
import { cats } from "./fixture";

const tom: AttributeMap = {
  age: { N: "10" },
  breed: { S: "tabby" },
  photo: { B: "AQID" },
  indoor: { BOOL: true },
  chip: { NULL: true },
  colors: { SS: ["black", "white"] },
  visits: { NS: ["1", "5"] },
  toys: { L: [{ S: "ball" }, { N: "3" }, { M: { made: { S: "wool" } } }] },
  home: { M: { street: { S: "Main" }, rooms: { L: [{ N: "1" }, { N: "2" }] } } },
  "dotted.name": { S: "yes" },
};

const values: AttributeMap = {
  ":9": { N: "9" },
  ":10": { N: "10.0" },
  ":11": { N: "11" },
  ":2": { N: "2" },
  ":3": { N: "3" },
  ":5": { N: "5" },
  ":tab": { S: "tab" },
  ":tabby": { S: "tabby" },
  ":bb": { S: "bb" },
  ":black": { S: "black" },
  ":red": { S: "red" },
  ":ball": { S: "ball" },
  ":bytes": { B: "AQI=" },
  ":tail": { B: "AgM=" },
  ":true": { BOOL: true },
  ":null": { NULL: true },
  ":swapped": { SS: ["white", "black"] },
  ":N": { S: "N" },
  ":SS": { S: "SS" },
  ":rooms": { L: [{ N: "1" }, { N: "2" }] },
  ":home": { M: { rooms: { L: [{ N: "1" }, { N: "2" }] }, street: { S: "Main" } } },
};

/** Asks with a condition, with those names and values that are in it. */
function ask(condition: string, item: AttributeMap = tom): void {
  const used = Object.entries(values).filter(([key]) => new RegExp(`${key}\\b`).test(condition));
  const names = Object.entries({ "#d": "dotted.name", "#age": "age" }).filter(([key]) => condition.includes(key));
  updateItem(withItem(item), cats, {
    TableName,
    Key,
    ConditionExpression: condition,
    ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
  });
}

function holds(condition: string, item?: AttributeMap): boolean {
  try {
    ask(condition, item);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

/** Asserts of each condition that it holds, or that it does not. */
function check(expected: boolean, ...conditions: string[]): void {
  for (const condition of conditions) assert.equal(holds(condition), expected, condition);
}

/** Why DynamoDB does not take a condition. */
function refused(condition: string): string {
  const why = invalid(() => ask(condition));
  const prefix = "Invalid ConditionExpression: ";
  assert.ok(why.startsWith(prefix), why);
  return why.slice(prefix.length);
}

describe("account: dynamodb conditions", () => {
  it("compare numbers by value, and strings and binaries by their bytes", () => {
    check(true, "age > :9", "age < :11", "age = :10", "age <= :10", "age >= :10", ":9 < age", "breed > :tab");
    check(false, "age < :9", "age > :11", "age <> :10", "age > :10", "breed < :tab");
    check(true, "photo > :bytes", "photo <> :bytes");
    const smile = { face: { S: "\u{1F600}" }, sign: { S: "\uFFFD" } };
    assert.equal(holds("face > sign", smile), true);
  });

  it("compare nothing with another type, or with what is not there", () => {
    check(false, "breed > :9", "breed < :9", "breed = :9", "nothing = :9", "nothing < :9", "nothing >= :9");
    check(true, "breed <> :9", "nothing <> :9", "NOT nothing = :9");
    check(false, "nothing = nowhere", "nothing BETWEEN :9 AND :11", "nothing IN (:9)");
  });

  it("compare sets without regard to order, lists and maps by what is in them", () => {
    check(true, "colors = :swapped", "home.rooms = :rooms", "home = :home", "indoor = :true", "chip = :null");
    check(false, "toys = :rooms", "home <> :home", "visits = :swapped");
  });

  it("know BETWEEN and IN", () => {
    check(true, "age BETWEEN :9 AND :10", "age between :10 and :11", "age IN (:9, :10)", "breed in (:tabby)");
    check(false, "age BETWEEN :2 AND :9", "age BETWEEN :11 AND age", "age IN (:9, :11)", "breed IN (:9)");
  });

  it("take NOT before AND, AND before OR, and parentheses before all", () => {
    check(true, "age = :10 OR age = :10 AND age = :9", "NOT age = :9 AND age = :10", "not (age = :9 or age = :11)");
    check(false, "(age = :10 OR age = :10) AND age = :9", "NOT (age = :9 OR age = :10)", "NOT NOT age = :9");
    check(true, "(age) > :9", "(age = :10)", "(age = :10 AND (breed = :tabby))", "((age = :10) OR (age = :9))");
  });

  it("know what is there, and of which type it is", () => {
    check(true, "attribute_exists(age)", "attribute_exists(chip)", "attribute_not_exists(nothing)");
    check(false, "attribute_exists(nothing)", "attribute_not_exists(age)", "attribute_type(nothing, :N)");
    check(true, "attribute_type(age, :N)", "attribute_type(colors, :SS)");
    check(false, "attribute_type(age, :SS)");
  });

  it("know begins_with, contains and size", () => {
    check(true, "begins_with(breed, :tab)", "begins_with(photo, :bytes)");
    check(false, "begins_with(breed, :bb)", "begins_with(photo, :tail)", "begins_with(age, :tab)");
    check(true, "contains(breed, :bb)", "contains(photo, :tail)", "contains(colors, :black)", "contains(visits, :5)");
    check(true, "contains(toys, :ball)", "contains(toys, :3)", "contains(:tabby, :tab)");
    check(false, "contains(breed, :red)", "contains(colors, :red)", "contains(visits, :2)", "contains(age, :9)");
    check(true, "size(breed) = :5", "size(photo) = :3", "size(colors) = :2", "size(toys) = :3", "size(home) = :2");
    check(true, "size(breed) IN (:2, :5)", "size (toys) BETWEEN :2 AND :3", "(size(home.rooms)) = :2");
    check(false, "size(age) = :2", "size(nothing) = :2", "size(breed) > :5");
  });

  it("follow paths into lists and maps", () => {
    check(true, "home.street <> :red", "home.rooms[1] = :2", "toys[0] = :ball", "attribute_exists(toys[2].made)");
    check(false, "attribute_exists(toys[3])", "attribute_exists(toys.ball)", "attribute_exists(home[0])");
    check(true, "home . rooms [ 1 ] = :2", "attribute_exists(#d)", "#age = :10");
  });

  it("are asked of an empty item where none is there", () => {
    const ask = (ConditionExpression: string) =>
      updateItem(tableAccount(), cats, { TableName, Key, ConditionExpression });
    assert.deepEqual(ask("attribute_not_exists(pk)"), {});
    assert.throws(() => ask("attribute_exists(pk)"), { code: "ConditionalCheckFailedException" });
  });
});

describe("account: dynamodb conditions that are refused", () => {
  it("for their syntax, with the token and what is around it", () => {
    const wrong: Record<string, [token: string, near: string]> = {
      "things are not ok": ["are", "things are not"],
      "age > 4": ["4", "> 4"],
      "age = = :9": ["=", "= = :9"],
      "age >": ["<EOF>", ">"],
      "age-old = :9": ["-", "age-old"],
      "_age = :9": ["_", "_age"],
      "a..b = :9": [".", "..b"],
      "a[b] = :9": ["b", "[b]"],
      "a[1.5] = :9": [".", "1.5"],
      "# = :9": ["#", "# ="],
      "ü = :9": ["ü", "ü ="],
      'attribute_exists("age")': ['"', '("age'],
      "age IN :9": [":9", "IN :9"],
      "age IN (:9,)": [")", ",)"],
      "age BETWEEN :9 OR :10": ["OR", ":9 OR :10"],
      "age BETWEEN (:9": ["<EOF>", ":9"],
      "age AND breed = :tab": ["AND", "age AND breed"],
      "(age = :9) = :10": ["=", ") = :10"],
      "and = :9": ["and", "and ="],
      "size(age).b = :9": [".", ").b"],
      age: ["<EOF>", "age"],
      "age = :9)": [")", ":9)"],
      "NOT age": ["<EOF>", "age"],
    };
    for (const [condition, [token, near]] of Object.entries(wrong)) {
      assert.equal(refused(condition), `Syntax error; token: "${token}", near: "${near}"`, condition);
    }
  });

  it("for being empty, or too long", () => {
    assert.equal(refused(""), "The expression can not be empty;");
    assert.equal(refused(" "), "The expression can not be empty;");
    const long = "attribute_exists(age)".padEnd(4096);
    check(true, long);
    assert.equal(refused(`${long} `), "Expression size has exceeded the maximum allowed size; expression size: 4097");
  });

  it("for parentheses that say nothing", () => {
    for (const condition of ["((age = :9))", "((age)) = :9", "age = :9 AND ((age = :9 OR age = :9))"]) {
      assert.equal(refused(condition), "The expression has redundant parentheses;", condition);
    }
  });

  it("for functions that are none, or not used as they may be", () => {
    assert.equal(refused("starts_with(age, :9)"), "Invalid function name; function: starts_with");
    assert.equal(refused("SIZE(age) = :9"), "Invalid function name; function: SIZE");
    const misused: Record<string, string> = {
      "begins_with(breed, :tab) = :true": "begins_with",
      "size(breed)": "size",
      "NOT size(breed)": "size",
      "size(contains(breed, :tab)) = :9": "contains",
      "age IN (:9, attribute_exists(age))": "attribute_exists",
    };
    for (const [condition, name] of Object.entries(misused)) {
      assert.equal(
        refused(condition),
        `The function is not allowed to be used this way in an expression; function: ${name}`,
      );
    }
  });

  it("for reserved words in any letter case, of which AWS has 573", () => {
    assert.equal(refused("Name = :9"), "Attribute name is a reserved keyword; reserved keyword: Name");
    assert.equal(refused("home.street.uuid = :9"), "Attribute name is a reserved keyword; reserved keyword: uuid");
    assert.equal(isReservedWord("abort") && isReservedWord("ZONE") && isReservedWord("Ttl"), true);
    assert.equal(isReservedWord("pk") || isReservedWord("weight") || isReservedWord(""), false);
  });

  it("for names and values that are not defined", () => {
    assert.equal(
      refused("#breed = :9"),
      "An expression attribute name used in the document path is not defined; attribute name: #breed",
    );
    assert.equal(
      refused("age = :nothing"),
      "An expression attribute value used in expression is not defined; attribute value: :nothing",
    );
  });

  it("for their operands", () => {
    const operands = (name: string, count: number): string =>
      "Incorrect number of operands for operator or function; " +
      `operator or function: ${name}, number of operands: ${count}`;
    assert.equal(refused("attribute_exists(age, breed)"), operands("attribute_exists", 2));
    assert.equal(refused("begins_with(breed)"), operands("begins_with", 1));
    assert.equal(refused("size(age, breed) = :9"), operands("size", 2));
    const type = (name: string, type: string): string =>
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;
    assert.equal(refused("begins_with(breed, :9)"), type("begins_with", "N"));
    assert.equal(refused("size(:9) = :9"), type("size", "N"));
    assert.equal(refused("attribute_type(age, :9)"), type("attribute_type", "N"));
    assert.equal(refused("age < :true"), type("<", "BOOL"));
    assert.equal(refused("age BETWEEN :rooms AND :rooms"), type("BETWEEN", "L"));
    assert.equal(
      refused("attribute_exists(:9)"),
      "Operator or function requires a document path; operator or function: attribute_exists",
    );
    assert.equal(
      refused("attribute_type(age, :red)"),
      "Invalid attribute type name found; type: red, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
    );
    const distinct =
      "The first operand must be distinct from the remaining operands for this operator or function; operator: ";
    assert.equal(refused("home.rooms[1] = home.rooms[1]"), `${distinct}=, first operand: [home, rooms, [1]]`);
    assert.equal(refused("contains(age, #age)"), `${distinct}contains, first operand: [age]`);
  });

  it("for bounds in the wrong order, or of two types", () => {
    assert.equal(
      refused("age BETWEEN :10 AND :9"),
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " +
        "lower bound operand: AttributeValue: {N:10}, upper bound operand: AttributeValue: {N:9}",
    );
    assert.equal(
      refused("age BETWEEN :9 AND :tab"),
      "The BETWEEN operator requires same data type for lower and upper bounds; " +
        "lower bound operand: AttributeValue: {N:9}, upper bound operand: AttributeValue: {S:tab}",
    );
  });

  it("for more than 100 values after IN", () => {
    check(true, `age IN (${Array(100).fill(":10").join(",")})`);
    assert.equal(
      refused(`age IN (${Array(101).fill(":10").join(",")})`),
      "The IN operator is provided with too many operands; number of operands: 101",
    );
  });
});

describe("account: dynamodb names and values of expressions", () => {
  const get = (by: object) => invalid(() => getItem(withItem(), cats, { TableName, Key, ...by }));
  const put = (by: object) =>
    invalid(() => updateItem(withItem(), cats, { TableName, Key, ConditionExpression: "age = :a", ...by }));

  it("are all used", () => {
    assert.equal(
      get({ ProjectionExpression: "age", ExpressionAttributeNames: { "#a": "age", "#b": "b" } }),
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}",
    );
    assert.equal(
      put({ ExpressionAttributeValues: { ":a": { S: "a" }, ":x": { S: "x" } } }),
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}",
    );
  });

  it("have keys and values of the right form", () => {
    assert.equal(
      get({ ProjectionExpression: "age", ExpressionAttributeNames: {} }),
      "ExpressionAttributeNames must not be empty",
    );
    assert.equal(
      get({ ProjectionExpression: "age", ExpressionAttributeNames: { a: "age" } }),
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"',
    );
    assert.equal(put({ ExpressionAttributeValues: {} }), "ExpressionAttributeValues must not be empty");
    assert.equal(
      put({ ExpressionAttributeValues: { ":a-b": { S: "a" } } }),
      'ExpressionAttributeValues contains invalid key: Syntax error; key: ":a-b"',
    );
    assert.equal(
      put({ ExpressionAttributeValues: { ":a": { N: "b" } } }),
      "ExpressionAttributeValues contains invalid value: " +
        "The parameter cannot be converted to a numeric value: b for key :a",
    );
  });

  it("have paths that lead to different things in a projection", () => {
    const projected = (expression: string): string => get({ ProjectionExpression: expression });
    const apart = (how: string, one: string, two: string): string =>
      `Invalid ProjectionExpression: Two document paths ${how} with each other; ` +
      `must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;
    assert.equal(projected("a, b, a[1]"), apart("overlap", "[a]", "[a, [1]]"));
    assert.equal(projected("a.b, a"), apart("overlap", "[a, b]", "[a]"));
    assert.equal(projected("b[1], b.a"), apart("conflict", "[b, [1]]", "[b, a]"));
    assert.equal(projected("b[1], b.a, a, a"), apart("overlap", "[a]", "[a]"));
    assert.equal(projected("a b"), 'Invalid ProjectionExpression: Syntax error; token: "b", near: "a b"');
    assert.equal(projected("(a)"), 'Invalid ProjectionExpression: Syntax error; token: "(", near: "(a"');
  });
});
