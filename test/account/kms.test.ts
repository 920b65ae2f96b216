import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces } from "./support";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
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
  ];
  for (const [what, inputs, failure] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(KEY, inputs), [failure]));
  }

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

    it("refuses a statement without a principal", () => {
      const { Principal: _, ...nobody } = owner;
      assert.equal(
        refusal(() => keep(policy(nobody))),
        "MalformedPolicyDocumentException: Policy contains a statement with no principal.",
      );
    });
  });
});

describe("account: an alias of a KMS key", () => {
  it("names the key, which is given by its id or its ARN", () => {
    const account = new Account();
    const key = make(account, KEY, {});
    const byId = make(account, ALIAS, { name: "alias/keyForUnicorns-workshop", targetKeyId: key.id });
    assert.equal(byId.id, "alias/keyForUnicorns-workshop");
    assert.equal(byId.outputs.arn, `arn:aws:kms:us-west-2:${ACCOUNT_ID}:alias/keyForUnicorns-workshop`);
    assert.equal(byId.outputs.targetKeyArn, key.outputs.arn);
    const byArn = make(account, ALIAS, { name: "alias/other", targetKeyId: String(key.outputs.arn) });
    assert.equal(byArn.outputs.targetKeyId, key.id);
  });

  it("moves to another key, and is replaced under another name", () => {
    const account = new Account();
    const [one, other] = [make(account, KEY, {}), make(account, KEY, {})];
    const alias = make(account, ALIAS, { name: "alias/herd", targetKeyId: one.id });
    assert.equal(change(account, ALIAS, alias, { targetKeyId: other.id }).targetKeyId, other.id);
    assert.deepEqual(replaces(ALIAS, { name: "alias/herd", targetKeyId: one.id }, { name: "alias/flock" }), ["name"]);
  });

  it("refuses a key that does not exist", () => {
    assert.equal(
      refusal(() => make(new Account(), ALIAS, { name: "alias/herd", targetKeyId: "1234" })),
      "NotFoundException: Key '1234' does not exist",
    );
  });

  it("refuses a name that is taken", () => {
    const account = new Account();
    const targetKeyId = make(account, KEY, {}).id;
    make(account, ALIAS, { name: "alias/herd", targetKeyId });
    assert.equal(
      refusal(() => make(account, ALIAS, { name: "alias/herd", targetKeyId })),
      `AlreadyExistsException: An alias with the name arn:aws:kms:us-west-2:${ACCOUNT_ID}:alias/herd already exists`,
    );
  });

  it("refuses a name without the prefix, and one of AWS's own", () => {
    const reason = (name: string) =>
      `name: expected alias/ and 1 to 250 letters, digits and / _ -, not beginning with alias/aws/, got "${name}"`;
    for (const name of ["herd", "alias/aws/ssm", "alias/a b"]) {
      assert.deepEqual(failures(ALIAS, { name, targetKeyId: "1234" }), [reason(name)]);
    }
  });

  it("does not keep its key in being", () => {
    const account = new Account();
    const key = make(account, KEY, {});
    make(account, ALIAS, { name: "alias/herd", targetKeyId: key.id });
    account.delete(KEY, key.id, options);
    assert.deepEqual(account.records(KEY), []);
  });
});
