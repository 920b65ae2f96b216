import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import type { Request } from "../../../local/services/elb/request";
import { locationOf, rewritten } from "../../../local/services/elb/rewrite";
import { actionFor } from "../../../local/services/elb/rules";
import { forwardTo, listener, rule } from "./fixture";

const REQUEST: Request = { path: "/project/a", query: "b=1&c", host: "example.com", protocol: "HTTP", port: 80 };

function location(redirect: Props, request: Request = REQUEST): string {
  return locationOf({ type: "redirect", redirect }, request);
}

function hostRewrite(regex: string, replace: string): Props {
  return { type: "host-header-rewrite", hostHeaderRewriteConfig: { rewrite: { regex, replace } } };
}

function urlRewrite(regex: string, replace: string): Props {
  return { type: "url-rewrite", urlRewriteConfig: { rewrite: { regex, replace } } };
}

// The examples of docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html, "Redirect actions".
describe("a redirect", () => {
  it("goes to HTTPS and another port, and keeps host, path and query", () => {
    const redirect = { protocol: "HTTPS", port: "40443" };
    assert.equal(location(redirect), "https://example.com:40443/project/a?b=1&c");
  });

  it("goes to a path made of the old one, and keeps the rest", () => {
    assert.equal(location({ path: "/new/#{path}" }), "http://example.com:80/new/project/a?b=1&c");
  });

  it("may name any part in the query", () => {
    const redirect = { host: "www.#{host}", query: "from=#{protocol}-#{port}-#{path}&#{query}" };
    assert.equal(location(redirect), "http://www.example.com:80/project/a?from=HTTP-80-project/a&b=1&c");
  });

  it("may leave the query out", () => {
    assert.equal(location({ host: "other.example.com", query: "" }), "http://other.example.com:80/project/a");
  });

  it("does not take the port in the host header for the listener's", () => {
    const request: Request = { path: "/", host: "example.com:8443", protocol: "HTTPS", port: 8443 };
    assert.equal(location({ path: "/new" }, request), "https://example.com:8443/new");
  });

  it("knows the protocol's own port", () => {
    assert.equal(location({ path: "/new" }, { path: "/", host: "a.com", protocol: "HTTPS" }), "https://a.com:443/new");
  });

  it("is a listener's action", () => {
    const redirect = { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" };
    assert.deepEqual(actionFor({ path: "/", host: "a.com" }, listener([{ type: "redirect", redirect }]), []), {
      kind: "redirect",
      statusCode: 301,
      location: "https://a.com:443/",
    });
  });
});

describe("a rule's transforms", () => {
  it("rewrite the host header", () => {
    // The example of docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
    const transform = hostRewrite("^mywebsite-(.+).com$", "internal.dev.$1.myweb.com");
    const request = { path: "/project-a", host: "mywebsite-example.com" };
    assert.equal(rewritten(request, [transform])?.host, "internal.dev.example.myweb.com");
  });

  it("rewrite the URL, with its query", () => {
    const transform = urlRewrite("^/project/(\\w+)\\?(.*)$", "/projects.php?id=$1&$2");
    assert.deepEqual(rewritten(REQUEST, [transform]), { ...REQUEST, path: "/projects.php", query: "id=a&b=1&c" });
  });

  it("may do both, and take the first match only", () => {
    const both = [urlRewrite("/project", "/p/$2project"), hostRewrite("example", "$1test")];
    const request = { ...REQUEST, path: "/project/project", host: "example.example.com" };
    assert.deepEqual(rewritten(request, both), { ...request, path: "/p/project/project", host: "test.example.com" });
  });

  it("leave alone what does not match", () => {
    assert.deepEqual(rewritten(REQUEST, [urlRewrite("^/other", "/"), hostRewrite("^other", "")]), REQUEST);
  });

  it("fail where they make no host or no URL", () => {
    assert.equal(rewritten(REQUEST, [hostRewrite(".*", "")]), undefined);
    assert.equal(rewritten(REQUEST, [hostRewrite("example", "not a host ")]), undefined);
    assert.equal(rewritten(REQUEST, [urlRewrite("^/project", "")])?.path, "/a");
    assert.equal(rewritten(REQUEST, [urlRewrite("^/project/", "")]), undefined);
  });

  it("change what the targets get, and not where it goes", () => {
    const all = { pathPattern: { values: ["/project/*"] } };
    const rules = [
      rule(1, [all], [forwardTo("cats")], [urlRewrite("^/project", "/dogs")]),
      rule(2, [{ pathPattern: { values: ["/dogs/*"] } }], [forwardTo("dogs")]),
    ];
    assert.deepEqual(actionFor(REQUEST, listener([forwardTo("default")]), rules), {
      kind: "forward",
      targetGroups: [{ arn: "cats", weight: 1 }],
      request: { ...REQUEST, path: "/dogs/a" },
    });
  });

  it("that fail are an error of the load balancer's", () => {
    const rules = [rule(1, [], [forwardTo("cats")], [hostRewrite(".*", "")])];
    assert.deepEqual(actionFor(REQUEST, listener([]), rules), { kind: "error", statusCode: 500 });
  });
});
