import assert from "node:assert/strict";
import { parseLocation } from "../../apps/cats/location.mjs";

describe("parseLocation", () => {
  for (const [given, location] of [
    ["catsndogs-assets.s3.amazonaws.com", "catsndogs-assets.s3.amazonaws.com"],
    ["d111111abcdef8.cloudfront.net/v2/herd_1/a.b~c-d", "d111111abcdef8.cloudfront.net/v2/herd_1/a.b~c-d"],
    ["  Assets.Example.COM/Herd/\n", "assets.example.com/Herd"],
    [`${"a".repeat(63)}.example`, `${"a".repeat(63)}.example`],
  ] as const) {
    it(`takes ${JSON.stringify(given)}`, () => assert.equal(parseLocation(given), location));
  }

  for (const [what, given] of [
    ["nothing", ""],
    ["a scheme", "https://catsndogs-assets.s3.amazonaws.com"],
    ["a user", "me@example.com"],
    ["a port", "example.com:8443"],
    ["a query", "example.com/herd?x=1"],
    ["a fragment", "example.com/herd#x"],
    ["a single label", "localhost"],
    ["an IPv4 address", "169.254.170.2"],
    ["an IPv6 address", "[::1]"],
    ["a wildcard", "*.example.com"],
    ["a quote", 'example.com/"onload="x'],
    ["another directive", "example.com; script-src *"],
    ["an escape", "example.com/%2e%2e"],
    ["a way up", "example.com/../x"],
    ["an empty segment", "example.com//x"],
    ["an empty label", "example..com"],
    ["a hyphen at an end", "example-.com"],
    ["a label that is too long", `${"a".repeat(64)}.example`],
    ["a host that is too long", `${"abcd.".repeat(50)}example`],
    ["a line break", "example.com\nx"],
  ] as const) {
    it(`refuses ${what}, and does not repeat the secret`, () =>
      assert.throws(() => parseLocation(given), {
        name: "RangeError",
        message: `the parameter's value (${given.length} characters, not shown as it is a secret) is not a location; store a host name with or without a path, for example catsndogs-assets.s3.amazonaws.com`,
      }));
  }
});
