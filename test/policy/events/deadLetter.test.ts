import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const deadLetter = rule("events-dead-letter");

const ARN = "arn:aws:lambda:us-west-2:123456789012:function:handler";
const QUEUE = "arn:aws:sqs:us-west-2:123456789012:failed";

const handler = (props: Record<string, unknown> = {}): Fixture => ({
  type: "aws:lambda/function:Function",
  props: { id: "handler", name: "handler", arn: ARN, ...props },
});

const target = (props: Record<string, unknown> = {}): Fixture => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  props: { rule: "tasks", arn: ARN, ...props },
});

const invokeConfig = (functionName: string, destinationConfig: unknown): Fixture => ({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  props: { functionName, destinationConfig },
});

const lost = (service: string, name = "handler") =>
  `${name}: deadLetterConfig is missing, so an event of ${service} that the function fails at is lost after two more attempts; ` +
  "a queue or a topic for failed events is required. Set it, or destinationConfig.onFailure of a FunctionEventInvokeConfig.";

const INVOKERS: Record<string, [Fixture, service: string]> = {
  "a rule": [target(), "EventBridge"],
  "a rule, by alias": [target({ arn: `${ARN}:live` }), "EventBridge"],
  "a schedule": [{ type: "aws:scheduler/schedule:Schedule", props: { target: { arn: ARN } } }, "EventBridge Scheduler"],
  "a topic": [
    { type: "aws:sns/topicSubscription:TopicSubscription", props: { protocol: "lambda", endpoint: ARN } },
    "SNS",
  ],
  "a bucket": [
    {
      type: "aws:s3/bucketNotification:BucketNotification",
      props: { lambdaFunctions: [{ lambdaFunctionArn: ARN, events: ["s3:ObjectCreated:*"] }] },
    },
    "S3",
  ],
  "a permission": [
    { type: "aws:lambda/permission:Permission", props: { function: "handler", principal: "s3.amazonaws.com" } },
    "S3",
  ],
  "a region's logs": [
    { type: "aws:lambda/permission:Permission", props: { function: ARN, principal: "logs.us-west-2.amazonaws.com" } },
    "CloudWatch Logs",
  ],
};

describe("events-dead-letter", () => {
  for (const [name, [invoker, service]] of Object.entries(INVOKERS)) {
    it(`wants somewhere for failed events of ${name}`, async () => {
      assert.deepEqual(await stackViolations(deadLetter, { invoker, handler: handler() }), [lost(service)]);
      const kept = handler({ deadLetterConfig: { targetArn: QUEUE } });
      assert.deepEqual(await stackViolations(deadLetter, { invoker, handler: kept }), []);
    });
  }

  it("accepts a destination on failure, by name, ARN or qualifier", async () => {
    const onFailure = { onFailure: { destination: QUEUE } };
    for (const functionName of ["handler", ARN, "handler:live"]) {
      const stack = { rule: target(), handler: handler(), config: invokeConfig(functionName, onFailure) };
      assert.deepEqual(await stackViolations(deadLetter, stack), []);
    }
    for (const [functionName, destinations] of [
      ["other", onFailure],
      ["handler", { onSuccess: { destination: QUEUE } }],
      ["handler", undefined],
    ] as const) {
      const stack = { rule: target(), handler: handler(), config: invokeConfig(functionName, destinations) };
      assert.deepEqual(await stackViolations(deadLetter, stack), [lost("EventBridge")]);
    }
  });

  it("refuses an empty one", async () => {
    for (const deadLetterConfig of [{}, { targetArn: "" }, null, "*"]) {
      const stack = { rule: target(), handler: handler({ deadLetterConfig }) };
      assert.deepEqual(await stackViolations(deadLetter, stack), [lost("EventBridge")]);
    }
  });

  it("leaves functions alone that somebody waits for", async () => {
    const api: Fixture = {
      type: "aws:lambda/permission:Permission",
      props: { function: "handler", principal: "apigateway.amazonaws.com" },
    };
    const mail: Fixture = {
      type: "aws:sns/topicSubscription:TopicSubscription",
      props: { protocol: "email", endpoint: "handler" },
    };
    const other = target({ arn: "arn:aws:ecs:us-west-2:123456789012:cluster/cats" });
    assert.deepEqual(await stackViolations(deadLetter, { api, mail, other, handler: handler() }), []);
  });

  it("asks for queues of undelivered events where the settings say so", async () => {
    const stack = { rule: target(), handler: handler({ deadLetterConfig: { targetArn: QUEUE } }) };
    const undelivered =
      "rule: deadLetterConfig is missing, so an event that cannot be delivered is lost; a queue is required. Set deadLetterConfig.arn.";
    assert.deepEqual(await stackViolations(deadLetter, stack, { ofTargets: true }), [undelivered]);
    const kept = { ...stack, rule: target({ deadLetterConfig: { arn: QUEUE } }) };
    assert.deepEqual(await stackViolations(deadLetter, kept, { ofTargets: true }), []);
  });

  // Of what is not known, only dependencies tell what was given.
  const unborn = handler({ id: UNKNOWN, arn: UNKNOWN, deadLetterConfig: UNKNOWN });
  const unbornTarget = { ...target({ arn: UNKNOWN }), dependsOn: { arn: ["handler"] } };

  it("finds the function before it has an ARN", async () => {
    assert.deepEqual(await stackViolations(deadLetter, { rule: unbornTarget, handler: unborn }), [lost("EventBridge")]);
    const given = { ...unborn, dependsOn: { deadLetterConfig: ["queue"] } };
    const queue: Fixture = { type: "aws:sqs/queue:Queue", props: {} };
    assert.deepEqual(await stackViolations(deadLetter, { rule: unbornTarget, handler: given, queue }), []);
    const config = { ...invokeConfig("handler", UNKNOWN), dependsOn: { destinationConfig: ["queue"] } };
    assert.deepEqual(await stackViolations(deadLetter, { rule: unbornTarget, handler: unborn, config, queue }), []);
    const bare = { rule: unbornTarget, handler: unborn, config: invokeConfig("handler", UNKNOWN) };
    assert.deepEqual(await stackViolations(deadLetter, bare), [lost("EventBridge")]);
  });

  it("says nothing where it cannot tell which function is meant", async () => {
    const either = { ...unbornTarget, dependsOn: { arn: ["handler", "other"] } };
    const two = { rule: either, handler: unborn, other: handler({ id: UNKNOWN, name: "other", arn: UNKNOWN }) };
    assert.deepEqual(await stackViolations(deadLetter, two), []);
    assert.deepEqual(await stackLeftOpen(deadLetter, two), ["rule: arn"]);

    const config = invokeConfig(UNKNOWN, { onFailure: { destination: QUEUE } });
    const open = { rule: target(), handler: handler(), config };
    assert.deepEqual(await stackViolations(deadLetter, open), []);
    assert.deepEqual(await stackLeftOpen(deadLetter, open), ["config: functionName"]);

    for (const [type, property] of [
      ["aws:lambda/permission:Permission", "principal"],
      ["aws:sns/topicSubscription:TopicSubscription", "protocol"],
    ] as const) {
      const unsure = {
        it: { type, props: { [property]: UNKNOWN, function: "handler", endpoint: ARN } },
        handler: handler(),
      };
      assert.deepEqual(await stackViolations(deadLetter, unsure), []);
      assert.deepEqual(await stackLeftOpen(deadLetter, unsure), [`it: ${property}`]);
    }
  });
});
