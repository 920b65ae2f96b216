import assert from "node:assert/strict";
import { getParameter, getParameters } from "../../../local/account/actions/ssm";
import { CALLER, PARAMETER } from "../iam/fixture";
import { ACCOUNT_ID, refusal } from "../support";
import { cats, parameter, readParameter, unicorns, useKey } from "./fixture";

const NAME = "/alice/UnicornLocation";
const SECRET = "unicorns.example.com";

const read = (account = unicorns(), by: object = {}) =>
  getParameter(account, cats, { Name: NAME, WithDecryption: true, ...by }).Parameter;

const refused = (account = unicorns(), by: object = {}): string => refusal(() => read(account, by));

describe("account: ssm GetParameter", () => {
  it("reads a secret for a role that may read the parameter and use the key", () => {
    assert.deepEqual(read(), {
      Name: NAME,
      Type: "SecureString",
      Value: SECRET,
      Version: 2,
      ARN: PARAMETER,
      DataType: "text",
    });
  });

  it("returns ciphertext without decryption, for which the key is not needed", () => {
    const account = unicorns([readParameter]);
    const { Value } = getParameter(account, cats, { Name: NAME }).Parameter;
    const bytes = Buffer.from(Value, "base64");
    assert.equal(bytes.toString("base64"), Value);
    assert.match(Value, /^AQICAH/);
    assert.equal(bytes.includes(SECRET), false);
    assert.equal(getParameter(account, cats, { Name: NAME, WithDecryption: false }).Parameter.Value, Value);
  });

  it("returns a String as it is, decryption or not", () => {
    const account = unicorns([readParameter], { parameter: { type: "String" } });
    assert.equal(read(account).Value, SECRET);
    assert.equal(read(account, { WithDecryption: undefined }).Type, "String");
  });

  it("takes an ARN for a name", () => {
    assert.deepEqual(read(unicorns(), { Name: PARAMETER }), read());
    const other = PARAMETER.replace("us-west-2", "eu-west-1");
    assert.match(refused(unicorns(), { Name: other }), /ssm:GetParameter on resource: arn:aws:ssm:eu-west-1:/);
  });

  it("takes the version that there is, and no other", () => {
    assert.equal(read(unicorns(), { Name: `${NAME}:2` }).Selector, ":2");
    assert.equal(
      refused(unicorns(), { Name: `${NAME}:3` }),
      `ParameterVersionNotFound: Systems Manager could not find version 3 of ${NAME}. Verify the version and try again.`,
    );
  });

  it("does not say that an older version never was", () => {
    assert.equal(
      refused(unicorns(), { Name: `${NAME}:1` }),
      "UnsupportedOperation: The account on this machine keeps the newest version of a parameter alone; asked for " +
        `version 1 of ${NAME}, which is at 2.`,
    );
    assert.match(refused(unicorns(), { Name: `${NAME}:latest` }), /^ParameterVersionNotFound: /);
  });

  it("refuses a role without the permission", () => {
    assert.equal(
      refused(unicorns([useKey])),
      `AccessDeniedException: User: ${CALLER} is not authorized to perform: ssm:GetParameter on resource: ${PARAMETER} ` +
        "because no identity-based policy allows the ssm:GetParameter action",
    );
  });

  it("refuses a name that the role may not know of before it looks for it", () => {
    assert.match(
      refused(unicorns(), { Name: "/alice/Nothing" }),
      /^AccessDeniedException: .+parameter\/alice\/Nothing /,
    );
    const everything = { Effect: "Allow", Action: "ssm:*", Resource: "*" };
    assert.equal(
      refused(unicorns([everything]), { Name: "Nothing" }),
      "ParameterNotFound: Parameter Nothing not found.",
    );
  });

  it("finds a parameter of the caller's region alone", () => {
    const everything = { Effect: "Allow", Action: "ssm:*", Resource: "*" };
    const there = { ...cats, region: "eu-west-1" };
    assert.equal(
      refusal(() => getParameter(unicorns([everything]), there, { Name: NAME })),
      `ParameterNotFound: Parameter ${NAME} not found.`,
    );
  });

  it("does not find by its ARN what another region has", () => {
    const arn = PARAMETER.replace("us-west-2", "eu-west-1");
    const there = { ...parameter, region: "eu-west-1", outputs: { ...parameter.outputs, arn } };
    const everything = { Effect: "Allow", Action: "ssm:*", Resource: "*" };
    const account = unicorns([everything], { others: [there] });
    assert.equal(getParameter(account, { ...cats, region: "eu-west-1" }, { Name: arn }).Parameter.ARN, arn);
    assert.equal(refused(account, { Name: arn }), `ParameterNotFound: Parameter ${NAME} not found.`);
  });

  it("refuses inputs as AWS does", () => {
    assert.equal(
      refused(unicorns(), { Name: undefined }),
      "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: " +
        "Member must not be null",
    );
    assert.equal(refused(unicorns(), { Name: 5 }), "SerializationException: Expected Name to be a string, got 5");
    assert.equal(
      refused(unicorns(), { WithDecryption: "yes" }),
      'SerializationException: Expected WithDecryption to be true or false, got "yes"',
    );
    assert.equal(
      refused(unicorns(), { Name: "/aws/service/ami" }),
      "UnsupportedOperation: AWS's public parameters are not modelled; asked for /aws/service/ami.",
    );
  });
});

describe("account: ssm GetParameters", () => {
  const plain = {
    type: "aws:ssm/parameter:Parameter",
    inputs: { name: "/alice/Plain", type: "String" },
    outputs: {
      arn: `arn:aws:ssm:us-west-2:${ACCOUNT_ID}:parameter/alice/Plain`,
      value: "in the open",
      version: 1,
      tags: { Classification: "Mythical" },
    },
  };
  const untagged = { ...plain, outputs: { ...plain.outputs, tags: {} } };
  const everything = { Effect: "Allow", Action: ["ssm:*", "kms:*"], Resource: "*" };
  const get = (account: ReturnType<typeof unicorns>, ...Names: string[]) =>
    getParameters(account, cats, { Names, WithDecryption: true });

  it("reads what is there and names what is not", () => {
    const account = unicorns([everything], { others: [plain] });
    const { Parameters, InvalidParameters } = get(account, "/alice/Plain", "Nothing", `${NAME}:3`, NAME);
    assert.deepEqual(
      Parameters.map(({ Name, Value }) => [Name, Value]),
      [
        ["/alice/Plain", "in the open"],
        [NAME, SECRET],
      ],
    );
    assert.deepEqual(InvalidParameters, ["Nothing", `${NAME}:3`]);
  });

  it("fails as a whole by one that may not be read", () => {
    assert.equal(get(unicorns(undefined, { others: [plain] }), NAME, "/alice/Plain").Parameters.length, 2);
    assert.match(
      refusal(() => get(unicorns(undefined, { others: [untagged] }), NAME, "/alice/Plain")),
      /^AccessDeniedException: .+ssm:GetParameters on resource: .+parameter\/alice\/Plain because/,
    );
  });

  it("fails as a whole by one that may not be decrypted", () => {
    const account = unicorns([readParameter], { others: [plain] });
    assert.equal(get(account, "/alice/Plain").Parameters.length, 1);
    assert.match(
      refusal(() => get(account, "/alice/Plain", NAME)),
      /^AccessDeniedException: .+kms:Decrypt/,
    );
  });

  it("reads one to ten", () => {
    const names = Array.from({ length: 11 }, (_, i) => `n${i}`);
    assert.equal(get(unicorns([everything]), ...names.slice(1)).InvalidParameters.length, 10);
    assert.equal(
      refusal(() => get(unicorns([everything]), ...names)),
      `ValidationException: 1 validation error detected: Value '[${names.join(", ")}]' at 'names' failed to satisfy ` +
        "constraint: Member must have length less than or equal to 10",
    );
    assert.match(
      refusal(() => get(unicorns([everything]))),
      /'\[\]' at 'names' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
    );
  });
});
