import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { label, record } from "./recorder";

const TOPIC = "aws:sns/topic:Topic";

describe("recorder", () => {
  it("fails with what the program throws", async () => {
    await assert.rejects(
      record(() => {
        throw new Error("no");
      }),
      { message: "no" },
    );
  });

  it("fails with what the program throws while an output is computed", async () => {
    const name = pulumi.output("a").apply((): string => {
      throw new Error("too late");
    });
    await assert.rejects(
      record(() => new aws.sns.Topic("topic", { name })),
      /too late/,
    );
  });

  it("fails on an invoke that has no answer", async () => {
    await assert.rejects(
      record(() => aws.getRegionOutput().id),
      {
        message:
          'the program invoked aws:index/getRegion:getRegion, and the recording has no answer to it: add it to "calls"',
      },
    );
  });

  it("notes inputs without secrets' wrappings, and which were secret", async () => {
    const recorded = await record(() => new aws.sns.Topic("topic", { name: pulumi.secret("a"), fifoTopic: true }));
    const topic = recorded.one(TOPIC);
    assert.deepEqual(topic.inputs, { name: "a", fifoTopic: true });
    assert.deepEqual(topic.secrets, ["name"]);
  });

  it("notes what waits for what", async () => {
    const recorded = await record(() => {
      const first = new aws.sns.Topic("first");
      const second = new aws.sns.Topic("second", { displayName: first.arn });
      new aws.sns.Topic("third", {}, { dependsOn: second });
    });
    assert.deepEqual(recorded.one(TOPIC, "third").dependencies, [label(TOPIC, "second")]);
    assert.equal(recorded.waitsFor(label(TOPIC, "third"), label(TOPIC, "first")), true);
    assert.equal(recorded.waitsFor(label(TOPIC, "first"), label(TOPIC, "third")), false);
  });

  it("says what is there when one resource is asked for and there is another number of them", async () => {
    const recorded = await record(() => [new aws.sns.Topic("a"), new aws.sns.Topic("b")]);
    assert.throws(() => recorded.one(TOPIC), {
      message: `expected exactly one ${TOPIC}, found 2. Registered:\n  ${TOPIC}::a\n  ${TOPIC}::b`,
    });
    assert.throws(() => recorded.one(TOPIC, "c"), /with a name that ends in "c", found 0/);
  });

  it("knows no ids in a preview", async () => {
    const topics = () => {
      const { id } = new aws.sns.Topic("first");
      new aws.sns.Topic("second", { displayName: id });
    };
    assert.notEqual((await record(topics, { preview: true })).one(TOPIC, "second").inputs.displayName, "first-id");
    assert.equal((await record(topics)).one(TOPIC, "second").inputs.displayName, "first-id");
  });
});
