import assert from "node:assert/strict";
import { eventPatternFailure } from "../../local/account/types/cloudwatch/eventPattern";

const failureOf = (...matchers: unknown[]): string | undefined =>
  eventPatternFailure(JSON.stringify({ detail: { field: matchers } }));

describe("account: the operators of an EventBridge event pattern", () => {
  const right: unknown[] = [
    { prefix: "service:" },
    { prefix: { "equals-ignore-case": "Service:" } },
    { suffix: ".png" },
    { suffix: { "equals-ignore-case": ".PNG" } },
    { "equals-ignore-case": "stopped" },
    { wildcard: "*.png" },
    { exists: false },
    { cidr: "10.0.0.0/24" },
    { cidr: "10.0.0.1/31" },
    { cidr: "2001:db8::/32" },
    { numeric: ["=", 5] },
    { numeric: ["<=", -1.5] },
    { numeric: [">", 0, "<=", 5] },
    { "anything-but": "RUNNING" },
    { "anything-but": 1 },
    { "anything-but": ["RUNNING", "PENDING"] },
    { "anything-but": [1, 2] },
    { "anything-but": { prefix: "service:" } },
    { "anything-but": { wildcard: ["*.png", "*.jpg"] } },
  ];
  for (const matcher of right) {
    it(`take ${JSON.stringify(matcher)}`, () => assert.equal(failureOf(matcher, "other"), undefined));
  }

  const list = "Inside anything but list,";
  const wrong: [matcher: unknown, reason: string][] = [
    [{}, "Match expression name not found"],
    [{ toString: "a" }, "Unrecognized match type toString"],
    [{ prefix: 1 }, "prefix match pattern must be a string"],
    [{ prefix: { suffix: "a" } }, "prefix match pattern must be a string"],
    [{ prefix: { "equals-ignore-case": 1 } }, "equals-ignore-case match pattern must be a string"],
    [{ suffix: ["a"] }, "suffix match pattern must be a string"],
    [{ "equals-ignore-case": null }, "equals-ignore-case match pattern must be a string"],
    [{ wildcard: true }, "wildcard match pattern must be a string"],
    [{ exists: "true" }, "exists match pattern must be either true or false."],
    [{ cidr: 10 }, "prefix match pattern must be a string"],
    [{ cidr: "10.0.0.1" }, "Malformed CIDR, one '/' required"],
    [{ cidr: "10.0.0.0/8/8" }, "Malformed CIDR, one '/' required"],
    [{ cidr: "10.0.0.0/x" }, "Malformed CIDR, mask bits must be an integer"],
    [{ cidr: "10.0.0/24" }, "Nonstandard IP address: 10.0.0"],
    [{ cidr: "10.0.0.1/32" }, "IPv4 mask bits must be < 32"],
    [{ cidr: "2001:db8::/128" }, "IPv6 mask bits must be < 128"],
    [{ numeric: 5 }, "Value of numeric must be an array."],
    [{ numeric: [5] }, "Invalid member in numeric match: 5"],
    [{ numeric: [] }, "Invalid member in numeric match: nothing"],
    [{ numeric: ["!=", 5] }, "Unrecognized numeric range operator: !="],
    [{ numeric: ["=", "5"] }, "Value of equals must be numeric"],
    [{ numeric: [">="] }, "Value of >= must be numeric"],
    [{ numeric: ["<", 5, ">", 0] }, "Too many elements in numeric expression"],
    [{ numeric: [">", 0, "=", 5] }, "Bad numeric range operator: ="],
    [{ numeric: [">", 0, "<", "5"] }, "Value of < must be numeric"],
    [{ numeric: [">", 0, "<", 5, "<", 6] }, "Too many terms in numeric range expression"],
    [{ numeric: [">", 5, "<", 5] }, "Bottom must be less than top"],
    [{ "anything-but": true }, "Value of anything-but must be an array or single string/number value."],
    [{ "anything-but": [] }, `${list} either all values are number or string, mixed type is not supported`],
    [{ "anything-but": ["1", 1] }, `${list} either all values are number or string, mixed type is not supported`],
    [{ "anything-but": ["1", null] }, `${list} start|null|boolean is not supported.`],
    [{ "anything-but": { numeric: ["=", 1] } }, "Unsupported anything-but pattern: numeric"],
    [{ "anything-but": { prefix: 1 } }, "prefix match pattern must be a string"],
    [{ "anything-but": { prefix: "a", suffix: "b" } }, "Only one key allowed in match expression"],
  ];
  for (const [matcher, reason] of wrong) {
    it(`refuse ${JSON.stringify(matcher)}`, () =>
      assert.equal(failureOf("other", matcher), `Event pattern is not valid. Reason: ${reason}`));
  }

  it("are looked at within $or too, whose alternatives may not be empty", () => {
    assert.equal(
      eventPatternFailure('{"$or":[{"a":[1]},{}]}'),
      'Event pattern is not valid. Reason: Empty objects are not allowed: "$or"',
    );
    assert.equal(
      eventPatternFailure('{"$or":[{"a":[1]},{"b":[{"begins":"c"}]}]}'),
      "Event pattern is not valid. Reason: Unrecognized match type begins",
    );
  });
});
