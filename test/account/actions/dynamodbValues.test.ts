import assert from "node:assert/strict";
import { putItem, updateItem } from "../../../local/account/actions/dynamodb";
import { readAttribute } from "../../../local/account/actions/dynamodb/attributeValue";
import {
  addNumbers,
  compareNumbers,
  plainNumber,
  subtractNumbers,
} from "../../../local/account/actions/dynamodb/decimal";
import { itemSize } from "../../../local/account/actions/dynamodb/itemSize";
import type { Value } from "../../../local/account/model";
import { refusal } from "../support";
import { invalid, Key, stored, TableName, tableAccount } from "./dynamodbFixture";
import { cats } from "./fixture";

const read = (value: unknown) => readAttribute(value as Value);

describe("account: dynamodb numbers", () => {
  it("are written without an exponent, and without zeros that say nothing", () => {
    const plain: Record<string, string> = {
      "0": "0",
      "-0": "0",
      "0.00": "0",
      "00042": "42",
      "1.50": "1.5",
      "-.5": "-0.5",
      "5.": "5",
      "1.5E2": "150",
      "1e3": "1000",
      "123e-2": "1.23",
      "-1e-3": "-0.001",
      "1e125": `1${"0".repeat(125)}`,
      "1E-130": `0.${"0".repeat(129)}1`,
      "12345678901234567890123456789012345678": "12345678901234567890123456789012345678",
    };
    for (const [written, expected] of Object.entries(plain)) assert.equal(plainNumber(written), expected, written);
  });

  it("are refused where they are none", () => {
    assert.equal(
      invalid(() => plainNumber("")),
      "The parameter cannot be converted to a numeric value",
    );
    for (const text of ["b", "1 ", "1,5", "0x1", "e5", ".", "-", "1e", "NaN", "Infinity", "1e1.5"]) {
      assert.equal(
        invalid(() => plainNumber(text)),
        `The parameter cannot be converted to a numeric value: ${text}`,
      );
    }
  });

  it("are refused where they are too large, too small or too exact", () => {
    const overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range";
    const underflow = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
    const digits = "Attempting to store more than 38 significant digits in a Number";
    const wrong: Record<string, string> = {
      "1e126": overflow,
      "-1e126": overflow,
      "1e9999999999": overflow,
      "1e-131": underflow,
      "-1e-131": underflow,
      "123456789012345678901234567890123456789": digits,
      "-1.23456789012345678901234567890123456789": digits,
    };
    for (const [written, why] of Object.entries(wrong)) {
      assert.equal(
        invalid(() => plainNumber(written)),
        why,
      );
    }
  });

  it("are compared by value", () => {
    const ascending = ["-1e125", "-10", "-9.5", "-9", "-1e-130", "0", "1e-130", "0.1", "9", "10", "100", "1e125"];
    for (const [i, one] of ascending.entries()) {
      for (const [j, other] of ascending.entries()) assert.equal(compareNumbers(one, other), Math.sign(i - j));
    }
    assert.equal(compareNumbers("1.0", "1"), 0);
  });

  it("are added and subtracted exactly", () => {
    assert.equal(addNumbers("0.1", "0.2"), "0.3");
    assert.equal(addNumbers("9007199254740993", "1"), "9007199254740994");
    assert.equal(subtractNumbers("1", "1.5"), "-0.5");
    assert.equal(subtractNumbers("5", "5"), "0");
    assert.match(
      invalid(() => addNumbers("9e125", "1e125")),
      /^Number overflow\./,
    );
    assert.match(
      invalid(() => addNumbers("1e38", "1")),
      /^Attempting to store more than 38 significant digits/,
    );
  });
});

describe("account: dynamodb values", () => {
  it("reads every type", () => {
    const values = [
      { S: "" },
      { N: "1" },
      { B: "Yg==" },
      { BOOL: false },
      { NULL: true },
      { M: { a: { L: [] } } },
      { L: [{ S: "a" }, { M: {} }] },
      { SS: ["a", ""] },
      { NS: ["1", "2"] },
      { BS: ["Yg==", ""] },
    ];
    for (const value of values) assert.deepEqual(read(value), value);
    assert.deepEqual(read({ L: [{ N: "1.0" }, { NS: ["2.0"] }], S: null }), { L: [{ N: "1" }, { NS: ["2"] }] });
  });

  it("refuses a value of no type or of two, however deep", () => {
    const empty = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
    for (const value of [{}, { a: "" }, { M: { a: {} } }, { L: [{}] }]) {
      assert.equal(
        invalid(() => read(value)),
        empty,
      );
    }
    assert.equal(
      invalid(() => read({ S: "a", N: "1" })),
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  });

  it("refuses sets that are empty or have a value twice, and a null that is not true", () => {
    const wrong: [object, string][] = [
      [{ NULL: false }, "Null attribute value types must have the value of true"],
      [{ SS: [] }, "An string set  may not be empty"],
      [{ NS: [] }, "An number set  may not be empty"],
      [{ BS: [] }, "Binary sets should not be empty"],
      [{ SS: ["a", "a"] }, "Input collection [a, a] contains duplicates."],
      [{ BS: ["Yg==", "Yg=="] }, "Input collection [Yg==, Yg==]of type BS contains duplicates."],
    ];
    for (const [value, why] of wrong) {
      assert.equal(
        invalid(() => read(value)),
        `One or more parameter values were invalid: ${why}`,
      );
    }
    assert.equal(
      invalid(() => read({ NS: ["1", "1.0"] })),
      "Input collection contains duplicates",
    );
  });

  it("refuses another JSON type than the model's", () => {
    const wrong: [unknown, string][] = [
      [{ S: 1 }, "NUMBER_VALUE cannot be converted to String"],
      [{ N: 1.5 }, "DECIMAL_VALUE cannot be converted to String"],
      [{ S: true }, "TRUE_VALUE cannot be converted to String"],
      [{ S: {} }, "Start of structure or map found where not expected"],
      [{ S: ["a"] }, "Unrecognized collection type class java.lang.String"],
      [{ BOOL: "true" }, "STRING_VALUE cannot be converted to Boolean"],
      [{ B: "b" }, "STRING_VALUE cannot be converted to Blob"],
      [{ L: "a" }, "STRING_VALUE cannot be converted to List"],
      [{ M: "a" }, "STRING_VALUE cannot be converted to Map"],
      ["a", "STRING_VALUE cannot be converted to AttributeValue"],
    ];
    for (const [value, why] of wrong) {
      assert.equal(
        refusal(() => read(value)),
        `SerializationException: ${why}`,
      );
    }
  });

  it("takes lists and maps in each other 32 deep", () => {
    const nested = (depth: number): unknown => (depth === 0 ? { S: "a" } : { L: [nested(depth - 1)] });
    const put = (depth: number) => putItem(tableAccount(), cats, { TableName, Item: { ...Key, deep: nested(depth) } });
    assert.deepEqual(put(32), {});
    const tooDeep =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
    assert.equal(
      invalid(() => put(33)),
      tooDeep,
    );
    const account = tableAccount({ items: [{ ...Key, a: { M: {} } }] });
    const set = (depth: number) =>
      updateItem(account, cats, {
        TableName,
        Key,
        UpdateExpression: "SET a.b = :b",
        ExpressionAttributeValues: { ":b": nested(depth) },
      });
    assert.deepEqual(set(31), {});
    assert.equal(
      invalid(() => set(32)),
      tooDeep,
    );
  });
});

describe("account: dynamodb size of an item", () => {
  it("counts names and values", () => {
    const sizes: [Parameters<typeof itemSize>[0], number][] = [
      [{ ä: { S: "ö" } }, 4],
      [{ a: { B: "Yg==" } }, 2],
      [{ a: { BOOL: true } }, 2],
      [{ a: { NULL: true } }, 2],
      [{ a: { N: "123" } }, 4],
      [{ a: { N: "-123" } }, 5],
      [{ a: { N: "1000" } }, 3],
      [{ a: { L: [{ S: "bc" }] } }, 7],
      [{ a: { M: { b: { S: "cd" } } } }, 8],
      [{ a: { SS: ["b", "cd"] } }, 4],
      [{ a: { NS: ["1", "23"] } }, 5],
      [{ a: { BS: ["Yg=="] } }, 2],
    ];
    for (const [item, size] of sizes) assert.equal(itemSize(item), size, JSON.stringify(item));
  });

  it("is 400 KB at most, written or updated", () => {
    const account = tableAccount();
    // pk, tabby, sk, 1 and text are 14 bytes.
    const text = "x".repeat(400 * 1024 - 14);
    assert.deepEqual(putItem(account, cats, { TableName, Item: { ...Key, text: { S: text } } }), {});
    assert.equal(
      invalid(() => putItem(account, cats, { TableName, Item: { ...Key, text: { S: `${text}x` } } })),
      "Item size has exceeded the maximum allowed size",
    );
    const longer = { UpdateExpression: "SET a = :a", ExpressionAttributeValues: { ":a": { S: "" } } };
    assert.equal(
      invalid(() => updateItem(account, cats, { TableName, Key, ...longer })),
      "Item size to update has exceeded the maximum allowed size",
    );
    assert.deepEqual(Object.keys(stored(account) ?? {}), ["pk", "sk", "text"]);
  });
});
