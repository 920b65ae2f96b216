import assert from "node:assert/strict";
import { getParameter } from "../../../local/account/actions/ssm";
import type { Props } from "../../../local/account/model";
import { accountWithRole, CALLER, PARAMETER, policy, ROLE_ARN } from "../iam/fixture";
import { accountWith, make, refusal } from "../support";
import { cats, KEY_ARN, readParameter, unicorns, useKey } from "./fixture";

const NAME = "/alice/UnicornLocation";
const SECRET = "unicorns.example.com";

const read = (account = unicorns()) => getParameter(account, cats, { Name: NAME, WithDecryption: true }).Parameter;

const refused = (account = unicorns()): string => refusal(() => read(account));

describe("account: KMS on the way to a parameter", () => {
  const service = "(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)";

  it("refuses a role that may not decrypt, in KMS's words", () => {
    assert.equal(
      refused(unicorns([readParameter])),
      `AccessDeniedException: User: ${CALLER} is not authorized to perform: kms:Decrypt on resource: ${KEY_ARN} ` +
        `because no identity-based policy allows the kms:Decrypt action ${service}`,
    );
  });

  it("refuses where the key's own policy lets nobody in", () => {
    const keyPolicy = policy({ Effect: "Allow", Principal: { AWS: ROLE_ARN }, Action: "kms:Encrypt", Resource: "*" });
    assert.match(
      refused(unicorns(undefined, { keyPolicy })),
      / because no resource-based policy allows the kms:Decrypt action /,
    );
  });

  it("says through which service and for which parameter it decrypts", () => {
    const bound = (Condition: object) =>
      unicorns([readParameter, { ...useKey, Condition: { StringEquals: { ...Condition } } }]);
    const context = "kms:EncryptionContext:PARAMETER_ARN";
    assert.equal(read(bound({ [context]: PARAMETER, "aws:RequestedRegion": "us-west-2" })).Value, SECRET);
    assert.match(refused(bound({ [context]: `${PARAMETER}s` })), /^AccessDeniedException: .+kms:Decrypt/);
    assert.match(
      refused(bound({ "kms:ViaService": "ssm.eu-west-1.amazonaws.com" })),
      /^AccessDeniedException: .+kms:Decrypt/,
    );
    assert.equal(read(bound({ "aws:ViaAWSService": "true" })).Value, SECRET);
  });

  it("knows a key by id, ARN, alias and the alias's ARN", () => {
    const aliasArn = KEY_ARN.replace(/key\/.+/, "alias/unicorns");
    for (const keyId of [KEY_ARN, "alias/unicorns", aliasArn]) {
      assert.equal(read(unicorns(undefined, { parameter: { keyId } })).Value, SECRET, keyId);
    }
    const aliased = {
      ...useKey,
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/unicorns" } },
    };
    assert.equal(read(unicorns([readParameter, aliased])).Value, SECRET);
  });

  it("lets everybody in the account use AWS's own key through Parameter Store", () => {
    for (const keyId of ["alias/aws/ssm", null]) {
      assert.equal(read(unicorns([readParameter], { parameter: { keyId } })).Value, SECRET);
    }
    const denied = { Effect: "Deny", Action: "kms:Decrypt", Resource: "*" };
    const account = unicorns([readParameter, denied], { parameter: { keyId: null } });
    assert.match(refused(account), /with an explicit deny in an identity-based policy \(Service: AWSKMS/);
  });

  it("knows the keys of the parameter's region alone", () => {
    const records = unicorns().records();
    const moved = records.map((record) => (record.type.includes(":Key") ? { ...record, region: "eu-west-1" } : record));
    assert.equal(read(accountWith(...records)).Value, SECRET);
    assert.match(refused(accountWith(...moved)), /^InvalidKeyId: Key '[0-9a-f-]{36}' does not exist /);
  });

  it("cannot decrypt with a key that is gone or switched off", () => {
    assert.equal(
      refused(unicorns(undefined, { parameter: { keyId: "gone" } })),
      "InvalidKeyId: Key 'gone' does not exist (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException)",
    );
    assert.match(
      refused(unicorns(undefined, { parameter: { keyId: "alias/gone" } })),
      /^InvalidKeyId: Alias alias\/gone is not found\./,
    );
    assert.equal(
      refused(unicorns(undefined, { key: { isEnabled: false } })),
      `InvalidKeyId: ${KEY_ARN} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException)`,
    );
  });
});

describe("account: parameters and keys as the account makes them", () => {
  const KEY = "aws:kms/key:Key";
  const PARAMETER_TYPE = "aws:ssm/parameter:Parameter";

  /** What the cats read of a parameter that is encrypted with a new key, named by its alias. */
  function readMade(parameter: Props, keyInputs: Props = {}, action = "kms:Decrypt"): string {
    const account = accountWithRole([readParameter]);
    const key = make(account, KEY, keyInputs);
    const alias = make(account, "aws:kms/alias:Alias", { namePrefix: "alias/unicorns-", targetKeyId: key.id });
    const statement = { Effect: "Allow", Action: action, Resource: key.outputs.arn ?? "" };
    make(account, "aws:iam/rolePolicy:RolePolicy", { role: "cats-task", name: "key", policy: policy(statement) });
    const tags = { Classification: "Mythical" };
    make(account, PARAMETER_TYPE, { name: NAME, type: "SecureString", keyId: alias.id, tags, ...parameter });
    return read(account).Value;
  }

  it("are read by who may, also where the provider reports no value", () => {
    assert.equal(readMade({ value: SECRET }), SECRET);
    assert.equal(readMade({ valueWo: SECRET, valueWoVersion: 1 }), SECRET);
    const open = { type: "String", keyId: null, insecureValue: SECRET };
    assert.equal(readMade(open), SECRET);
  });

  it("are not read without the key", () => {
    assert.match(
      refusal(() => readMade({ value: SECRET }, {}, "kms:Encrypt")),
      /^AccessDeniedException: .+kms:Decrypt/,
    );
    assert.match(
      refusal(() => readMade({ value: SECRET }, { isEnabled: false })),
      /^InvalidKeyId: .+ is disabled\./,
    );
  });
});
