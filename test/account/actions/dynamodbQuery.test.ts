import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import { query, scan } from "../../../local/account/actions/dynamodb";
import type { AttributeMap } from "../../../local/account/actions/dynamodb/attributeValue";
import type { Page } from "../../../local/account/actions/dynamodb/pages";
import { hashOnly, invalid, TableName, tableAccount } from "./dynamodbFixture";
import { cats } from "./fixture";

const visit = (pk: string, sk: string, others: AttributeMap = {}): AttributeMap => ({
  pk: { S: pk },
  sk: { S: sk },
  ...others,
});

/** Visits of two cats, not in order. */
const visits = (): Account =>
  tableAccount({
    items: [
      visit("tom", "2026-03", { cost: { N: "30" } }),
      visit("tom", "2026-01", { cost: { N: "10" } }),
      visit("kit", "2026-01"),
      visit("tom", "2026-02", { cost: { N: "20" }, note: { S: "well" } }),
    ],
  });

const values: AttributeMap = {
  ":tom": { S: "tom" },
  ":2026": { S: "2026" },
  ":jan": { S: "2026-01" },
  ":feb": { S: "2026-02" },
  ":mar": { S: "2026-03" },
  ":n": { N: "15" },
};

/** Queries with those values that are in the expressions. */
function ask(KeyConditionExpression: string, by: Record<string, unknown> = {}, account = visits()): Page {
  const text = `${KeyConditionExpression} ${by.FilterExpression ?? ""}`;
  const used = Object.entries(values).filter(([key]) => new RegExp(`${key}\\b`).test(text));
  const ExpressionAttributeValues = used.length > 0 ? Object.fromEntries(used) : undefined;
  return query(account, cats, { TableName, KeyConditionExpression, ExpressionAttributeValues, ...by });
}

/** The sort keys of the items of a page. */
const keys = ({ Items = [] }: Page): string[] => Items.map(({ sk }) => (sk && "S" in sk ? sk.S.slice(5) : ""));

describe("account: dynamodb Query", () => {
  it("reads the items with a partition key by their sort key, forward or backward", () => {
    const page = ask("pk = :tom");
    assert.deepEqual(keys(page), ["01", "02", "03"]);
    assert.deepEqual([page.Count, page.ScannedCount, "LastEvaluatedKey" in page], [3, 3, false]);
    assert.deepEqual(page.Items?.[0], visit("tom", "2026-01", { cost: { N: "10" } }));
    assert.deepEqual(keys(ask("pk = :tom", { ScanIndexForward: false })), ["03", "02", "01"]);
    assert.deepEqual(ask("pk = :jan"), { Items: [], Count: 0, ScannedCount: 0 });
  });

  it("takes one condition on the sort key, in either place, and with its sides exchanged", () => {
    const found: Record<string, string[]> = {
      "sk = :feb": ["02"],
      "sk < :feb": ["01"],
      "sk <= :feb": ["01", "02"],
      "sk > :feb": ["03"],
      "sk >= :feb": ["02", "03"],
      ":feb < sk": ["03"],
      ":feb >= sk": ["01", "02"],
      "sk BETWEEN :jan AND :feb": ["01", "02"],
      "begins_with(sk, :2026)": ["01", "02", "03"],
      "begins_with(sk, :feb)": ["02"],
    };
    for (const [condition, expected] of Object.entries(found)) {
      assert.deepEqual(keys(ask(`pk = :tom AND ${condition}`)), expected, condition);
      assert.deepEqual(keys(ask(`(${condition}) AND :tom = pk`)), expected, condition);
    }
  });

  it("orders numbers by value", () => {
    const account = tableAccount({
      inputs: {
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "N" },
        ],
      },
      items: ["10", "9", "-1", "0.5"].map((N) => ({ pk: { S: "tom" }, sk: { N } })),
    });
    const { Items = [] } = ask("pk = :tom", {}, account);
    assert.deepEqual(
      Items.map(({ sk }) => sk),
      ["-1", "0.5", "9", "10"].map((N) => ({ N })),
    );
  });

  it("counts what it looked at, and what the filter kept", () => {
    const page = ask("pk = :tom", { FilterExpression: "cost > :n", ProjectionExpression: "sk" });
    assert.deepEqual(page, { Items: [{ sk: { S: "2026-02" } }, { sk: { S: "2026-03" } }], Count: 2, ScannedCount: 3 });
    const counted = ask("pk = :tom", { FilterExpression: "cost > :n", Select: "COUNT" });
    assert.deepEqual(counted, { Count: 2, ScannedCount: 3 });
  });

  it("goes on after the last key of a page, at whose limit it stops before the filter", () => {
    const first = ask("pk = :tom", { Limit: 2, FilterExpression: "cost > :n" });
    assert.deepEqual(keys(first), ["02"]);
    assert.deepEqual([first.Count, first.ScannedCount], [1, 2]);
    assert.deepEqual(first.LastEvaluatedKey, visit("tom", "2026-02"));
    const second = ask("pk = :tom", { Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    assert.deepEqual(keys(second), ["03"]);
    assert.equal("LastEvaluatedKey" in second, false);
    const backward = { ScanIndexForward: false, ExclusiveStartKey: first.LastEvaluatedKey };
    assert.deepEqual(keys(ask("pk = :tom", backward)), ["01"]);
  });

  it("gives a last key at the limit even after the last item", () => {
    assert.deepEqual(ask("pk = :tom", { Limit: 3 }).LastEvaluatedKey, visit("tom", "2026-03"));
  });

  it("ends a page after 1 MB, before the filter", () => {
    const text = { S: "x".repeat(350 * 1024) };
    const items = ["2026-01", "2026-02", "2026-03", "2026-04"].map((sk) => visit("tom", sk, { text }));
    const page = ask("pk = :tom", { FilterExpression: "cost > :n" }, tableAccount({ items }));
    assert.deepEqual(page, { Items: [], Count: 0, ScannedCount: 3, LastEvaluatedKey: visit("tom", "2026-03") });
  });

  it("reports what it used, of all that it looked at together", () => {
    const page = ask("pk = :tom", { ReturnConsumedCapacity: "TOTAL", FilterExpression: "cost > :n" });
    assert.deepEqual(Object.entries(page).at(-1), ["ConsumedCapacity", { TableName, CapacityUnits: 0.5 }]);
  });

  it("needs a condition of equality on the partition key", () => {
    const missed = "Query condition missed key schema element:";
    const refused: Record<string, string> = {
      "sk = :jan": `${missed} pk`,
      "pk = :tom AND cost = :n": `${missed} sk`,
      "pk > :tom": "Query key condition not supported",
      "begins_with(pk, :tom)": "Query key condition not supported",
      "pk = :n": "One or more parameter values were invalid: Condition parameter type does not match schema type",
      "pk = :tom AND sk > :n":
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      "pk = :tom OR pk = :jan": "Invalid operator used in KeyConditionExpression: OR",
      "NOT pk = :tom": "Invalid operator used in KeyConditionExpression: NOT",
      "pk = :tom AND sk <> :jan": "Invalid operator used in KeyConditionExpression: <>",
      "pk IN (:tom)": "Invalid operator used in KeyConditionExpression: IN",
      "pk = :tom AND attribute_exists(sk)": "Invalid operator used in KeyConditionExpression: attribute_exists",
      "pk = :tom AND size(sk) = :n": "KeyConditionExpressions cannot contain nested operations",
      "pk = :tom AND :feb BETWEEN :jan AND sk":
        "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand",
      "pk = :tom AND begins_with(:2026, sk)":
        "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand",
      "pk = sk": "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
      ":tom = :jan": "Invalid condition in KeyConditionExpression: No key attribute specified",
      "pk.x = :tom": "KeyConditionExpressions cannot have conditions on nested attributes",
      "pk = :tom AND sk > :jan AND sk < :mar": "KeyConditionExpressions must only contain one condition per key",
      "pk = :tom AND sk = :jan AND cost = :n": "Conditions can be of length 1 or 2 only",
      "": "Invalid KeyConditionExpression: The expression can not be empty;",
      "pk = :none":
        "Invalid KeyConditionExpression: " +
        "An expression attribute value used in expression is not defined; attribute value: :none",
    };
    for (const [condition, why] of Object.entries(refused)) {
      assert.equal(
        invalid(() => ask(condition)),
        why,
        condition,
      );
    }
    assert.equal(
      invalid(() => query(visits(), cats, { TableName })),
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
    assert.equal(
      invalid(() => ask("pk = :tom AND sk = :jan", {}, tableAccount({ inputs: hashOnly("S") }))),
      "Query key condition not supported",
    );
    assert.equal(
      invalid(() => ask("pk = :empty", { ExpressionAttributeValues: { ":empty": { S: "" } } })),
      "One or more parameter values are not valid. " +
        "The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    );
  });

  it("does not filter by the key", () => {
    assert.equal(
      invalid(() => ask("pk = :tom", { FilterExpression: "cost > :n AND sk > :jan" })),
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    );
  });

  it("refuses a start that no page of the same query ends with", () => {
    const from = (ExclusiveStartKey: unknown, condition = "pk = :tom"): string =>
      invalid(() => ask(condition, { ExclusiveStartKey }));
    assert.equal(from({ pk: { S: "tom" } }), "The provided starting key is invalid");
    assert.equal(from({ pk: { S: "tom" }, sk: { N: "1" } }), "The provided key element does not match the schema");
    assert.equal(
      from(visit("kit", "2026-01")),
      "The provided starting key is outside query boundaries based on provided conditions",
    );
    assert.equal(
      from(visit("tom", "2026-01"), "pk = :tom AND sk > :jan"),
      "The provided starting key does not match the range key predicate",
    );
    assert.equal(
      from({ pk: {}, sk: { S: "1" } }),
      "The provided starting key is invalid: " +
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  });
});

describe("account: dynamodb Scan", () => {
  const all = (by: object = {}) => scan(visits(), cats, { TableName, ...by });

  it("reads all items, the same way every time, those of a partition by their sort key", () => {
    const names = (all().Items ?? []).map(({ pk, sk }) => `${Object.values(pk ?? {})} ${Object.values(sk ?? {})}`);
    assert.equal(names.length, 4);
    const ofTom = names.filter((name) => name.startsWith("tom"));
    assert.deepEqual(ofTom, ["tom 2026-01", "tom 2026-02", "tom 2026-03"]);
    assert.equal(names.indexOf("tom 2026-03") - names.indexOf("tom 2026-01"), 2);
    assert.deepEqual(all(), all());
  });

  it("reads every item once, page by page", () => {
    const pages: Page[] = [];
    let start: AttributeMap | undefined;
    do {
      const page = all({ Limit: 1, ExclusiveStartKey: start });
      pages.push(page);
      start = page.LastEvaluatedKey;
    } while (start);
    assert.deepEqual(
      pages.map(({ Count }) => Count),
      [1, 1, 1, 1, 0],
    );
    assert.deepEqual(
      pages.flatMap(({ Items = [] }) => Items),
      all().Items,
    );
  });

  it("filters, by the key as well, and projects", () => {
    const by = {
      FilterExpression: "sk = :feb AND attribute_exists(cost)",
      ExpressionAttributeValues: { ":feb": values[":feb"] },
      ProjectionExpression: "note",
    };
    assert.deepEqual(all(by), { Items: [{ note: { S: "well" } }], Count: 1, ScannedCount: 4 });
  });

  it("refuses a start that is no key, a limit of 0, and an index that is not there", () => {
    assert.equal(
      invalid(() => all({ ExclusiveStartKey: { pk: { S: "tom" } } })),
      "The provided starting key is invalid: The provided key element does not match the schema",
    );
    assert.equal(
      invalid(() => all({ Limit: 0 })),
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: " +
        "Member must have value greater than or equal to 1",
    );
    assert.equal(
      invalid(() => all({ IndexName: "by-cost" })),
      "The table does not have the specified index: by-cost",
    );
  });

  it("refuses to select what the projection does not say", () => {
    const refused: Record<string, object> = {
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES": {
        Select: "SPECIFIC_ATTRIBUTES",
      },
      "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES": {
        Select: "ALL_ATTRIBUTES",
        ProjectionExpression: "pk",
      },
      "Cannot specify the ProjectionExpression when choosing to get only the Count": {
        Select: "COUNT",
        ProjectionExpression: "pk",
      },
      "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName": {
        Select: "ALL_PROJECTED_ATTRIBUTES",
      },
    };
    for (const [why, by] of Object.entries(refused)) {
      assert.equal(
        invalid(() => all(by)),
        why,
      );
    }
  });
});
