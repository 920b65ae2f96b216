// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how policy variables are written

import assert from "node:assert/strict";
import { conditionsHold } from "../../../local/account/iam/conditions";
import { type ContextEntries, RequestContext } from "../../../local/account/iam/context";
import type { Value } from "../../../local/account/model";

const holds = (operator: string, key: string, wanted: Value, given: ContextEntries): boolean => {
  const context = new RequestContext(given);
  return conditionsHold({ [operator]: { [key]: wanted } }, context, (name) => context.variable(name));
};

/** Whether an operator holds for one value of the request. */
const meets = (operator: string, wanted: Value, value: string): boolean =>
  holds(operator, "k:v", wanted, { "k:v": value });

describe("account: IAM conditions", () => {
  const cases: [operator: string, wanted: Value, met: string, notMet: string][] = [
    ["StringEquals", "Mythical", "Mythical", "mythical"],
    ["StringEquals", ["one", "two"], "two", "three"],
    ["StringEquals", "a*", "a*", "abc"],
    ["StringNotEquals", ["one", "two"], "three", "two"],
    ["StringEqualsIgnoreCase", "Mythical", "MYTHICAL", "Myth"],
    ["StringNotEqualsIgnoreCase", "Mythical", "Myth", "MYTHICAL"],
    ["StringLike", "key1*", "key1:hr", "key2:hr"],
    ["StringNotLike", "key1*", "key2:hr", "key1:hr"],
    [
      "ArnEquals",
      "arn:aws:ecs:*:*:cluster/a*",
      "arn:aws:ecs:us-west-2:1:cluster/ab",
      "arn:aws:ecs:us-west-2:1:task/ab",
    ],
    [
      "ArnLike",
      "arn:aws:ecs:*:*:cluster/a*",
      "arn:aws:ecs:us-west-2:1:cluster/ab",
      "arn:aws:ecs:us-west-2:1:cluster/b",
    ],
    [
      "ArnNotLike",
      "arn:aws:ecs:*:*:cluster/a*",
      "arn:aws:ecs:us-west-2:1:cluster/b",
      "arn:aws:ecs:us-west-2:1:cluster/a",
    ],
    [
      "ArnNotEquals",
      "arn:aws:ecs:*:*:cluster/a",
      "arn:aws:ecs:us-west-2:1:cluster/b",
      "arn:aws:ecs:us-west-2:1:cluster/a",
    ],
    ["ArnLike", "*", "arn:aws:ecs:us-west-2:1:cluster/b", "cluster/b"],
    ["NumericEquals", "10", "10.0", "11"],
    ["NumericNotEquals", 10, "11", "10"],
    ["NumericLessThan", 10, "9", "10"],
    ["NumericLessThanEquals", 10, "10", "10.5"],
    ["NumericGreaterThan", 10, "11", "10"],
    ["NumericGreaterThanEquals", 10, "10", "ten"],
    ["DateEquals", "2026-01-01T00:00:00Z", "1767225600", "1767225601"],
    ["DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2026-01-01T01:00:00+01:00"],
    ["DateLessThan", "2026-01-01", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"],
    ["DateLessThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"],
    ["DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"],
    ["DateGreaterThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", "2025-12-31"],
    ["Bool", true, "true", "false"],
    ["Bool", "TRUE", "true", "false"],
    ["IpAddress", "203.0.113.0/24", "203.0.113.7", "203.0.114.7"],
    ["IpAddress", "203.0.113.7", "203.0.113.7", "203.0.113.8"],
    ["IpAddress", "2001:db8::/32", "2001:db8:1::1", "203.0.113.7"],
    ["NotIpAddress", ["203.0.113.0/24", "10.0.0.0/8"], "192.0.2.1", "10.1.2.3"],
  ];
  for (const [operator, wanted, met, notMet] of cases) {
    it(`${operator} ${JSON.stringify(wanted)} holds for ${met} and not for ${notMet}`, () => {
      assert.equal(meets(operator, wanted, met), true);
      assert.equal(meets(operator, wanted, notMet), false);
    });
  }

  it("takes keys without regard to case", () => {
    assert.equal(
      holds("StringEquals", "SSM:resourcetag/classification", "x", { "ssm:ResourceTag/Classification": "x" }),
      true,
    );
  });

  it("needs every operator and every key", () => {
    const both = { StringEquals: { a: "1", b: "2" }, Bool: { c: "true" } };
    const given = { a: "1", b: "2", c: "true" };
    assert.equal(conditionsHold(both, new RequestContext(given), undefined), true);
    for (const key of ["a", "b", "c"]) {
      assert.equal(conditionsHold(both, new RequestContext({ ...given, [key]: "false" }), undefined), false);
    }
  });

  it("puts variables into values of strings and ARNs, and not into others", () => {
    const given = { "aws:PrincipalTag/team": "cats", "k:team": "cats", "k:n": "1" };
    assert.equal(holds("StringEquals", "k:team", "${aws:PrincipalTag/team}", given), true);
    assert.equal(holds("StringEquals", "k:team", "${aws:PrincipalTag/owner}", given), false);
    assert.equal(holds("StringNotEquals", "k:team", "${aws:PrincipalTag/owner}", given), true);
    assert.throws(() => holds("NumericEquals", "k:n", "${k:n}", given), /has "\$\{k:n\}" where it needs a number/);
  });

  it("fails where the key is missing, and holds for what is negated", () => {
    for (const [operator, wanted] of [
      ["StringEquals", "a"],
      ["StringLike", "*"],
      ["ArnLike", "*"],
      ["NumericLessThan", "1"],
      ["DateLessThan", "2026-01-01"],
      ["Bool", "true"],
      ["IpAddress", "0.0.0.0/0"],
    ] as const) {
      assert.equal(holds(operator, "k:v", wanted, {}), false, operator);
      assert.equal(holds(`${operator}IfExists`, "k:v", wanted, {}), true, `${operator}IfExists`);
    }
    for (const operator of ["StringNotEquals", "StringNotLike", "ArnNotLike", "NumericNotEquals", "NotIpAddress"]) {
      assert.equal(holds(operator, "k:v", "1", {}), true, operator);
    }
  });

  it("compares with IfExists where the key is there", () => {
    assert.equal(meets("StringEqualsIfExists", "a", "a"), true);
    assert.equal(meets("StringEqualsIfExists", "a", "b"), false);
    assert.equal(meets("StringNotEqualsIfExists", "a", "a"), false);
  });

  it("says with Null whether the key is missing", () => {
    assert.equal(holds("Null", "k:v", "true", {}), true);
    assert.equal(holds("Null", "k:v", true, { "k:v": "a" }), false);
    assert.equal(holds("Null", "k:v", "false", { "k:v": "a" }), true);
    assert.equal(holds("Null", "k:v", false, { "k:v": [] }), false);
  });

  // reference_policies_condition_examples-multi-valued-context-keys.html has the rows of StringNotLike.
  const sets: [operator: string, wanted: string[], keys: string[] | undefined, expected: boolean][] = [
    ["ForAllValues:StringNotLike", ["key1*"], ["key1:legal"], false],
    ["ForAllValues:StringNotLike", ["key1*"], ["key1:hr", "key1:personnel"], false],
    ["ForAllValues:StringNotLike", ["key1*"], ["key2:audit"], true],
    ["ForAllValues:StringNotLike", ["key1*"], undefined, true],
    ["ForAnyValue:StringNotLike", ["key1*"], ["key1:legal", "key2:audit"], true],
    ["ForAnyValue:StringNotLike", ["key1*"], ["key1:legal"], false],
    ["ForAnyValue:StringNotLike", ["key1*"], undefined, false],
    ["ForAllValues:StringEquals", ["a", "b"], ["a"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues:StringEquals", ["a", "b"], [], true],
    ["ForAllValues:StringEquals", ["a", "b"], undefined, true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["a", "c"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], false],
    ["ForAnyValue:StringEquals", ["a", "b"], [], false],
    ["ForAnyValue:StringEquals", ["a", "b"], undefined, false],
    ["ForAnyValue:StringEqualsIfExists", ["a", "b"], undefined, true],
    ["ForAnyValue:StringEqualsIfExists", ["a", "b"], ["c"], false],
  ];
  for (const [operator, wanted, keys, expected] of sets) {
    it(`${operator} ${wanted.join(", ")} of ${keys ? `[${keys.join(", ")}]` : "no key"} is ${expected}`, () => {
      assert.equal(holds(operator, "aws:TagKeys", wanted, keys ? { "aws:TagKeys": keys } : {}), expected);
    });
  }

  it("takes several values without a set operator as any of them, and the opposite as none", () => {
    const given = { "k:v": ["a", "b"] };
    assert.equal(holds("StringEquals", "k:v", "a", given), true);
    assert.equal(holds("StringEquals", "k:v", "c", given), false);
    assert.equal(holds("StringNotEquals", "k:v", "c", given), true);
    assert.equal(holds("StringNotEquals", "k:v", "a", given), false);
  });

  it("refuses an operator that it does not know", () => {
    assert.throws(() => meets("StringMatches", "a", "a"), /The condition operator "StringMatches" is not known here/);
    assert.throws(() => meets("BinaryEquals", "a", "a"), /The condition operator "BinaryEquals" is not known here/);
  });

  it("refuses values that an operator cannot compare with", () => {
    assert.throws(() => meets("NumericEquals", "ten", "10"), /has "ten" where it needs a number/);
    assert.throws(() => meets("DateLessThan", "noon", "10"), /has "noon" where it needs a date in ISO 8601/);
    assert.throws(() => meets("IpAddress", "10.0.0.0/33", "10.0.0.1"), /has "10.0.0.0\/33" where it needs an address/);
  });

  it("does not decide by a key that AWS has for every request and this one lacks", () => {
    assert.throws(
      () => holds("DateLessThan", "aws:currenttime", "2026-01-01", {}),
      /^Error: A policy asks for aws:CurrentTime, which a request to AWS always has and this request does not\./,
    );
    assert.equal(holds("DateLessThan", "aws:CurrentTime", "2026-01-01", { "aws:CurrentTime": "2025-06-01" }), true);
  });
});
