import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import type { Request } from "../../../local/services/elb/request";
import { type Action, actionFor } from "../../../local/services/elb/rules";
import { forwardTo, listener, rule } from "./fixture";

const BY_DEFAULT = listener([forwardTo("default")]);

/** Where a request goes when there is one rule with a condition. */
function goesBy(condition: Props, request: Request): boolean {
  return groupOf(actionFor(request, BY_DEFAULT, [rule(1, [condition], [forwardTo("rule")])])) === "rule";
}

/** The target group that an action forwards to. */
function groupOf(action: Action): string | undefined {
  return action.kind === "forward" ? action.targetGroups[0]?.arn : undefined;
}

describe("a listener's rules", () => {
  it("forward by default what meets none", () => {
    const request = { path: "/" };
    assert.deepEqual(actionFor(request, BY_DEFAULT, []), {
      kind: "forward",
      targetGroups: [{ arn: "default", weight: 1 }],
      request,
    });
  });

  it("go by priority, whatever the order in which they were made", () => {
    const all = { pathPattern: { values: ["*"] } };
    const rules = [rule(20, [all], [forwardTo("second")]), rule(3, [all], [forwardTo("first")])];
    assert.equal(groupOf(actionFor({ path: "/" }, BY_DEFAULT, rules)), "first");
  });

  it("ask for all of their conditions", () => {
    const conditions: Props[] = [{ pathPattern: { values: ["/a"] } }, { httpRequestMethod: { values: ["POST"] } }];
    const rules = [rule(1, conditions, [forwardTo("rule")])];
    assert.equal(groupOf(actionFor({ path: "/a", method: "POST" }, BY_DEFAULT, rules)), "rule");
    assert.equal(groupOf(actionFor({ path: "/a", method: "GET" }, BY_DEFAULT, rules)), "default");
    assert.equal(groupOf(actionFor({ path: "/b", method: "POST" }, BY_DEFAULT, rules)), "default");
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
      "a header, any of several values of it",
      { httpHeader: { httpHeaderName: "X-Lab", values: ["2"] } },
      { path: "/", headers: { "x-lab": ["1", "2"] } },
      { path: "/", headers: { "x-lab": "1, 2" } },
    ],
    [
      "a query's key and value",
      { queryStrings: [{ key: "version", value: "v1" }] },
      { path: "/", query: "a=b&VERSION=V1" },
      { path: "/", query: "other=v1" },
    ],
    [
      "a query's value under any key",
      { queryStrings: [{ value: "*example*" }] },
      { path: "/", query: "a=an%20example" },
      { path: "/", query: "example=a" },
    ],
    [
      "a query with an escaped wildcard",
      { queryStrings: [{ key: "q", value: "what\\?*" }] },
      { path: "/", query: "q=what%3F%20now" },
      { path: "/", query: "q=whatever" },
    ],
    [
      "a query that is no valid encoding",
      { queryStrings: [{ value: "100%" }] },
      { path: "/", query: "share=100%" },
      { path: "/", query: "share=10%" },
    ],
    [
      "an address",
      { sourceIp: { values: ["192.0.2.0/24", "2001:db8::/32"] } },
      { path: "/", sourceIp: "2001:db8::1" },
      { path: "/", sourceIp: "198.51.100.7" },
    ],
    [
      "an address as a socket for both families gives it",
      { sourceIp: { values: ["192.0.2.0/24"] } },
      { path: "/", sourceIp: "::ffff:192.0.2.9" },
      { path: "/", sourceIp: "::ffff:198.51.100.7" },
    ],
    [
      "a host with a port",
      { hostHeader: { regexValues: ["^example\\.com:8443$"] } },
      { path: "/", host: "example.com:8443" },
      { path: "/", host: "example.com" },
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
    const front = listener([{ type: "forward", forward: { targetGroups: groups } }]);
    const action = actionFor({ path: "/" }, front, []);
    assert.deepEqual(action.kind === "forward" && action.targetGroups, [
      { arn: "blue", weight: 90 },
      { arn: "green", weight: 1 },
    ]);
  });

  it("have nowhere to forward to where every weight is 0", () => {
    const groups: Props[] = [
      { arn: "blue", weight: 0 },
      { arn: "green", weight: 0 },
    ];
    const front = listener([{ type: "forward", forward: { targetGroups: groups } }]);
    assert.deepEqual(actionFor({ path: "/" }, front, []), { kind: "error", statusCode: 503 });
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

  it("go past an action that signs people in", () => {
    const front = listener([{ type: "authenticate-oidc" }, forwardTo("rule")]);
    assert.equal(groupOf(actionFor({ path: "/" }, front, [])), "rule");
  });
});
