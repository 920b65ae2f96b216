import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const PARAMETER = "aws:ssm/parameter:Parameter";
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

const MORE =
  "For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

const plain: Props = { name: "/workshop/Greeting", type: "String", value: "meow" };
const secure: Props = { ...plain, name: "/workshop/UnicornLocation", type: "SecureString" };

const refused = (by: Props, account = new Account()): string =>
  refusal(() => make(account, PARAMETER, { ...plain, ...by }));

describe("account: SSM parameters", () => {
  it("makes a parameter with the ARN and defaults of Parameter Store", () => {
    const { id, outputs } = make(new Account(), PARAMETER, plain);
    assert.equal(id, "/workshop/Greeting");
    assert.equal(outputs.arn, `arn:aws:ssm:us-west-2:${ACCOUNT_ID}:parameter/workshop/Greeting`);
    const { dataType, tier, version, keyId, value, hasValueWo } = outputs;
    assert.deepEqual([dataType, tier, version, keyId, value, hasValueWo], ["text", "Standard", 1, "", "meow", false]);
  });

  it("puts a slash into the ARN of a name that has none", () => {
    const { outputs } = make(new Account(), PARAMETER, { ...plain, name: "Greeting" });
    assert.equal(outputs.arn, `arn:aws:ssm:us-west-2:${ACCOUNT_ID}:parameter/Greeting`);
  });

  it("encrypts with AWS's key where none is named", () => {
    assert.equal(make(new Account(), PARAMETER, secure).outputs.keyId, "alias/aws/ssm");
  });

  it("reports an open value as such, and a write-only value not at all", () => {
    const open = make(new Account(), PARAMETER, { ...without(plain, "value"), insecureValue: "meow" }).outputs;
    assert.deepEqual([open.insecureValue, open.value], ["meow", undefined]);
    const hidden = make(new Account(), PARAMETER, { ...without(secure, "value"), valueWo: "meow", valueWoVersion: 1 });
    assert.equal(hidden.outputs.hasValueWo, true);
    assert.equal(JSON.stringify(hidden.outputs).includes("meow"), false);
  });

  it("keeps as secret what the SDK keeps as secret", () => {
    assert.deepEqual(new Account().definition(PARAMETER).secrets, ["value", "valueWo"]);
  });

  const wrong: [what: string, by: Props, ...expected: string[]][] = [
    ["a name with a space", { name: "a b" }, 'name: expected letters, digits and the characters . - _ /, got "a b"'],
    ["a name of 1,012 characters", { name: "x".repeat(1012) }, "name: expected at most 1011 characters, got 1012"],
    [
      "a hierarchy that does not begin with a slash",
      { name: "workshop/Greeting" },
      'name: expected a fully qualified name, where a hierarchy begins with a slash, got "workshop/Greeting"',
    ],
    [
      "a name that ends with a slash",
      { name: "/workshop/" },
      'name: expected a name between any two slashes and after the last one, got "/workshop/"',
    ],
    ["16 levels", { name: "/a".repeat(16) }, "name: expected at most 15 levels, got 16"],
    [
      "a name that AWS keeps for itself",
      { name: "/AWS/Greeting" },
      'name: expected a name that does not begin with aws or ssm, in capitals or not, got "/AWS/Greeting"',
    ],
    [
      "a name that begins with ssm",
      { name: "ssmGreeting" },
      'name: expected a name that does not begin with aws or ssm, in capitals or not, got "ssmGreeting"',
    ],
    ["an unknown type", { type: "Text" }, 'type: expected one of String, StringList, SecureString, got "Text"'],
    ["an unknown tier", { tier: "Free" }, 'tier: expected one of Standard, Advanced, Intelligent-Tiering, got "Free"'],
    [
      "an unknown data type",
      { dataType: "json" },
      'dataType: expected one of text, aws:ec2:image, aws:ssm:integration, got "json"',
    ],
    [
      "an image that is a secret",
      { type: "SecureString", dataType: "aws:ec2:image" },
      "dataType: aws:ec2:image works with type String only, got SecureString",
    ],
    [
      "an integration under any name",
      { type: "SecureString", dataType: "aws:ssm:integration" },
      "dataType: aws:ssm:integration needs the type SecureString and a name that begins with " +
        "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/",
    ],
    [
      "a description of 1,025 characters",
      { description: "x".repeat(1025) },
      `description: expected a length between 0 and 1024 characters, got "${"x".repeat(116)}...`,
    ],
    [
      "a key for what is not encrypted",
      { keyId: "alias/aws/ssm" },
      "keyId: works with type SecureString only, got String",
    ],
    [
      "a secret in clear",
      { type: "SecureString", value: null, insecureValue: "meow" },
      "insecureValue: works with type String or StringList only, got SecureString",
    ],
    [
      "two values",
      { insecureValue: "meow" },
      'insecureValue: at most one of "value", "insecureValue", "valueWo" may be given, got "value", "insecureValue"',
    ],
    ["no value", { value: null }, 'value: one of "value", "insecureValue", "valueWo" must be given'],
    [
      "a write-only value without a version",
      { value: null, valueWo: "meow" },
      "valueWoVersion: missing; valueWo and valueWoVersion are given together",
    ],
    [
      "the version of no write-only value",
      { valueWoVersion: 1 },
      "valueWo: missing; valueWo and valueWoVersion are given together",
    ],
  ];
  for (const [what, by, ...expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(PARAMETER, { ...plain, ...by }), expected));
  }

  it("accepts the longest name, 15 levels, and what a preview does not know", () => {
    assert.deepEqual(failures(PARAMETER, { ...plain, name: "x".repeat(1011) }), []);
    assert.deepEqual(failures(PARAMETER, { ...plain, name: "/a".repeat(15) }), []);
    assert.deepEqual(failures(PARAMETER, { ...plain, type: UNKNOWN, keyId: UNKNOWN }), []);
  });
});

describe("account: the value of an SSM parameter", () => {
  it("has at most 4,096 characters in the standard tier", () => {
    assert.equal(make(new Account(), PARAMETER, { ...plain, value: "x".repeat(4096) }).outputs.tier, "Standard");
    assert.equal(
      refused({ value: "x".repeat(4097) }),
      "ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters. To create a " +
        `larger parameter value, upgrade the parameter to use the advanced-parameter tier. ${MORE}`,
    );
  });

  it("has at most 8,192 characters in the advanced tier, which intelligent tiering chooses for it", () => {
    const value = "x".repeat(8192);
    for (const tier of ["Advanced", "Intelligent-Tiering"]) {
      assert.equal(make(new Account(), PARAMETER, { ...plain, tier, value }).outputs.tier, "Advanced");
      assert.equal(
        refused({ tier, value: `${value}x` }),
        `ValidationException: Advanced tier parameters support a maximum parameter value of 8192 characters. ${MORE}`,
      );
    }
    assert.equal(make(new Account(), PARAMETER, { ...plain, tier: "Intelligent-Tiering" }).outputs.tier, "Standard");
  });

  it("is not empty", () => {
    assert.equal(
      refused({ value: "" }),
      "ValidationException: 1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must " +
        "have length greater than or equal to 1",
    );
  });

  it("matches its pattern, and is not shown where it does not", () => {
    assert.equal(make(new Account(), PARAMETER, { ...plain, allowedPattern: "^[a-z]+$" }).outputs.value, "meow");
    assert.equal(
      refused({ allowedPattern: "^\\d+$" }),
      "ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: ^\\d+$",
    );
    assert.equal(
      refused({ allowedPattern: "(" }),
      "InvalidAllowedPatternException: The request does not meet the regular expression requirement: (",
    );
  });
});

describe("account: the life of an SSM parameter", () => {
  it("counts up a version with each change of what PutParameter writes, and not with tags", () => {
    const account = new Account();
    const made = make(account, PARAMETER, plain);
    assert.equal(change(account, PARAMETER, made, { tags: { Owner: "ann" } }).version, 1);
    const second = { ...made, inputs: { ...made.inputs, tags: { Owner: "ann" } } };
    assert.equal(change(account, PARAMETER, second, { value: "purr" }).version, 2);
    const third = { ...second, inputs: { ...second.inputs, value: "purr" } };
    const { version, value, tags } = change(account, PARAMETER, third, { description: "what a cat says" });
    assert.deepEqual([version, value, tags], [3, "purr", { Owner: "ann" }]);
  });

  it("is replaced under another name and for another data type, and on its way down a tier", () => {
    assert.deepEqual(replaces(PARAMETER, plain, { name: "/workshop/Other" }), ["name"]);
    assert.deepEqual(replaces(PARAMETER, plain, { dataType: "aws:ec2:image" }), ["dataType"]);
    assert.deepEqual(replaces(PARAMETER, { ...plain, tier: "Advanced" }, { tier: "Standard" }), ["tier"]);
    assert.deepEqual(replaces(PARAMETER, plain, { tier: "Advanced", value: "purr", type: "StringList" }), []);
  });

  it("is not changed by a tier that AWS chooses, nor by a write-only value of the same version", () => {
    const changes = (olds: Props, news: Props) => new Account().diff(PARAMETER, olds, news).changes;
    assert.equal(changes({ ...plain, tier: "Standard" }, { ...plain, tier: "Intelligent-Tiering" }), false);
    const hidden = { ...without(secure, "value"), valueWo: "meow", valueWoVersion: 1 };
    assert.equal(changes(hidden, { ...hidden, valueWo: "purr" }), false);
    assert.equal(changes(hidden, { ...hidden, valueWo: "purr", valueWoVersion: 2 }), true);
  });

  it("has its name alone, whether it may overwrite or not", () => {
    const account = new Account();
    const { id } = make(account, PARAMETER, plain);
    assert.equal(
      refused({}, account),
      "ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in the " +
        "request to true.",
    );
    assert.equal(
      refused({ overwrite: true }, account),
      "ParameterAlreadyExists: The parameter /workshop/Greeting exists already. overwrite would take it from its owner " +
        "without a word; give this one a name of its own.",
    );
    assert.equal(make(account, PARAMETER, { ...plain, region: "eu-west-1" }).id, id);
    account.delete(PARAMETER, id, options);
    assert.equal(make(account, PARAMETER, plain).outputs.version, 1);
  });

  it("is one of 10,000 in its tier", () => {
    const account = new Account();
    account.raiseQuota("L-74EE8B5F", 1);
    make(account, PARAMETER, plain);
    assert.match(
      refused({ name: "/workshop/Other" }, account),
      /^ParameterLimitExceeded: The quota "Standard parameters" \(L-74EE8B5F\) is 1; 1 in use, 1 more asked for\./,
    );
    assert.equal(make(account, PARAMETER, { ...plain, name: "/workshop/Other", tier: "Advanced" }).outputs.version, 1);
  });
});

describe("account: the key of an SSM parameter", () => {
  const keyed = (keyId: string, account = new Account()) => make(account, PARAMETER, { ...secure, keyId });

  it("is named by its id, its ARN, its alias or its alias's ARN", () => {
    const account = new Account();
    const key = make(account, KEY, {});
    const alias = make(account, ALIAS, { name: "alias/unicorns", targetKeyId: key.id });
    for (const keyId of [key.id, String(key.outputs.arn), alias.id, String(alias.outputs.arn), "alias/aws/ssm"]) {
      const { id, outputs } = keyed(keyId, account);
      assert.equal(outputs.keyId, keyId);
      account.delete(PARAMETER, id, options);
    }
  });

  it("has to exist in the region", () => {
    const account = new Account();
    const { id } = make(account, KEY, { region: "eu-west-1" });
    const service = "(Service: AWSKMS; Status Code: 400; Error Code: NotFoundException)";
    assert.equal(
      refusal(() => keyed(id, account)),
      `InvalidKeyId: Key '${id}' does not exist ${service}`,
    );
    assert.equal(
      refusal(() => keyed("alias/unicorns")),
      `InvalidKeyId: Alias arn:aws:kms:us-west-2:${ACCOUNT_ID}:alias/unicorns is not found. ${service}`,
    );
  });

  it("has to be enabled, symmetric and for encryption", () => {
    const account = new Account();
    const off = make(account, KEY, { isEnabled: false });
    assert.equal(
      refusal(() => keyed(off.id, account)),
      `InvalidKeyId: ${off.outputs.arn} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException)`,
    );
    const pair = make(account, KEY, { customerMasterKeySpec: "RSA_2048" });
    assert.equal(
      refusal(() => keyed(pair.id, account)),
      `InvalidKeyId: ${pair.outputs.arn} is a RSA_2048 key for ENCRYPT_DECRYPT; expected SYMMETRIC_DEFAULT for ` +
        "ENCRYPT_DECRYPT. (Service: AWSKMS; Status Code: 400; Error Code: InvalidKeyUsageException)",
    );
  });

  it("may be deleted all the same", () => {
    const account = new Account();
    const key = make(account, KEY, {});
    keyed(key.id, account);
    account.delete(KEY, key.id, options);
    assert.deepEqual(
      account.records().map(({ type }) => type),
      [PARAMETER],
    );
  });
});
