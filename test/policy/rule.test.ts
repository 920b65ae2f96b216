import assert from "node:assert/strict";
import { on, onEvery, resourceRule, sentence, stackRule } from "../../policy/rule";
import { canonicalToken, type ResourceType } from "../../policy/types";
import { isPartial, items, UNKNOWN as NOT_KNOWN, seen } from "../../policy/values";
import { stackViolations, UNKNOWN, violations } from "./harness";

const about = {
  area: "network",
  description: "Checks that a test passes.",
  why: "It is a test.",
  severity: "low",
  remediationSteps: "Do what it says.",
} as const;

const balancer: ResourceType<{ idleTimeout?: number }> = { token: "aws:lb/loadBalancer:LoadBalancer" };

const short = resourceRule(
  {
    ...about,
    name: "short-idle",
    settings: { maxSeconds: { type: "integer", description: "Longest.", default: 50, minimum: 1, maximum: 4000 } },
  },
  [
    on(balancer, ({ idleTimeout }, { config, refuse }) => {
      if (typeof idleTimeout !== "number" || idleTimeout <= config.maxSeconds) return;
      const allowed = `at most ${config.maxSeconds} is allowed`;
      refuse({ property: "idleTimeout", given: String(idleTimeout), allowed, fix: "Lower it." });
    }),
  ],
);

describe("a rule", () => {
  it("says property, value, consequence, limit and fix in one order", () => {
    const refusal = {
      property: "a.b",
      given: "1",
      so: "so it breaks",
      allowed: "at most 0 is allowed",
      fix: "Lower it.",
    };
    assert.equal(sentence(refusal), "a.b is 1, so it breaks; at most 0 is allowed. Lower it.");
    assert.equal(
      sentence({ property: "a.b", allowed: "a value is required", fix: "Set it." }),
      "a.b is missing; a value is required. Set it.",
    );
  });

  it("judges a type under all its tokens, and no other type", async () => {
    const long = { idleTimeout: 60 };
    for (const module of ["lb", "alb", "applicationloadbalancing", "elasticloadbalancingv2"]) {
      assert.deepEqual(await violations(short, `aws:${module}/loadBalancer:LoadBalancer`, long), [
        "idleTimeout is 60; at most 50 is allowed. Lower it.",
      ]);
    }
    assert.deepEqual(await violations(short, "aws:elb/loadBalancer:LoadBalancer", long), []);
  });

  it("uses its defaults where no config is given, and what is given where it is", async () => {
    const long = { idleTimeout: 60 };
    assert.deepEqual(await violations(short, balancer.token, long, { maxSeconds: 60 }), []);
    assert.equal((await violations(short, balancer.token, long, {})).length, 1);
  });

  it("reads no property of a resource that it does not apply to", async () => {
    const every = resourceRule({ ...about, name: "every-one", settings: {} }, [
      onEvery(
        "types of the test",
        (type) => type === "test:index:Known",
        (props, { refuse }) => refuse({ property: String(props.name), allowed: "nothing is", fix: "Stop." }),
      ),
    ]);
    assert.deepEqual(await violations(every, "test:index:Known", { name: "it" }), ["it is missing; nothing is. Stop."]);
    assert.deepEqual(await violations(every, "test:index:Other", { name: "it" }), []);
    assert.equal(every.looksAtEvery, "types of the test");
  });

  it("of a stack reports on the resource in question", async () => {
    const one = stackRule({ ...about, name: "one-balancer", settings: {} }, [balancer], ({ all, refuse }) => {
      for (const { resource } of all(balancer).slice(1)) {
        refuse(resource, { property: "it", given: "a second one", allowed: "one is allowed", fix: "Share it." });
      }
    });
    const fixtures = {
      first: { type: "aws:alb/loadBalancer:LoadBalancer", props: {} },
      second: { type: "aws:lb/loadBalancer:LoadBalancer", props: {} },
      vpc: { type: "aws:ec2/vpc:Vpc", props: {} },
    };
    assert.deepEqual(await stackViolations(one, fixtures), ["second: it is a second one; one is allowed. Share it."]);
  });
});

describe("values that a preview does not know", () => {
  it("are seen as such at any depth, and the rest as it is", () => {
    const props = { a: UNKNOWN, b: [{ c: UNKNOWN, d: 1 }, UNKNOWN, null], e: false };
    assert.deepEqual(seen(props), { a: NOT_KNOWN, b: [{ c: NOT_KNOWN, d: 1 }, NOT_KNOWN, null], e: false });
  });

  it("do not hide another error", () => {
    const broken = Object.defineProperty({}, "a", {
      enumerable: true,
      get: () => {
        throw new Error("broken");
      },
    });
    assert.throws(() => (seen(broken) as { a?: unknown }).a, new Error("broken"));
  });

  it("leave their place in a list to its other elements", () => {
    assert.deepEqual(items([NOT_KNOWN, "b", undefined, "d"]), [
      [1, "b"],
      [3, "d"],
    ]);
    assert.deepEqual(items(NOT_KNOWN), []);
    assert.deepEqual(items(undefined), []);
    assert.deepEqual([NOT_KNOWN, [NOT_KNOWN], ["a"], undefined].map(isPartial), [true, true, false, false]);
  });
});

describe("a type token", () => {
  it("is the same for every name of a type", () => {
    assert.equal(canonicalToken("aws:alb/targetGroup:TargetGroup"), "aws:lb/targetGroup:TargetGroup");
    assert.equal(canonicalToken("aws:s3/bucketV2:BucketV2"), "aws:s3/bucket:Bucket");
    assert.equal(
      canonicalToken("aws:s3/bucketVersioningV2:BucketVersioningV2"),
      "aws:s3/bucketVersioning:BucketVersioning",
    );
    assert.equal(
      canonicalToken("aws:elasticloadbalancing/loadBalancer:LoadBalancer"),
      "aws:elb/loadBalancer:LoadBalancer",
    );
    assert.equal(canonicalToken("aws:apigatewayv2/api:Api"), "aws:apigatewayv2/api:Api");
  });
});
