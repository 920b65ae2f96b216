import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION } from "../../../local/account/types/sns/references";
import type { Events } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { snsTask, subscribers, Topics } from "../../../local/services/sns/topics";
import { taskErrorOf } from "../../../local/services/stepfunctions/errors";
import { World } from "../../../local/services/world";
import { accountWithRole, CALLER, policy, ROLE_ARN, ROOT } from "../../account/iam/fixture";
import { ACCOUNT_ID, make, refusal } from "../../account/support";

const ARN = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:canary`;
const PUBLISH = "arn:aws:states:::sns:publish";
const admin = { principal: ROOT, region: "us-west-2" };
const role = { principal: ROLE_ARN, region: "us-west-2" };
const publish: Props = { Effect: "Allow", Action: "sns:Publish", Resource: ARN };
const attribute = (StringValue: string): Props => ({ DataType: "String", StringValue });

/** The topic "canary" of an account in which the role cats-task may do what the statements say. */
function topics({ statements = [], by = {}, own }: { statements?: Props[]; by?: Props; own?: Props } = {}) {
  const account = accountWithRole(statements);
  make(account, TOPIC, { name: "canary", ...by });
  if (own) make(account, TOPIC_POLICY, { arn: ARN, policy: policy(own) });
  const simulation = new Simulation();
  const world = new World(simulation, account, "us-west-2");
  const told: Events["notification"][] = [];
  world.bus.subscribe("notification", (event) => told.push(event));
  return { account, simulation, world, told, topics: new Topics(world) };
}

describe("SNS topics", () => {
  it("keep what is published and tell it, with when", async () => {
    const { simulation, told, topics: sns } = topics();
    await simulation.run(7);
    const MessageAttributes = { outcome: attribute("FAILED") };
    const { MessageId } = sns.publish(admin, { TopicArn: ARN, Message: "m", Subject: "s", MessageAttributes });
    assert.match(MessageId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const notification = { topicArn: ARN, message: "m", subject: "s", attributes: { outcome: "FAILED" } };
    assert.deepEqual(sns.published, [{ ...notification, at: 7 }]);
    assert.deepEqual(told, [notification]);
  });

  it("need neither a subject nor attributes, and give each message an id of its own", () => {
    const { topics: sns } = topics();
    const ids = [1, 2].map(() => sns.publish(admin, { TopicArn: ARN, Message: "m" }).MessageId);
    assert.notEqual(ids[0], ids[1]);
    assert.deepEqual(sns.published[0], { topicArn: ARN, message: "m", subject: "", attributes: {}, at: 0 });
  });

  it("take messages from whom IAM lets, in SNS's own words", () => {
    const input = { TopicArn: ARN, Message: "m" };
    const denied =
      `AuthorizationError: User: ${CALLER} is not authorized to perform: SNS:Publish on resource: ${ARN} ` +
      "because no identity-based policy allows the SNS:Publish action";
    const one = topics();
    assert.equal(
      refusal(() => one.topics.publish(role, input)),
      denied,
    );
    const other = topics({ statements: [{ ...publish, Resource: `${ARN}-2` }] });
    assert.equal(
      refusal(() => other.topics.publish(role, input)),
      denied,
    );
    assert.deepEqual([one.topics.published, one.told], [[], []]);
    assert.match(topics({ statements: [publish] }).topics.publish(role, input).MessageId, /./);
  });

  it("have a policy of their own, which allows and denies", () => {
    const input = { TopicArn: ARN, Message: "m" };
    const allowing = topics({ own: { ...publish, Principal: { AWS: ROLE_ARN } } });
    assert.match(allowing.topics.publish(role, input).MessageId, /./);
    const denying = topics({
      statements: [publish],
      own: { ...publish, Effect: "Deny", Principal: { AWS: ROLE_ARN } },
    });
    assert.match(
      refusal(() => denying.topics.publish(role, input)),
      /^AuthorizationError: .* with an explicit deny in a resource-based policy$/,
    );
  });

  const bytes = 262_144;
  const wrong: [what: string, by: Props, expected: string][] = [
    ["no message", { Message: null }, "InvalidParameter: Invalid parameter: Empty message"],
    ["an empty message", { Message: "" }, "InvalidParameter: Invalid parameter: Empty message"],
    [
      "a byte too many",
      { Message: `${"é".repeat(bytes / 2)}.` },
      "InvalidParameter: Invalid parameter: Message too long",
    ],
    [
      "a byte too many with the attributes",
      { Message: "x".repeat(bytes - 9), MessageAttributes: { ab: attribute("cd") } },
      "InvalidParameter: Invalid parameter: Message too long",
    ],
    ["an empty subject", { Subject: "" }, "InvalidParameter: Invalid parameter: Subject"],
    ["a subject of 101 characters", { Subject: "x".repeat(101) }, "InvalidParameter: Invalid parameter: Subject"],
    ["a subject of two lines", { Subject: "a\nb" }, "InvalidParameter: Invalid parameter: Subject"],
    ["a subject that begins with a space", { Subject: " a" }, "InvalidParameter: Invalid parameter: Subject"],
    ["a subject that is not ASCII", { Subject: "né" }, "InvalidParameter: Invalid parameter: Subject"],
    [
      "an empty attribute",
      { MessageAttributes: { outcome: attribute("") } },
      "InvalidParameterValue: The message attribute 'outcome' must contain non-empty message attribute value for message " +
        "attribute type 'String'.",
    ],
    [
      "an attribute of another type",
      { MessageAttributes: { outcome: { DataType: "Text", StringValue: "FAILED" } } },
      "InvalidParameterValue: The message attribute 'outcome' has an invalid message attribute type, the set of supported type " +
        "prefixes is Binary, Number, and String.",
    ],
    [
      "a number that is none",
      { MessageAttributes: { step: { DataType: "Number", StringValue: "two" } } },
      "InvalidParameterValue: Could not cast message attribute 'step' value to number.",
    ],
    [
      "no topic",
      { TopicArn: null },
      "InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
    ],
    ["a topic that is not there", { TopicArn: `${ARN}s` }, "NotFound: Topic does not exist"],
    [
      "a message for each protocol",
      { MessageStructure: "json" },
      "InvalidParameter: Invalid parameter: MessageStructure Reason: not modelled on this machine; leave it out",
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => {
      const { topics: sns } = topics();
      assert.equal(
        refusal(() => sns.publish(admin, { TopicArn: ARN, Message: "m", ...by })),
        expected,
      );
      assert.deepEqual(sns.published, []);
    });
  }

  it("take messages of 262144 bytes, attributes included, and subjects of 100 characters", () => {
    const { topics: sns } = topics();
    // Of the attribute, two bytes of its name, six of its type and two of its value count.
    const MessageAttributes = { ab: attribute("cd") };
    sns.publish(admin, { TopicArn: ARN, Message: "x".repeat(bytes - 10), MessageAttributes, Subject: "x".repeat(100) });
    sns.publish(admin, { TopicArn: ARN, Message: "é".repeat(bytes / 2) });
    assert.equal(sns.published.length, 2);
  });

  it("take attributes of each type that is written as text, with a label or without", () => {
    const { topics: sns } = topics();
    const MessageAttributes = {
      outcome: attribute("FAILED"),
      step: { DataType: "Number", StringValue: "-2.5" },
      sides: { DataType: "String.Array", StringValue: '["blue"]' },
    };
    sns.publish(admin, { TopicArn: ARN, Message: "m", MessageAttributes });
    assert.deepEqual(sns.published[0]?.attributes, { outcome: "FAILED", step: "-2.5", sides: '["blue"]' });
  });

  it("take nothing without a group where they are FIFO topics", () => {
    const { topics: sns } = topics({ by: { name: "canary.fifo", fifoTopic: true } });
    assert.equal(
      refusal(() => sns.publish(admin, { TopicArn: `${ARN}.fifo`, Message: "m" })),
      "InvalidParameter: Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
    );
  });

  it("are heard by those who have subscribed by e-mail, and to this topic", () => {
    const { account, world } = topics();
    make(account, TOPIC, { name: "other" });
    const subscribe = (topic: string, endpoint: string) =>
      make(account, TOPIC_SUBSCRIPTION, { topic, protocol: "email", endpoint });
    subscribe(ARN, "cats@example.com");
    subscribe(ARN.replace("canary", "other"), "dogs@example.com");
    assert.deepEqual(subscribers(world, ARN), ["cats@example.com"]);
  });
});

describe("Step Functions' task for SNS", () => {
  /** The error that a state sees. */
  function failure(args: Props, caller = admin): string {
    try {
      void snsTask(topics().topics)(caller, args);
    } catch (thrown) {
      return taskErrorOf(thrown, PUBLISH, "0").error;
    }
    throw new Error("It has not failed.");
  }

  it("publishes text as it is, and an object as JSON", () => {
    const { topics: sns } = topics();
    const task = snsTask(sns);
    void task(admin, { TopicArn: ARN, Message: "m" });
    const result = task(admin, { TopicArn: ARN, Message: { outcome: "FAILED", id: "1" }, Subject: "s" });
    assert.deepEqual(Object.keys(result as Props), ["MessageId"]);
    assert.deepEqual(
      sns.published.map(({ message, subject }) => [message, subject]),
      [
        ["m", ""],
        ['{"outcome":"FAILED","id":"1"}', "s"],
      ],
    );
  });

  it("fails with SNS's errors under Step Functions' names", () => {
    assert.equal(failure({ TopicArn: `${ARN}s`, Message: "m" }), "SNS.NotFoundException");
    assert.equal(failure({ TopicArn: ARN, Message: "" }), "SNS.InvalidParameterException");
    assert.equal(failure({ TopicArn: ARN, Message: "m" }, role), "SNS.AuthorizationErrorException");
    const MessageAttributes = { outcome: attribute("") };
    assert.equal(failure({ TopicArn: ARN, Message: "m", MessageAttributes }), "SNS.InvalidParameterValueException");
    assert.equal(failure({ TopicArn: ARN, Message: "m", Topic: "canary" }), "States.Runtime");
  });
});
