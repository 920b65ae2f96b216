import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { actionFor, type Request } from "../../../local/services/elb/rules";
import { forwardTo, listener, rule } from "./fixture";

const BY_DEFAULT = listener([forwardTo("default")]);

/** Where a request goes when there is one rule with a condition. */
function goesBy(condition: Props, request: Request): boolean {
  const action = actionFor(request, BY_DEFAULT, [rule(1, [condition], [forwardTo("rule")])]);
  assert.equal(action.kind, "forward");
  return action.kind === "forward" && action.targetGroups[0]?.arn === "rule";
}

describe("a listener's rules", () => {
  it("forward by default what meets none", () => {
    assert.deepEqual(actionFor({ path: "/" }, BY_DEFAULT, []), {
      kind: "forward",
      targetGroups: [{ arn: "default", weight: 1 }],
    });
  });

  it("go by priority, whatever the order in which they were made", () => {
    const all = { pathPattern: { values: ["*"] } };
    const rules = [rule(20, [all], [forwardTo("second")]), rule(3, [all], [forwardTo("first")])];
    const action = actionFor({ path: "/" }, BY_DEFAULT, rules);
    assert.deepEqual(action, { kind: "forward", targetGroups: [{ arn: "first", weight: 1 }] });
  });

  it("ask for all of their conditions", () => {
    const conditions: Props[] = [{ pathPattern: { values: ["/a"] } }, { httpRequestMethod: { values: ["POST"] } }];
    const rules = [rule(1, conditions, [forwardTo("rule")])];
    const kind = (method: string) => actionFor({ path: "/a", method }, BY_DEFAULT, rules);
    assert.deepEqual(kind("POST"), { kind: "forward", targetGroups: [{ arn: "rule", weight: 1 }] });
    assert.deepEqual(kind("GET"), { kind: "forward", targetGroups: [{ arn: "default", weight: 1 }] });
  });

  const CASES: [title: string, condition: Props, meets: Request, misses: Request][] = [
    ["a path", { pathPattern: { values: ["/img/*"] } }, { path: "/img/pics/1.jpg" }, { path: "/image/1.jpg" }],
    [
      "a path, * standing for nothing too",
      { pathPattern: { values: ["/cats*"] } },
      { path: "/cats" },
      { path: "/cat" },
    ],
    ["a path, ? for exactly one", { pathPattern: { values: ["/v?"] } }, { path: "/v2" }, { path: "/v22" }],
    ["a path, a dot for a dot", { pathPattern: { values: ["/a.b"] } }, { path: "/a.b" }, { path: "/axb" }],
    ["a path in its own case", { pathPattern: { values: ["/Cats"] } }, { path: "/Cats" }, { path: "/cats" }],
    [
      "a host in any case",
      { hostHeader: { values: ["*.example.com"] } },
      { path: "/", host: "TEST.Example.com" },
      { path: "/", host: "example.com" },
    ],
    ["a method", { httpRequestMethod: { values: ["PUT", "POST"] } }, { path: "/", method: "POST" }, { path: "/" }],
    [
      "a header",
      { httpHeader: { httpHeaderName: "User-Agent", values: ["*Chrome*", "*Safari*"] } },
      { path: "/", headers: { "user-agent": "some Chrome 1" } },
      { path: "/" },
    ],
    [
      "a query's key and value",
      { queryStrings: [{ key: "version", value: "v1" }] },
      { path: "/", query: [["version", "v1"]] },
      { path: "/", query: [["other", "v1"]] },
    ],
    [
      "a query's value under any key",
      { queryStrings: [{ value: "*example*" }] },
      { path: "/", query: [["a", "an example"]] },
      { path: "/", query: [["example", "a"]] },
    ],
    [
      "an address",
      { sourceIp: { values: ["192.0.2.0/24", "2001:db8::/32"] } },
      { path: "/", sourceIp: "2001:db8::1" },
      { path: "/", sourceIp: "198.51.100.7" },
    ],
    ["a regular expression", { pathPattern: { regexValues: ["^/v[12]$"] } }, { path: "/v1" }, { path: "/v3" }],
  ];
  for (const [title, condition, meets, misses] of CASES) {
    it(`look at ${title}`, () => {
      assert.equal(goesBy(condition, meets), true);
      assert.equal(goesBy(condition, misses), false);
    });
  }

  it("forward by weight", () => {
    const groups: Props[] = [{ arn: "blue", weight: 90 }, { arn: "green" }];
    const action = actionFor({ path: "/" }, listener([{ type: "forward", forward: { targetGroups: groups } }]), []);
    assert.deepEqual(action, {
      kind: "forward",
      targetGroups: [
        { arn: "blue", weight: 90 },
        { arn: "green", weight: 1 },
      ],
    });
  });

  it("answer themselves", () => {
    const fixedResponse = { contentType: "text/html", messageBody: "closed", statusCode: "503" };
    assert.deepEqual(actionFor({ path: "/" }, listener([{ type: "fixed-response", fixedResponse }]), []), {
      kind: "fixed-response",
      statusCode: 503,
      contentType: "text/html",
      body: "closed",
    });
  });

  it("redirect, and keep what they do not name", () => {
    const redirect = { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" };
    assert.deepEqual(actionFor({ path: "/" }, listener([{ type: "redirect", redirect }]), []), {
      kind: "redirect",
      statusCode: 301,
      location: { protocol: "HTTPS", host: "#{host}", port: "443", path: "/#{path}", query: "#{query}" },
    });
  });

  it("go past an action that signs people in", () => {
    const action = actionFor({ path: "/" }, listener([{ type: "authenticate-oidc" }, forwardTo("rule")]), []);
    assert.equal(action.kind, "forward");
  });
});
