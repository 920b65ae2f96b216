import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const notOpen = rule("iam-resource-policy-not-open");

const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const PERMISSION = "aws:lambda/permission:Permission";
const EVENT_PERMISSION = "aws:cloudwatch/eventPermission:EventPermission";

const WITH_POLICY = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketV2:BucketV2",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queue:Queue",
  QUEUE_POLICY,
];

const open = (property: string, given = "*") =>
  `${property} is ${given}, so everybody with an AWS account, or on the internet, may use it; named principals, or a ` +
  "condition such as aws:SourceArn or aws:PrincipalOrgID, are required. Name who needs it.";

const statement = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: "arn:aws:sqs:us-west-2:123456789012:alice-dead-letters",
  Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:events:us-west-2:123456789012:rule/alice" } },
};

const said = (...changes: object[]) =>
  violations(notOpen, QUEUE_POLICY, {
    policy: JSON.stringify({ Statement: changes.map((change) => ({ ...statement, ...change })) }),
  });

const permission = {
  action: "lambda:InvokeFunction",
  function: "alice",
  principal: "events.amazonaws.com",
  sourceArn: "arn:aws:events:us-west-2:123456789012:rule/alice",
};

describe("iam-resource-policy-not-open", () => {
  for (const type of WITH_POLICY) {
    it(`judges ${type}`, async () => {
      const policy = (Principal: unknown) =>
        JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*", Principal } });
      assert.deepEqual(
        await violations(notOpen, type, { policy: policy({ AWS: "arn:aws:iam::123456789012:root" }) }),
        [],
      );
      assert.deepEqual(await violations(notOpen, type, { policy: policy({ AWS: "*" }) }), [
        open("policy.Statement.Principal.AWS"),
      ]);
      assert.deepEqual(await violations(notOpen, type, {}), []);
    });
  }

  it("accepts services and what conditions hold to accounts, organizations and networks", async () => {
    assert.deepEqual(await said({}), []);
    assert.deepEqual(await said({ Condition: undefined }), []);
    assert.deepEqual(await said({ Principal: "*" }), []);
    const owner = { StringEquals: { "AWS:SourceOwner": "123456789012" } };
    assert.deepEqual(await said({ Principal: { AWS: "*" }, Condition: owner }), []);
    const office = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
    assert.deepEqual(await said({ Principal: { AWS: "*" }, Condition: office }), []);
    assert.deepEqual(await said({ Effect: "Deny", Principal: "*", Condition: undefined }), []);
  });

  it("refuses everybody, in each way to write it", async () => {
    assert.deepEqual(await said({}, { Principal: "*", Condition: undefined }), [open("policy.Statement[1].Principal")]);
    assert.deepEqual(await said({ Principal: { AWS: ["1", "*"] }, Condition: {} }), [
      open("policy.Statement[0].Principal.AWS[1]"),
    ]);
    assert.deepEqual(await said({ Principal: undefined, NotPrincipal: { AWS: "1" }, Condition: undefined }), [
      open("policy.Statement[0].NotPrincipal", "given"),
    ]);
    const insecure = { Bool: { "aws:SecureTransport": "true" } };
    assert.deepEqual(await said({ Principal: "*", Condition: insecure }), [open("policy.Statement[0].Principal")]);
    const any = { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/*" } };
    assert.deepEqual(await said({ Principal: "*", Condition: any }), [open("policy.Statement[0].Principal")]);
  });

  it("accepts everybody where another statement denies those from elsewhere", async () => {
    const everybody = { Principal: "*", Condition: undefined };
    const deny = { Effect: "Deny", Principal: "*" };
    const others = { ...deny, Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } };
    assert.deepEqual(await said(everybody, others), []);
    const insecure = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
    assert.deepEqual(await said(everybody, insecure), [open("policy.Statement[0].Principal")]);
    const own = { ...others, Principal: { AWS: "arn:aws:iam::123456789012:root" } };
    assert.deepEqual(await said(everybody, own), [open("policy.Statement[0].Principal")]);
  });

  it("refuses functions that a service may call for any account", async () => {
    const deputy = (given: string) =>
      `sourceArn is ${given}, so events.amazonaws.com may call the function on behalf of any account; sourceArn or ` +
      "sourceAccount is required for a service. Set it to the ARN of what calls the function.";
    assert.deepEqual(await violations(notOpen, PERMISSION, permission), []);
    assert.deepEqual(await violations(notOpen, PERMISSION, mutated(permission, "sourceArn", undefined)), [
      deputy("missing"),
    ]);
    assert.deepEqual(await violations(notOpen, PERMISSION, mutated(permission, "sourceArn", "arn:aws:events:*:*:*")), [
      deputy("arn:aws:events:*:*:*"),
    ]);
    const account = { ...permission, sourceArn: undefined, sourceAccount: "123456789012" };
    assert.deepEqual(await violations(notOpen, PERMISSION, account), []);
  });

  it("refuses functions that everybody may call", async () => {
    const everybody = { ...permission, principal: "*", sourceArn: undefined };
    assert.deepEqual(await violations(notOpen, PERMISSION, everybody), [open("principal")]);
    const url = { ...everybody, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" };
    assert.deepEqual(await violations(notOpen, PERMISSION, url), [open("principal")]);
    for (const limit of ["principalOrgId", "sourceAccount"]) {
      assert.deepEqual(await violations(notOpen, PERMISSION, { ...everybody, [limit]: "x" }), []);
    }
    const account = { ...permission, principal: "123456789012", sourceArn: undefined };
    assert.deepEqual(await violations(notOpen, PERMISSION, account), []);
    const alexa = { ...permission, principal: "alexa-appkit.amazon.com", sourceArn: undefined, eventSourceToken: "x" };
    assert.deepEqual(await violations(notOpen, PERMISSION, alexa), []);
  });

  it("refuses event buses that everybody may send to", async () => {
    const condition = { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1" };
    assert.deepEqual(await violations(notOpen, EVENT_PERMISSION, { principal: "*" }), [open("principal")]);
    assert.deepEqual(await violations(notOpen, EVENT_PERMISSION, { principal: "*", condition }), []);
    assert.deepEqual(await violations(notOpen, EVENT_PERMISSION, { principal: "123456789012" }), []);
  });

  it("says nothing about what is not known yet, and notes what it needs", async () => {
    assert.deepEqual(await violations(notOpen, QUEUE_POLICY, { policy: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(notOpen, QUEUE_POLICY, { policy: UNKNOWN }), ["policy"]);
    assert.deepEqual(await leftOpen(notOpen, PERMISSION, { ...permission, principal: UNKNOWN }), ["principal"]);
    const planned = { ...permission, sourceArn: UNKNOWN };
    assert.deepEqual(await violations(notOpen, PERMISSION, planned), []);
    assert.deepEqual(await leftOpen(notOpen, PERMISSION, planned), []);
    assert.deepEqual(await violations(notOpen, EVENT_PERMISSION, { principal: "*", condition: UNKNOWN }), []);
  });
});
