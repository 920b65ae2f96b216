import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { ACCOUNT_ID, failures, make, options, refusal, replaces, without } from "./support";

const KEY = "aws:kms/key:Key";
const ROLE = "aws:iam/role:Role";
const ROOT = `arn:aws:iam::${ACCOUNT_ID}:root`;

function policy(...statements: Props[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const owner = { Effect: "Allow", Principal: { AWS: ROOT }, Action: "kms:*", Resource: "*" };

describe("account: a KMS key", () => {
  it("has a UUID, an ARN, and a policy that leaves access to IAM", () => {
    const { id, outputs } = make(new Account(), KEY, {});
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    const { arn, keyId, isEnabled, policy: text } = outputs;
    assert.deepEqual([arn, keyId, isEnabled], [`arn:aws:kms:us-west-2:${ACCOUNT_ID}:key/${id}`, id, true]);
    assert.deepEqual(JSON.parse(String(text)).Statement, [{ Sid: "Enable IAM User Permissions", ...owner }]);
  });

  it("of several regions says so in its id", () => {
    assert.match(make(new Account(), KEY, { multiRegion: true }).id, /^mrk-[0-9a-f]{32}$/);
  });

  it("rotates once a year unless it is told otherwise", () => {
    const account = new Account();
    assert.equal(make(account, KEY, { enableKeyRotation: true }).outputs.rotationPeriodInDays, 365);
    assert.equal(make(account, KEY, {}).outputs.rotationPeriodInDays, 0);
  });

  const wrong: [string, Props, string][] = [
    [
      "6 days until it is deleted",
      { deletionWindowInDays: 6 },
      "deletionWindowInDays: expected a number between 7 and 30, got 6",
    ],
    [
      "31 days until it is deleted",
      { deletionWindowInDays: 31 },
      "deletionWindowInDays: expected a number between 7 and 30, got 31",
    ],
    [
      "a rotation of 89 days",
      { enableKeyRotation: true, rotationPeriodInDays: 89 },
      "rotationPeriodInDays: expected a number between 90 and 2560, got 89",
    ],
    [
      "a rotation's period without rotation",
      { rotationPeriodInDays: 90 },
      "rotationPeriodInDays: needs enableKeyRotation to be true",
    ],
    [
      "rotation of a key that does not rotate",
      { enableKeyRotation: true, customerMasterKeySpec: "RSA_2048" },
      "enableKeyRotation: only keys of SYMMETRIC_DEFAULT rotate, got RSA_2048",
    ],
    [
      "a kind that is not for the usage",
      { keyUsage: "GENERATE_VERIFY_MAC" },
      "customerMasterKeySpec: expected one of HMAC_224, HMAC_256, HMAC_384, HMAC_512 for keyUsage GENERATE_VERIFY_MAC, got SYMMETRIC_DEFAULT",
    ],
    ["a key of another store alone", { xksKeyId: "1" }, "xksKeyId: needs a customKeyStoreId"],
    [
      "an unknown usage",
      { keyUsage: "WRAP" },
      'keyUsage: expected one of ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC, KEY_AGREEMENT, got "WRAP"',
    ],
    ["a policy that is no JSON", { policy: "kms:*" }, 'policy: expected a string that holds JSON, got "kms:*"'],
    [
      "a policy of more than 32 KB",
      { policy: `"${"x".repeat(32_767)}"` },
      `policy: expected a length between 1 and 32768 characters, got "\\"${"x".repeat(114)}...`,
    ],
  ];
  for (const [what, inputs, failure] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(KEY, inputs), [failure]));
  }

  it("is not judged by what a preview does not know yet", () => {
    assert.deepEqual(failures(KEY, { keyUsage: UNKNOWN, customerMasterKeySpec: "HMAC_256" }), []);
    assert.deepEqual(failures(KEY, { enableKeyRotation: UNKNOWN, rotationPeriodInDays: 90 }), []);
  });

  it("is in no key store that the account does not have", () => {
    assert.equal(
      refusal(() => make(new Account(), KEY, { customKeyStoreId: "cks-1234" })),
      "CustomKeyStoreNotFoundException: Custom key store cks-1234 does not exist.",
    );
  });

  it("leaves nothing in the account when it is deleted, and is not counted any more", () => {
    const account = new Account();
    account.raiseQuota("L-C2F1777E", 1);
    const { id } = make(account, KEY, { deletionWindowInDays: 7 });
    assert.match(
      refusal(() => make(account, KEY, {})),
      /^LimitExceededException: The quota "KMS keys" \(L-C2F1777E\) is 1; 1 in use, 1 more asked for\./,
    );
    account.delete(KEY, id, options);
    assert.equal(account.isEmpty, true);
    assert.equal(make(account, KEY, { isEnabled: false }).outputs.isEnabled, false);
  });

  it("is replaced by one of another kind, and not by one with another description", () => {
    assert.deepEqual(replaces(KEY, {}, { customerMasterKeySpec: "RSA_2048" }), ["customerMasterKeySpec"]);
    assert.deepEqual(replaces(KEY, {}, { description: "new", enableKeyRotation: true }), []);
  });

  describe("with a policy of its own", () => {
    const keep = (document: string, more: Props = {}) => make(new Account(), KEY, { policy: document, ...more });

    it("keeps it", () => {
      assert.equal(keep(policy(owner)).outputs.policy, policy(owner));
    });

    it("refuses one after which nobody could change it", () => {
      const error =
        "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.";
      assert.equal(
        refusal(() => keep(policy({ ...owner, Action: "kms:Decrypt" }))),
        error,
      );
      assert.equal(
        refusal(() => keep(policy({ ...owner, Principal: { Service: "ssm.amazonaws.com" } }))),
        error,
      );
    });

    it("reads wildcards in the actions, and NotAction", () => {
      for (const Action of ["*", "kms:Put*", "KMS:PutKeyPolicy", "kms:*Policy"]) {
        assert.equal(keep(policy({ ...owner, Action })).outputs.policy, policy({ ...owner, Action }));
      }
      const { Action: _, ...rest } = owner;
      assert.equal(typeof keep(policy({ ...rest, NotAction: "kms:Decrypt" })).id, "string");
      assert.match(
        refusal(() => keep(policy({ ...rest, NotAction: "kms:Put*" }))),
        /will not allow you to update the key policy/,
      );
    });

    it("does not take a Deny, or another account, for somebody who may change it", () => {
      const lockout = /The new key policy will not allow you to update the key policy in the future\.$/;
      assert.match(
        refusal(() => keep(policy({ ...owner, Effect: "Deny" }))),
        lockout,
      );
      assert.match(
        refusal(() => keep(policy({ ...owner, Principal: { AWS: "arn:aws:iam::999999999999:root" } }))),
        lockout,
      );
    });

    it("takes that where it is asked for", () => {
      const document = policy({ ...owner, Action: "kms:Decrypt" });
      assert.equal(keep(document, { bypassPolicyLockoutSafetyCheck: true }).outputs.policy, document);
    });

    it("refuses a role that does not exist, until it does", () => {
      const account = new Account();
      const document = policy(owner, { ...owner, Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:role/cats` } });
      assert.equal(
        refusal(() => make(account, KEY, { policy: document })),
        "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
      );
      make(account, ROLE, {
        name: "cats",
        assumeRolePolicy: policy({
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      });
      assert.equal(make(account, KEY, { policy: document }).outputs.policy, document);
    });

    it("refuses a service and a name that are nobody", () => {
      const nobodies: Props[] = [{ Service: "unicorns.amazonaws.com" }, { AWS: "cats" }];
      for (const Principal of nobodies) {
        assert.equal(
          refusal(() => keep(policy(owner, { ...owner, Principal }))),
          "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
        );
      }
      assert.ok(keep(policy(owner, { ...owner, Principal: { Service: "logs.us-west-2.amazonaws.com" } })).id);
    });

    for (const [element, name] of [
      ["Principal", "principal"],
      ["Action", "action"],
      ["Resource", "resource"],
    ]) {
      it(`refuses a statement without a ${name}`, () => {
        assert.equal(
          refusal(() => keep(policy(owner, without(owner, String(element))))),
          `MalformedPolicyDocumentException: Policy contains a statement with no ${name}.`,
        );
      });
    }

    it("refuses a statement with no effect, and a policy without statements", () => {
      assert.equal(
        refusal(() => keep(policy(owner, { ...owner, Effect: "Maybe" }))),
        "MalformedPolicyDocumentException: Policy contains a statement with an invalid effect: expected Allow or Deny, " +
          'got "Maybe".',
      );
      assert.equal(
        refusal(() => keep(policy())),
        "MalformedPolicyDocumentException: Policy contains no statement.",
      );
    });

    it("is not changed by another order of what it says", () => {
      const before = policy({ ...owner, Action: ["kms:PutKeyPolicy", "kms:Decrypt"] });
      const after = policy({ ...owner, Action: ["kms:Decrypt", "kms:PutKeyPolicy"] });
      assert.equal(new Account().diff(KEY, { policy: before }, { policy: after }).changes, false);
      assert.equal(new Account().diff(KEY, { policy: before }, { policy: policy(owner) }).changes, true);
    });
  });
});
