import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { estimateHourlyCost } from "../../local/account/cost";
import { type Props, UNKNOWN } from "../../local/account/model";
import { TABLE } from "../../local/account/types/dynamodb/table";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces } from "./support";

const KEY = "aws:kms/key:Key";
const pk = { name: "pk", type: "S" };
const sk = { name: "sk", type: "S" };

const table: Props = {
  name: "CanaryTable",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [pk, sk],
  ttl: { attributeName: "expiresAt", enabled: true },
};
const provisioned: Props = { ...table, billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 2 };

describe("account: DynamoDB tables", () => {
  it("have their name for an id, and say what DynamoDB says of a table on demand", () => {
    const { id, outputs } = make(new Account(), TABLE, table);
    assert.equal(id, "CanaryTable");
    assert.equal(outputs.arn, `arn:aws:dynamodb:us-west-2:${ACCOUNT_ID}:table/CanaryTable`);
    const { deletionProtectionEnabled, pointInTimeRecovery, readCapacity, writeCapacity, streamEnabled, streamArn } =
      outputs;
    assert.deepEqual(
      [deletionProtectionEnabled, readCapacity, writeCapacity, streamEnabled, streamArn],
      [false, 0, 0, false, ""],
    );
    assert.deepEqual(pointInTimeRecovery, { enabled: false, recoveryPeriodInDays: 0 });
    assert.deepEqual(outputs.ttl, { attributeName: "expiresAt", enabled: true });
    assert.equal(outputs.tableClass, "STANDARD");
  });

  it("are provisioned where nothing is said, with capacity of their own", () => {
    const { billingMode, ...rest } = provisioned;
    const { outputs } = make(new Account(), TABLE, rest);
    assert.deepEqual([outputs.billingMode, outputs.readCapacity, outputs.writeCapacity], [billingMode, 5, 2]);
  });

  it("keep backups of 35 days, or of as many as are asked for", () => {
    const recovery = (pointInTimeRecovery: Props) =>
      make(new Account(), TABLE, { ...table, pointInTimeRecovery }).outputs.pointInTimeRecovery;
    assert.deepEqual(recovery({ enabled: true }), { enabled: true, recoveryPeriodInDays: 35 });
    assert.deepEqual(recovery({ enabled: true, recoveryPeriodInDays: 7 }), { enabled: true, recoveryPeriodInDays: 7 });
  });

  const name = "name: expected 3 to 255 letters, digits and the characters . - _, got";
  const wrong: [what: string, by: Props, ...expected: string[]][] = [
    ["a name of two characters", { name: "ab" }, `${name} "ab"`],
    ["a name with a slash", { name: "canary/table" }, `${name} "canary/table"`],
    [
      "an unknown way to pay",
      { billingMode: "FREE" },
      'billingMode: expected one of PROVISIONED, PAY_PER_REQUEST, got "FREE"',
      "readCapacity: must be greater than 0 when billingMode is PROVISIONED",
      "writeCapacity: must be greater than 0 when billingMode is PROVISIONED",
    ],
    [
      "an unknown type of attribute",
      { attributes: [pk, { name: "sk", type: "BOOL" }] },
      'attributes[1].type: expected one of S, N, B, got "BOOL"',
    ],
    ["no key", { hashKey: null }, "hashKey: missing required property"],
    ["a key that is no attribute", { attributes: [pk] }, 'rangeKey: expected the name of an attribute, got "sk"'],
    [
      "an attribute of no key",
      { attributes: [pk, sk, { name: "weight", type: "N" }] },
      'attributes: all attributes must be indexed; "weight" is part of no key',
    ],
    ["an attribute twice", { attributes: [pk, sk, sk] }, "attributes: expected each name once"],
    [
      "one attribute for both keys",
      { rangeKey: "pk", attributes: [pk] },
      'rangeKey: expected another attribute than the hashKey, got "pk"',
    ],
    ["capacity on demand", { readCapacity: 1 }, "readCapacity: may not be given with billingMode PAY_PER_REQUEST"],
    [
      "no capacity where it is provisioned",
      { billingMode: "PROVISIONED", readCapacity: 1 },
      "writeCapacity: must be greater than 0 when billingMode is PROVISIONED",
    ],
    [
      "TTL without an attribute",
      { ttl: { enabled: true } },
      "ttl.attributeName: missing; ttl needs it when it is enabled",
    ],
    [
      "an attribute without TTL",
      { ttl: { attributeName: "expiresAt" } },
      "ttl.attributeName: may not be given when ttl is not enabled",
    ],
    [
      "an index",
      { globalSecondaryIndexes: [{ name: "i", projectionType: "ALL" }] },
      "globalSecondaryIndexes: not modelled on this machine; leave it out",
    ],
    ["a stream", { streamEnabled: true }, "streamEnabled: streams are not modelled on this machine; leave it out"],
    [
      "36 days of backups",
      { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 36 } },
      "pointInTimeRecovery.recoveryPeriodInDays: expected a number between 1 and 35, got 36",
    ],
  ];
  for (const [what, by, ...expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(TABLE, { ...table, ...by }), expected));
  }

  it("accept the shortest and the longest name, and what a preview does not know", () => {
    assert.deepEqual(failures(TABLE, { ...table, name: "a-b" }), []);
    assert.deepEqual(failures(TABLE, { ...table, name: "x".repeat(255) }), []);
    assert.deepEqual(failures(TABLE, { ...table, attributes: UNKNOWN, billingMode: UNKNOWN, ttl: UNKNOWN }), []);
  });

  it("are replaced by another key, and not by another order of attributes, other capacity or TTL", () => {
    assert.deepEqual(replaces(TABLE, table, { name: "Other" }), ["name"]);
    assert.deepEqual(replaces(TABLE, table, { rangeKey: "at", attributes: [pk, { name: "at", type: "S" }] }), [
      "attributes",
      "rangeKey",
    ]);
    assert.deepEqual(replaces(TABLE, table, { attributes: [pk, { name: "sk", type: "N" }] }), ["attributes"]);
    assert.deepEqual(replaces(TABLE, table, { ttl: { enabled: false } }), []);
    const { changes } = new Account().diff(TABLE, table, { ...table, attributes: [sk, pk] });
    assert.equal(changes, false);
    const account = new Account();
    const { outputs } = { outputs: change(account, TABLE, make(account, TABLE, provisioned), { readCapacity: 9 }) };
    assert.deepEqual([outputs.readCapacity, outputs.writeCapacity], [9, 2]);
  });

  it("keep their items through a change", () => {
    const account = new Account();
    const made = make(account, TABLE, table);
    const record = account.records(TABLE)[0];
    assert.ok(record);
    record.hidden = { items: [{ pk: { S: "RELEASE" } }] };
    change(account, TABLE, made, { ttl: { enabled: false } });
    assert.deepEqual(account.records(TABLE)[0]?.hidden, { items: [{ pk: { S: "RELEASE" } }] });
  });

  it("have their name alone in a region, and are 2,500 there at most", () => {
    const account = new Account();
    make(account, TABLE, table);
    assert.equal(
      refusal(() => make(account, TABLE, table)),
      "ResourceInUseException: Table already exists: CanaryTable",
    );
    assert.equal(make(account, TABLE, { ...table, region: "eu-west-1" }).id, "CanaryTable");
    account.raiseQuota("L-F98FE922", 1);
    assert.match(
      refusal(() => make(account, TABLE, { ...table, name: "Other" })),
      /^LimitExceededException: The quota "Maximum number of tables" \(L-F98FE922\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  it("stay while they are protected", () => {
    const account = new Account();
    const made = make(account, TABLE, { ...table, deletionProtectionEnabled: true });
    assert.equal(
      refusal(() => account.delete(TABLE, made.id, options)),
      "ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion " +
        "protection first.",
    );
    change(account, TABLE, made, { deletionProtectionEnabled: false });
    account.delete(TABLE, made.id, options);
    assert.equal(account.isEmpty, true);
  });

  it("are encrypted with a key that is there", () => {
    const account = new Account();
    const encrypted = (kmsKeyArn: string) => ({ ...table, serverSideEncryption: { enabled: true, kmsKeyArn } });
    const gone = `arn:aws:kms:us-west-2:${ACCOUNT_ID}:key/gone`;
    assert.equal(
      refusal(() => make(account, TABLE, encrypted(gone))),
      `ValidationException: KMS validation error: The KMS key ${gone} does not exist (Error Code: NotFoundException)`,
    );
    assert.ok(make(account, TABLE, encrypted(String(make(account, KEY, {}).outputs.arn))).id);
  });

  it("cost by being there only where capacity is provisioned", () => {
    const costs = (inputs: Props) => {
      const account = new Account();
      make(account, TABLE, inputs);
      return estimateHourlyCost(account.records()).lines.map(({ dollars, what }) => `${dollars.toFixed(5)} ${what}`);
    };
    assert.deepEqual(costs(table), []);
    assert.deepEqual(costs(provisioned), ["0.00195 5 read and 2 write capacity units"]);
  });
});
