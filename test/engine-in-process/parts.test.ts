import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { cidrsOfSubnets } from "../../local/engine/inProcess/awsxSubnets";
import { keepIgnored } from "../../local/engine/inProcess/ignoreChanges";
import { deletionOrder, inOrder, type ResourceState } from "../../local/engine/inProcess/stackState";
import { makeUrn, parseUrn } from "../../local/engine/inProcess/urn";
import { parsePropertyPath } from "../../local/propertyPath";
import { secretOf } from "./fixture";

describe("property paths", () => {
  for (const [path, steps] of [
    ["tags", ["tags"]],
    ["tags.Owner", ["tags", "Owner"]],
    ['tags["a.b"]', ["tags", "a.b"]],
    ['["a\\"b"].c', ['a"b', "c"]],
    ["rules[0].ports[*].from", ["rules", 0, "ports", "*", "from"]],
    ["*", ["*"]],
  ] as const) {
    it(`reads ${path}`, () => assert.deepEqual(parsePropertyPath(path), steps));
  }

  it("refuses what is no path", () => {
    assert.throws(() => parsePropertyPath("tags["), {
      message: '"tags[" is no path: "[" is neither .name nor [index] nor ["name"]',
    });
  });
});

describe("ignored changes", () => {
  const keep = (news: Props, olds: Props, ...paths: string[]) =>
    keepIgnored("urn:pulumi:s::p::a:b:C::x", news, olds, paths);

  it("keeps the old value of an element and of every element", () => {
    const news = {
      rules: [
        { port: 1, open: true },
        { port: 2, open: true },
      ],
    };
    const olds = {
      rules: [
        { port: 8, open: false },
        { port: 9, open: false },
      ],
    };
    assert.deepEqual(keep(news, olds, "rules[1].port"), {
      rules: [
        { port: 1, open: true },
        { port: 9, open: true },
      ],
    });
    assert.deepEqual(keep(news, olds, "rules[*].port"), {
      rules: [
        { port: 8, open: true },
        { port: 9, open: true },
      ],
    });
  });

  it("keeps everything for *, takes out what is new and brings back what is gone", () => {
    assert.deepEqual(keep({ a: 1, b: 2 }, { b: 3, c: 4 }, "*"), { b: 3, c: 4 });
  });

  it("looks inside secrets and leaves them secret", () => {
    const kept = keep(
      { tags: secretOf({ a: "2", b: "2" }) as Props },
      { tags: secretOf({ a: "1", b: "1" }) as Props },
      "tags.a",
    );
    assert.deepEqual(kept, { tags: secretOf({ a: "1", b: "2" }) });
  });

  it("keeps secret what was secret as a part of the whole", () => {
    const olds = { tags: secretOf({ a: "1", b: "1" }) as Props };
    assert.deepEqual(keep({ tags: { a: "2", b: "2" } }, olds, "tags.a"), { tags: { a: secretOf("1"), b: "2" } });
    assert.deepEqual(keep({ tags: { a: "2", b: "2" } }, olds, "tags.c"), { tags: { a: "2", b: "2" } });
  });

  it("leaves a path alone that neither side has", () => {
    assert.deepEqual(keep({ a: 1 }, { a: 2 }, "tags.Owner"), { a: 1 });
  });

  it("does not change what it is given", () => {
    const news = { tags: { a: "2" } };
    keep(news, { tags: { a: "1" } }, "tags.a");
    assert.deepEqual(news, { tags: { a: "2" } });
  });

  it("refuses to pair up lists of different lengths", () => {
    assert.throws(() => keep({ l: [{ a: 1 }] }, { l: [] }, "l[*].a"), {
      message: /^a:b:C "x" cannot ignore changes of l\[\*\]\.a: /,
    });
  });
});

describe("order of resources", () => {
  const resource = (urn: string, more: Partial<ResourceState> = {}): ResourceState => ({
    urn,
    custom: true,
    type: "a:b:C",
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    additionalSecretOutputs: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    ...more,
  });
  const urns = (resources: ResourceState[]) => resources.map(({ urn }) => urn);

  it("puts parents, dependencies and providers first, and keeps the rest as it stands", () => {
    const list = [
      resource("child", { parent: "parent" }),
      resource("user", { dependencies: ["used"] }),
      resource("made", { provider: "provider::id" }),
      resource("free"),
      resource("by input", { propertyDependencies: { name: ["used"] } }),
      resource("parent"),
      resource("used"),
      resource("provider"),
    ];
    const ordered = ["free", "parent", "child", "used", "user", "by input", "provider", "made"];
    assert.deepEqual(urns(inOrder(list)), ordered);
    assert.deepEqual(urns(deletionOrder(list)), ordered.toReversed());
  });

  it("puts dependents after every resource of a URN, the replaced one included", () => {
    const list = [resource("user", { dependencies: ["x"] }), resource("x"), resource("x", { delete: true })];
    assert.deepEqual(urns(inOrder(list)), ["x", "x", "user"]);
  });

  it("says who depends on each other in a circle", () => {
    const list = [resource("a", { dependencies: ["b"] }), resource("b", { dependencies: ["a"] }), resource("c")];
    assert.throws(() => inOrder(list), {
      message: "These resources of the stack depend on each other in a circle: a, b",
    });
  });
});

describe("URNs", () => {
  it("chain the types of the parents, without the stack's", () => {
    const stack = makeUrn("dev", "shop", undefined, "pulumi:pulumi:Stack", "shop-dev");
    const site = makeUrn("dev", "shop", stack, "shop:index:Site", "web");
    const role = makeUrn("dev", "shop", site, "aws:iam/role:Role", "web-role");
    assert.equal(site, "urn:pulumi:dev::shop::shop:index:Site::web");
    assert.equal(role, "urn:pulumi:dev::shop::shop:index:Site$aws:iam/role:Role::web-role");
    assert.equal(parseUrn(role).type, "aws:iam/role:Role");
  });

  it("keep colons of a name", () => {
    assert.equal(parseUrn(makeUrn("dev", "shop", undefined, "a:b:C", "x::y")).name, "x::y");
  });

  it("are told from other text", () => {
    assert.throws(() => parseUrn("web"), {
      message: '"web" is not a URN; expected urn:pulumi:STACK::PROJECT::TYPE::NAME',
    });
  });
});

describe("division of a VPC", () => {
  it("starts each subnet where one of its size can begin", () => {
    assert.deepEqual(cidrsOfSubnets("10.1.0.0/16", 3, [{ cidrMask: 26 }, { cidrMask: 20 }, { cidrMask: 28 }]), [
      ["10.1.0.0/26", "10.1.16.0/20", "10.1.32.0/28"],
      ["10.1.64.0/26", "10.1.80.0/20", "10.1.96.0/28"],
      ["10.1.128.0/26", "10.1.144.0/20", "10.1.160.0/28"],
    ]);
  });

  it("divides evenly where no size is given", () => {
    assert.deepEqual(cidrsOfSubnets("172.20.0.0/16", 2, [{}, {}, {}]), [
      ["172.20.0.0/19", "172.20.32.0/19", "172.20.64.0/19"],
      ["172.20.128.0/19", "172.20.160.0/19", "172.20.192.0/19"],
    ]);
  });

  it("notices a subnet that its larger neighbours push into the next zone", () => {
    assert.throws(
      () => cidrsOfSubnets("10.0.0.0/24", 2, [{ cidrMask: 28 }, { cidrMask: 26 }, { cidrMask: 27 }, { cidrMask: 28 }]),
      {
        message:
          "the subnets 10.0.0.128/27 and 10.0.0.128/28 overlap; make 10.0.0.0/24 larger, the subnets smaller or fewer",
      },
    );
  });
});
