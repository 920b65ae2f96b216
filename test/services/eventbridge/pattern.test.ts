import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { meetsPattern } from "../../../local/services/eventbridge/pattern";

/** The event of an upload, as S3 sends it. */
const UPLOAD: Props = {
  version: "0",
  source: "aws.s3",
  "detail-type": "Object Created",
  resources: ["arn:aws:s3:::code"],
  detail: {
    bucket: { name: "code" },
    object: { key: "dogs.zip", size: 4096 },
    "source-ip-address": "10.1.2.3",
    reason: "PutObject",
  },
};

/** A pattern that the event meets, and one that it misses by one thing. */
const CASES: [what: string, met: Props, missed: Props][] = [
  ["a value", { source: ["aws.s3"] }, { source: ["aws.ec2"] }],
  ["one of several values", { source: ["aws.ec2", "aws.s3"] }, { source: ["aws.ec2", "aws.sqs"] }],
  ["every field", { source: ["aws.s3"], version: ["0"] }, { source: ["aws.s3"], version: ["1"] }],
  ["a nested field", { detail: { bucket: { name: ["code"] } } }, { detail: { bucket: { name: ["artifacts"] } } }],
  ["a field that is there", { source: ["aws.s3"] }, { region: ["us-west-2"] }],
  [
    "a nested field that is there",
    { detail: { object: { key: ["dogs.zip"] } } },
    { detail: { version: { id: ["1"] } } },
  ],
  ["one element of a list", { resources: ["arn:aws:s3:::code"] }, { resources: ["arn:aws:s3:::other"] }],
  ["a number as a number", { detail: { object: { size: [4096] } } }, { detail: { object: { size: ["4096"] } } }],
  ["a beginning", { source: [{ prefix: "aws." }] }, { source: [{ prefix: "s3" }] }],
  [
    "an ending",
    { detail: { object: { key: [{ suffix: ".zip" }] } } },
    { detail: { object: { key: [{ suffix: ".tar" }] } } },
  ],
  [
    "whatever the case",
    { source: [{ "equals-ignore-case": "AWS.S3" }] },
    { source: [{ "equals-ignore-case": "AWS.S" }] },
  ],
  ["a wildcard", { source: [{ wildcard: "aws.*" }] }, { source: [{ wildcard: "s3*" }] }],
  ["a wildcard that is meant", { source: [{ wildcard: "*" }] }, { source: [{ wildcard: "aws.\\*" }] }],
  [
    "anything else",
    { source: [{ "anything-but": ["aws.ec2"] }] },
    { source: [{ "anything-but": ["aws.s3", "aws.ec2"] }] },
  ],
  [
    "anything with another beginning",
    { source: [{ "anything-but": { prefix: "gcp." } }] },
    { source: [{ "anything-but": { prefix: "aws." } }] },
  ],
  [
    "a range",
    { detail: { object: { size: [{ numeric: [">", 0, "<=", 4096] }] } } },
    { detail: { object: { size: [{ numeric: [">", 0, "<", 4096] }] } } },
  ],
  ["that it is there", { detail: { reason: [{ exists: true }] } }, { detail: { requester: [{ exists: true }] } }],
  ["that it is not there", { detail: { requester: [{ exists: false }] } }, { detail: { reason: [{ exists: false }] } }],
  [
    "that something inside what is not there is not there",
    { detail: { version: { id: [{ exists: false }] } } },
    { detail: { bucket: { name: [{ exists: false }] } } },
  ],
  [
    "a network",
    { detail: { "source-ip-address": [{ cidr: "10.0.0.0/8" }] } },
    { detail: { "source-ip-address": [{ cidr: "10.2.0.0/16" }] } },
  ],
  [
    "one of two alternatives",
    { $or: [{ source: ["aws.ec2"] }, { version: ["0"] }] },
    { $or: [{ source: ["aws.ec2"] }, { version: ["1"] }] },
  ],
];

describe("an event pattern asks for", () => {
  for (const [what, met, missed] of CASES) {
    it(what, () => {
      assert.equal(meetsPattern(met, UPLOAD), true);
      assert.equal(meetsPattern(missed, UPLOAD), false);
    });
  }

  it("nothing that is not modelled", () => {
    assert.throws(() => meetsPattern({ source: [{ soundex: "s3" }] }, UPLOAD), {
      code: "UnsupportedOperation",
      message: "The event pattern operator soundex is not modelled.",
    });
  });
});
