import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const secureString = rule("secrets-secure-string");

const PARAMETER = "aws:ssm/parameter:Parameter";
const SECRET = "aws:secretsmanager/secret:Secret";

const parameter = {
  name: "/alice/UnicornLocation",
  type: "SecureString",
  keyId: "e3606ff8-c0be-4beb-a8e6-85cec60579b8",
  value: "over the rainbow",
  tags: { Classification: "Mythical" },
};
const secret = {
  name: "alice",
  kmsKeyId: "arn:aws:kms:us-west-2:123456789012:key/1",
  tags: { Classification: "Mythical" },
};

const ownKey = (property: string, given = "missing") =>
  `${property} is ${given}, so everybody in the account who may read the secret may decrypt it too; ` +
  "a KMS key of one's own is required. Make an aws.kms.Key and name it.";

const classified = (tag = "Classification") =>
  `tags.${tag} is missing, so roles cannot be given access by how secret it is; a value is required on every secret. Set it.`;

const plain = (type: string, why: string) =>
  `type is ${type}, and ${why}, which everybody who may list parameters can read; ` +
  "only SecureString is allowed for secrets. Set it so, with a keyId.";

describe("secrets-secure-string", () => {
  it("accepts secrets under a key of one's own, with a classification", async () => {
    assert.deepEqual(await violations(secureString, PARAMETER, parameter), []);
    assert.deepEqual(await violations(secureString, PARAMETER, mutated(parameter, "keyId", "alias/unicorns")), []);
    assert.deepEqual(await violations(secureString, SECRET, secret), []);
  });

  it("refuses the key that AWS manages, named or by default", async () => {
    assert.deepEqual(await violations(secureString, PARAMETER, mutated(parameter, "keyId", undefined)), [
      ownKey("keyId"),
    ]);
    assert.deepEqual(await violations(secureString, PARAMETER, mutated(parameter, "keyId", "")), [ownKey("keyId")]);
    for (const alias of ["alias/aws/ssm", "arn:aws:kms:us-west-2:123456789012:alias/aws/ssm"]) {
      assert.deepEqual(await violations(secureString, PARAMETER, mutated(parameter, "keyId", alias)), [
        ownKey("keyId", alias),
      ]);
    }
    assert.deepEqual(await violations(secureString, SECRET, mutated(secret, "kmsKeyId", undefined)), [
      ownKey("kmsKeyId"),
    ]);
    assert.deepEqual(await violations(secureString, SECRET, mutated(secret, "kmsKeyId", "alias/aws/secretsmanager")), [
      ownKey("kmsKeyId", "alias/aws/secretsmanager"),
    ]);
  });

  it("asks for a classification, which may come from the provider's default tags", async () => {
    for (const [type, props] of [
      [PARAMETER, parameter],
      [SECRET, secret],
    ] as const) {
      for (const tags of [undefined, {}, { Lab: "3" }, { Classification: "" }]) {
        assert.deepEqual(await violations(secureString, type, mutated(props, "tags", tags)), [classified()]);
      }
      const byDefault = { ...props, tags: {}, tagsAll: { Classification: "Mythical" } };
      assert.deepEqual(await violations(secureString, type, byDefault), []);
    }
  });

  it("refuses a parameter in plain text that its name gives away", async () => {
    for (const type of ["String", "StringList"]) {
      const password = { name: "/alice/db/password", type, value: "hunter2" };
      assert.deepEqual(await violations(secureString, PARAMETER, password), [
        plain(type, "/alice/db/password is the name of a secret"),
      ]);
    }
    for (const [name, value] of [
      ["/alice/db/passwordLength", "20"],
      ["/alice/token-ttl", "1h"],
      ["/alice/password", "arn:aws:secretsmanager:us-west-2:123456789012:secret:x"],
      ["/alice/imageTag", "v3"],
    ]) {
      assert.deepEqual(await violations(secureString, PARAMETER, { name, type: "String", value }), []);
    }
  });

  it("refuses a parameter in plain text that its value gives away, without showing it", async () => {
    const url = { name: "/alice/database", type: "String", value: "postgres://app:hunter2@db.example.com/app" };
    const expected = [plain("String", "the value is a URL with a password")];
    assert.deepEqual(await violations(secureString, PARAMETER, url), expected);
    const { value, ...insecure } = url;
    assert.deepEqual(await violations(secureString, PARAMETER, { ...insecure, insecureValue: value }), expected);
  });

  it("asks for what the policy config says", async () => {
    const bare = { name: "/alice/x", type: "SecureString", value: "x" };
    assert.deepEqual(await violations(secureString, PARAMETER, bare), [ownKey("keyId"), classified()]);
    assert.deepEqual(await violations(secureString, PARAMETER, bare, { requireCustomerKey: false }), [classified()]);
    assert.deepEqual(await violations(secureString, PARAMETER, bare, { classificationTag: "" }), [ownKey("keyId")]);
    assert.deepEqual(await violations(secureString, PARAMETER, parameter, { classificationTag: "Level" }), [
      classified("Level"),
    ]);
  });

  it("says nothing about what is not known yet, and notes what it needs", async () => {
    for (const path of ["keyId", "tags", "tags.Classification", "value", "name"]) {
      assert.deepEqual(await violations(secureString, PARAMETER, mutated(parameter, path, UNKNOWN)), []);
      assert.deepEqual(await leftOpen(secureString, PARAMETER, mutated(parameter, path, UNKNOWN)), []);
    }
    assert.deepEqual(await violations(secureString, PARAMETER, { name: "password", type: UNKNOWN, value: "x" }), []);
    assert.deepEqual(await leftOpen(secureString, PARAMETER, mutated(parameter, "type", UNKNOWN)), ["type"]);
    const plainText = { name: "/alice/x", type: "String", value: UNKNOWN };
    assert.deepEqual(await violations(secureString, PARAMETER, plainText), []);
    assert.deepEqual(await leftOpen(secureString, PARAMETER, plainText), ["value"]);
    assert.deepEqual(await violations(secureString, PARAMETER, { ...plainText, name: "/alice/password" }), [
      plain("String", "/alice/password is the name of a secret"),
    ]);
  });
});
