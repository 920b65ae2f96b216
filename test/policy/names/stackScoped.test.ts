import assert from "node:assert/strict";
import { isRandom, timesIn } from "../../../policy/names/words";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const scoped = rule("names-stack-scoped");

const ROLE = "aws:iam/role:Role";

const refused = (property: string, name: string) =>
  `${property} is ${name}, which another stack of this program would ask for too; the stack's name, test, is required in ` +
  "it. Make it from pulumi.getStack(), or leave it out.";

describe("names-stack-scoped", () => {
  it("accepts the stack's name as a word anywhere, in capitals or not", async () => {
    for (const name of ["test-cats", "/test/cats", "alias/cats-test", "TEST_cats"]) {
      assert.deepEqual(await violations(scoped, ROLE, { name }), []);
    }
  });

  it("refuses a name without it, and one that has it only inside a word", async () => {
    for (const name of ["cats", "latest-cats", "tests"]) {
      assert.deepEqual(await violations(scoped, ROLE, { name }), [refused("name", name)]);
    }
  });

  it("reads the property that each type is called by, under every token", async () => {
    const named: [string, string][] = [
      ["aws:s3/bucket:Bucket", "bucket"],
      ["aws:s3/bucketV2:BucketV2", "bucket"],
      ["aws:ecs/taskDefinition:TaskDefinition", "family"],
      ["aws:cloudwatch/dashboard:Dashboard", "dashboardName"],
      ["aws:rds/instance:Instance", "identifier"],
      ["aws:alb/loadBalancer:LoadBalancer", "name"],
    ];
    for (const [type, property] of named) {
      assert.deepEqual(await violations(scoped, type, { [property]: "cats" }), [refused(property, "cats")]);
    }
  });

  it("leaves alone names that are unique within something else, and types without", async () => {
    for (const type of ["aws:iam/rolePolicy:RolePolicy", "aws:ecs/service:Service", "aws:route53/zone:Zone"]) {
      assert.deepEqual(await violations(scoped, type, { name: "cats" }), []);
    }
  });

  it("accepts names that Pulumi makes up, and none", async () => {
    // The harness calls the resource `it`.
    assert.deepEqual(await violations(scoped, ROLE, { name: "it-1234567" }), []);
    assert.deepEqual(await violations(scoped, "aws:sqs/queue:Queue", { name: "it-1a2b3c4.fifo" }), []);
    assert.deepEqual(await violations(scoped, ROLE, {}), []);
    assert.deepEqual(await violations(scoped, ROLE, { name: "cats-1234567" }), [refused("name", "cats-1234567")]);
  });

  it("leaves a name open that is not known yet", async () => {
    assert.deepEqual(await violations(scoped, ROLE, { name: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(scoped, ROLE, { name: UNKNOWN }), ["name"]);
  });
});

describe("the words of a name", () => {
  it("are counted whole, however they are divided", () => {
    assert.equal(timesIn("a-data-a", "a"), 2);
    assert.equal(timesIn("data", "a"), 0);
    assert.equal(timesIn("/a/a", "a"), 2);
    assert.equal(timesIn("cats-feature_x", "feature-x"), 1);
    assert.equal(timesIn("feature-cats-x", "feature-x"), 0);
    assert.equal(timesIn("cats", "--"), 0);
  });

  it("are random where they are long and of letters and digits, as no word, date or account is", () => {
    assert.equal(isRandom("cats-0a1b2c3d", "bucket"), true);
    assert.equal(isRandom("/aws/lambda/cats-0a1b2c3", "logs"), true);
    for (const name of ["cats-defaced", "cats-20260101", "cats-123456789012", "cats-a1", "cats"]) {
      assert.equal(isRandom(name, "bucket"), false);
    }
  });
});
