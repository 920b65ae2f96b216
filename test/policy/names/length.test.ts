import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const length = rule("names-length");

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";

describe("names-length", () => {
  it("accepts a name that fits in every stack, to the last character", async () => {
    // 12 characters of a stack's name, and 20 more.
    assert.deepEqual(await violations(length, BALANCER, { name: "test-2345678901234567890" }), []);
  });

  it("refuses a name that fits here and not in a stack with a longer name", async () => {
    const name = "test-23456789012345678901";
    assert.deepEqual(await violations(length, BALANCER, { name }), [
      `name is ${name}, which has 33 characters in a stack whose name has 12; at most 32 are allowed. Shorten it by 1.`,
    ]);
    assert.deepEqual(await violations(length, "aws:alb/targetGroup:TargetGroup", { name }), [
      `name is ${name}, which has 33 characters in a stack whose name has 12; at most 32 are allowed. Shorten it by 1.`,
    ]);
  });

  it("refuses a name that does not fit at all", async () => {
    const name = "cats".repeat(9);
    assert.deepEqual(await violations(length, BALANCER, { name }), [
      `name is ${name}, which has 36 characters; at most 32 are allowed. Shorten it by 4.`,
    ]);
  });

  it("knows the limits of each type, and of names within something else", async () => {
    const name = "c".repeat(129);
    assert.deepEqual(await violations(length, "aws:iam/rolePolicy:RolePolicy", { name }), [
      `name is ${name}, which has 129 characters; at most 128 are allowed. Shorten it by 1.`,
    ]);
    assert.deepEqual(await violations(length, "aws:ecs/cluster:Cluster", { name }), []);
    const bucket = "b".repeat(64);
    assert.deepEqual(await violations(length, "aws:s3/bucketV2:BucketV2", { bucket }), [
      `bucket is ${bucket}, which has 64 characters; at most 63 are allowed. Shorten it by 1.`,
    ]);
  });

  it("counts the stack's name as often as it is there", async () => {
    const name = "test-test-2345678901";
    assert.deepEqual(await violations(length, BALANCER, { name }, { maxStackNameLength: 11 }), [
      `name is ${name}, which has 34 characters in a stack whose name has 11; at most 32 are allowed. Shorten it by 2.`,
    ]);
  });

  it("leaves alone a name that Pulumi makes up, and a stack's name that is the longest already", async () => {
    assert.deepEqual(await violations(length, BALANCER, { name: "test-234567890123456-1a2b3c4" }), []);
    const name = "test-23456789012345678901";
    assert.deepEqual(await violations(length, BALANCER, { name }, { maxStackNameLength: 1 }), []);
  });

  it("leaves a name open that is not known yet", async () => {
    assert.deepEqual(await violations(length, BALANCER, { name: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(length, BALANCER, { name: UNKNOWN }), ["name"]);
  });
});
