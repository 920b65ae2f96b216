import assert from "node:assert/strict";
import { parseQuery, type Subject } from "../../../policy/ecs/clusterQuery";

/** A container instance in us-east-1b, a g2.2xlarge with an attribute of its own. */
const SUBJECT: Subject = {
  attribute: (name) =>
    ({
      "ecs.instance-type": "g2.2xlarge",
      "ecs.availability-zone": "us-east-1b",
      "ecs.ami-id": "ami-1",
      stack: "prod",
      empty: "",
    })[name],
  field: (name) => ({ agentVersion: "1.50.2", agentConnected: "true", ec2InstanceId: "i-1" })[name],
  groups: () => ["service:production", "family:batch"],
};

const HOLDS: Record<string, boolean> = {
  // From AWS's page.
  "attribute:ecs.instance-type == t2.small": false,
  "attribute:ecs.instance-type == g2.2xlarge": true,
  "attribute:ecs.availability-zone in [us-east-1a, us-east-1b]": true,
  "task:group == service:production": true,
  "not(task:group == database)": true,
  "attribute:stack == prod": true,
  "attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d": true,
  "ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']": false,
  "agentVersion > 1.9.0": true,
  // What follows from its grammar.
  "attribute:ecs.instance-type =~ g2": false,
  "attribute:ecs.instance-type !~ t2.*": true,
  'attribute:ecs.instance-type matches "(g2|g3).2xlarge"': true,
  "attribute:stack exists": true,
  "attribute:empty exists": true,
  "attribute:missing exists": false,
  "attribute:missing !exists": true,
  "attribute:missing not_exists": true,
  "attribute:missing != anything": true,
  "attribute:missing == anything": false,
  "attribute:ecs.availability-zone not_in [us-east-1a]": true,
  "attribute:ecs.availability-zone !in [us-east-1b]": false,
  "attribute:stack equals prod": true,
  "attribute:stack not_equals prod": false,
  'attribute:stack == "prod"': true,
  "agentVersion >= 1.50.2": true,
  "agentVersion < 1.6": false,
  "agentVersion <= 1.50.2": true,
  "agentConnected == true": true,
  "task:group == family:batch": true,
  "task:group != service:production": false,
  // and binds tighter than or, not tighter than and.
  "attribute:stack == prod or attribute:stack == x and attribute:stack == y": true,
  "(attribute:stack == prod or attribute:stack == x) and attribute:stack == y": false,
  "not attribute:stack == x and attribute:stack == prod": true,
  "!(attribute:stack == prod || attribute:stack == x)": false,
  "attribute:stack == prod && !attribute:stack == x": true,
};

describe("the cluster query language", () => {
  for (const [query, expected] of Object.entries(HOLDS)) {
    it(`${query}: ${expected}`, () => assert.equal(parseQuery(query)(SUBJECT), expected));
  }

  for (const [query, message] of [
    ["", "expected a subject such as attribute:ecs.instance-type at its end"],
    [
      "instance-type == x",
      'expected a subject such as attribute:ecs.instance-type, task:group or agentVersion at "instance-type"',
    ],
    ["attribute:stack", "expected an operator such as ==, in or exists at its end"],
    ["attribute:stack = prod", 'expected an operator such as ==, in or exists at "="'],
    ["attribute:stack ==", "expected a value at its end"],
    ["attribute:stack in prod", 'expected [ at "prod"'],
    ["attribute:stack in [prod", "expected ] at its end"],
    ["(attribute:stack exists", "expected ) at its end"],
    ["attribute:stack exists attribute:x exists", 'expected the end, and or or at "attribute:x"'],
  ] as const) {
    it(`refuses "${query}"`, () => {
      assert.throws(() => parseQuery(query), {
        name: "SyntaxError",
        message: `"${query}" is no cluster query: ${message}`,
      });
    });
  }
});
