import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { ACCOUNT_ID, failures } from "./support";

const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

const base: Props = {
  rule: "finder",
  targetId: "unicorns",
  arn: `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:cluster/workshop`,
  roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/finder`,
};
const taskDefinitionArn = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:task-definition/finder:1`;

const target = (by: Props = {}): Props => ({ ...base, ecsTarget: { taskDefinitionArn }, ...by });
const ecs = (by: Props): Props => ({ ...base, ecsTarget: { taskDefinitionArn, ...by } });
const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);
const memberOf = { type: "memberOf", expression: "attribute:ecs.instance-type == m4.large" };
const spread = { type: "spread", field: "instanceId" };

describe("account: the limits of an EventBridge target", () => {
  const right: [what: string, inputs: Props][] = [
    ["an input of 8,192 characters", target({ input: `"${"x".repeat(8190)}"` })],
    ["a path of 256 characters", target({ inputPath: `$.${"x".repeat(254)}` })],
    ["the whole event as a path", target({ inputTransformer: { inputPaths: { all: "$" }, inputTemplate: "<all>" } })],
    ["a queue for dead letters", target({ deadLetterConfig: { arn: `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost` } })],
    ["a day of 185 retries", target({ retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } })],
    ["ten tasks in a group", ecs({ taskCount: 10, group: "x".repeat(255), propagateTags: "TASK_DEFINITION" })],
    [
      "ten constraints and five strategies",
      ecs({ placementConstraints: times(10, memberOf), orderedPlacementStrategies: times(5, spread) }),
    ],
    [
      "capacity providers without a launch type",
      ecs({ capacityProviderStrategies: [{ capacityProvider: "spot", base: 100_000, weight: 1000 }] }),
    ],
  ];
  for (const [what, inputs] of right) it(`take ${what}`, () => assert.deepEqual(failures(TARGET, inputs), []));

  const wrong: [what: string, inputs: Props, ...expected: string[]][] = [
    [
      "a rule's ARN for its name",
      target({ rule: "rule/finder" }),
      'rule: expected 1 to 64 letters, digits and . - _, got "rule/finder"',
    ],
    [
      "an id of 65 characters",
      target({ targetId: "x".repeat(65) }),
      `targetId: expected 1 to 64 letters, digits and . - _, got "${"x".repeat(65)}"`,
    ],
    ["a role's name for its ARN", target({ roleArn: "finder" }), 'roleArn: expected a role\'s ARN, got "finder"'],
    [
      "an input of 8,193 characters",
      target({ input: `"${"x".repeat(8191)}"` }),
      `input: expected a length between 0 and 8192 characters, got "\\"${"x".repeat(114)}...`,
    ],
    [
      "a path of 257 characters",
      target({ inputPath: `$.${"x".repeat(255)}` }),
      `inputPath: expected a length between 0 and 256 characters, got "$.${"x".repeat(114)}...`,
    ],
    [
      "a template of nothing",
      target({ inputTransformer: { inputTemplate: "" } }),
      'inputTransformer.inputTemplate: expected a length between 1 and 8192 characters, got ""',
    ],
    [
      "a path and a template",
      target({ inputPath: "$.detail", inputTransformer: { inputTemplate: '"meow"' } }),
      'inputTransformer: at most one of "input", "inputPath", "inputTransformer" may be given, got "inputPath", "inputTransformer"',
    ],
    [
      "dead letters in a FIFO queue",
      target({ deadLetterConfig: { arn: `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost.fifo` } }),
      `deadLetterConfig.arn: expected the ARN of an SQS queue that is no FIFO queue, got "arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost.fifo"`,
    ],
    [
      "retries for more than a day",
      target({ retryPolicy: { maximumEventAgeInSeconds: 86_401 } }),
      "retryPolicy.maximumEventAgeInSeconds: expected a number between 60 and 86400, got 86401",
    ],
    [
      "a group of no name",
      ecs({ group: "" }),
      'ecsTarget.group: expected a length between 1 and 255 characters, got ""',
    ],
    [
      "tags of a service",
      ecs({ propagateTags: "SERVICE" }),
      'ecsTarget.propagateTags: expected one of TASK_DEFINITION, got "SERVICE"',
    ],
    [
      "a base above 100,000",
      ecs({ capacityProviderStrategies: [{ capacityProvider: "spot", base: 100_001 }] }),
      "ecsTarget.capacityProviderStrategies[0].base: expected a number between 0 and 100000, got 100001",
    ],
    [
      "a weight above 1,000",
      ecs({ capacityProviderStrategies: [{ capacityProvider: "spot", weight: 1001 }] }),
      "ecsTarget.capacityProviderStrategies[0].weight: expected a number between 0 and 1000, got 1001",
    ],
    [
      "an unknown constraint",
      ecs({ placementConstraints: [{ type: "sameInstance" }] }),
      'ecsTarget.placementConstraints[0].type: expected one of distinctInstance, memberOf, got "sameInstance"',
    ],
    [
      "an unknown strategy",
      ecs({ orderedPlacementStrategies: [{ type: "pack", field: "memory" }] }),
      'ecsTarget.orderedPlacementStrategies[0].type: expected one of random, spread, binpack, got "pack"',
    ],
    [
      "a field for chance",
      ecs({ orderedPlacementStrategies: [{ type: "random", field: "memory" }] }),
      "ecsTarget.orderedPlacementStrategies[0].field: the strategy random takes no field",
    ],
  ];
  for (const [what, inputs, ...expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(TARGET, inputs), expected));
  }

  const many: [property: string, inputs: Props, most: number][] = [
    ["placementConstraints", ecs({ placementConstraints: times(11, memberOf) }), 10],
    ["orderedPlacementStrategies", ecs({ orderedPlacementStrategies: times(6, spread) }), 5],
  ];
  for (const [property, inputs, most] of many) {
    it(`refuse more than ${most} ${property}`, () => {
      const [failure, ...more] = failures(TARGET, inputs);
      assert.ok(failure?.startsWith(`ecsTarget.${property}: expected between 0 and ${most} elements, got [`), failure);
      assert.deepEqual(more, []);
    });
  }
});
