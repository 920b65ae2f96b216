import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { isPublic } from "../../local/account/types/s3/bucketPolicyDocument";
import { BUCKET, BUCKET_POLICY, BUCKET_PUBLIC_ACCESS_BLOCK } from "../../local/account/types/s3/references";
import { accountWithRole, policy, ROLE_ARN, ROOT } from "./iam/fixture";
import { failures, make, refusal } from "./support";

const bucket = "dogs";
const statement: Props = {
  Effect: "Allow",
  Principal: { AWS: ROLE_ARN },
  Action: ["s3:GetObject", "s3:GetObjectVersion"],
  Resource: "arn:aws:s3:::dogs/*",
};

/** An account with the role cats-task and a bucket. */
function dogs(block?: Props): Account {
  const account = accountWithRole();
  make(account, BUCKET, { bucket });
  if (block) make(account, BUCKET_PUBLIC_ACCESS_BLOCK, { bucket, ...block });
  return account;
}

const put = (by: Props, account = dogs()) =>
  make(account, BUCKET_POLICY, { bucket, policy: policy({ ...statement, ...by }) });
const refused = (by: Props): string => refusal(() => put(by));

describe("account: S3 bucket policies", () => {
  it("takes a policy for roles, the account and services", () => {
    const document = policy(
      statement,
      { ...statement, Principal: { AWS: [ROOT, "999999999999"] }, Action: "s3:*", Resource: "arn:aws:s3:::dogs" },
      { ...statement, Principal: { Service: "codepipeline.amazonaws.com" } },
    );
    assert.equal(make(dogs(), BUCKET_POLICY, { bucket, policy: document }).outputs.policy, document);
  });

  const other = "arn:aws:iam::123456789012:role/nobody";
  const malformed: [what: string, by: Props, expected: string][] = [
    ["no effect", { Effect: "Maybe" }, 'Invalid effect: "Maybe"'],
    ["no principal", { Principal: null }, "Missing required field Principal"],
    ["no action", { Action: null }, "Missing required field Action"],
    ["no resource", { Resource: null }, "Missing required field Resource"],
    ["a role that does not exist", { Principal: { AWS: other } }, `Invalid principal in policy: "${other}"`],
    [
      "a service that does not exist",
      { Principal: { Service: "dogs.amazonaws.com" } },
      'Invalid principal in policy: "dogs.amazonaws.com"',
    ],
    ["an action of another service", { Action: "ec2:*" }, 'Policy has invalid action: "ec2:*"'],
    [
      "another bucket",
      { Resource: ["arn:aws:s3:::dogs/*", "arn:aws:s3:::dogs2/*"] },
      'Policy has invalid resource: "arn:aws:s3:::dogs2/*"',
    ],
    [
      "objects' actions for the bucket alone",
      { Resource: "arn:aws:s3:::dogs" },
      "Action does not apply to any resource(s) in statement",
    ],
  ];
  for (const [what, by, expected] of malformed) {
    it(`refuses ${what}`, () => assert.equal(refused(by), `MalformedPolicy: ${expected} (Statement[0])`));
  }

  it("refuses a document that is no policy", () => {
    const of = (document: string) => refusal(() => make(dogs(), BUCKET_POLICY, { bucket, policy: document }));
    assert.equal(of("{}"), "MalformedPolicy: Missing required field Statement");
    assert.equal(of("[]"), "MalformedPolicy: Policies must be valid JSON and the first byte must be '{'. Got \"[]\"");
    assert.equal(
      of(policy(statement).replace("2012-10-17", "2026-01-01")),
      'MalformedPolicy: The policy must contain a valid version string. Got "2026-01-01"',
    );
    assert.deepEqual(failures(BUCKET_POLICY, { bucket, policy: "{" }), [
      'policy: expected a string that holds JSON, got "{"',
    ]);
  });

  it("refuses more than 20 KB", () => {
    const of = (length: number) => JSON.stringify("x".repeat(length - 2));
    assert.deepEqual(failures(BUCKET_POLICY, { bucket, policy: of(20_480) }), []);
    assert.match(
      failures(BUCKET_POLICY, { bucket, policy: of(20_481) }).join(),
      /^policy: expected a length between 1 and 20480 characters, got /,
    );
  });

  it("sees no change in another order of actions", () => {
    const account = dogs();
    const inputs = (...Action: string[]): Props => ({ bucket, policy: policy({ ...statement, Action }) });
    const olds = inputs("s3:GetObject", "s3:PutObject");
    assert.equal(account.diff(BUCKET_POLICY, olds, inputs("s3:PutObject", "s3:GetObject")).changes, false);
    assert.equal(account.diff(BUCKET_POLICY, olds, inputs("s3:PutObject")).changes, true);
  });
});

describe("account: public S3 bucket policies", () => {
  const blocked =
    "AccessDenied: The bucket policy of 'dogs' cannot be set because public policies are blocked by the BlockPublicPolicy " +
    "setting in S3 Block Public Access. Name who may do what, or turn blockPublicPolicy off.";

  it("are blocked, as AWS makes buckets, and where the bucket says so", () => {
    assert.equal(refused({ Principal: "*" }), blocked);
    assert.equal(
      refusal(() => put({ Principal: "*" }, dogs({ blockPublicPolicy: true }))),
      blocked,
    );
  });

  it("are taken where the bucket lets them", () => {
    assert.equal(put({ Principal: "*" }, dogs({ blockPublicPolicy: false })).id, bucket);
  });

  const everybody = { ...statement, Principal: "*" };
  const cases: [what: string, by: Props, expected: boolean][] = [
    ["everybody", {}, true],
    ["every AWS account", { Principal: { AWS: ["*"] } }, true],
    ["everybody but one", { Principal: null, NotPrincipal: { AWS: ROLE_ARN } }, true],
    ["a role", { Principal: { AWS: ROLE_ARN } }, false],
    ["nobody without TLS", { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }, false],
    ["everybody with TLS", { Condition: { Bool: { "aws:SecureTransport": "true" } } }, true],
    ["an account's resources", { Condition: { StringEquals: { "AWS:SourceAccount": "123456789012" } } }, false],
    ["all but an account's", { Condition: { StringNotEquals: { "aws:SourceAccount": "123456789012" } } }, true],
    ["a pattern of roles", { Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*" } } }, true],
    ["the whole internet", { Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }, true],
    ["a network", { Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } } }, false],
  ];
  for (const [what, by, expected] of cases) {
    it(`${expected ? "are" : "are not"} those for ${what}`, () => {
      assert.equal(isPublic(policy({ ...everybody, ...by })), expected);
    });
  }
});
