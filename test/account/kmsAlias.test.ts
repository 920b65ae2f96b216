import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces } from "./support";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

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

  it("is not changed by the ARN in the place of the id", () => {
    const targetKeyArn = `arn:aws:kms:us-west-2:${ACCOUNT_ID}:key/1234`;
    const changes = (targetKeyId: string) =>
      new Account().diff(ALIAS, { name: "alias/herd", targetKeyId: "1234" }, { name: "alias/herd", targetKeyId })
        .changes;
    assert.deepEqual([changes(targetKeyArn), changes(targetKeyArn.replace(/1234$/, "5678"))], [false, true]);
  });

  it("is named after a prefix, or after nothing at all", () => {
    const account = new Account();
    const targetKeyId = make(account, KEY, {}).id;
    assert.match(make(account, ALIAS, { namePrefix: "alias/herd-", targetKeyId }).id, /^alias\/herd-\d{26}$/);
    assert.match(make(account, ALIAS, { targetKeyId }).id, /^alias\/\d{26}$/);
    assert.deepEqual(failures(ALIAS, { namePrefix: "alias/aws/herd", targetKeyId }), [
      "namePrefix: expected alias/ and 1 to 224 letters, digits and / _ -, not beginning with alias/aws/, " +
        'got "alias/aws/herd"',
    ]);
  });

  it("is one of 50 of its key, however the key is named", () => {
    const account = new Account();
    account.raiseQuota("L-2601EE20", 1);
    const { id, outputs } = make(account, KEY, {});
    make(account, ALIAS, { name: "alias/one", targetKeyId: id });
    assert.match(
      refusal(() => make(account, ALIAS, { name: "alias/two", targetKeyId: String(outputs.arn) })),
      /^LimitExceededException: The quota "Aliases per CMK" \(L-2601EE20\) is 1; 1 in use, 1 more asked for\./,
    );
    assert.ok(make(account, ALIAS, { name: "alias/two", targetKeyId: make(account, KEY, {}).id }).id);
  });

  it("refuses a key of another region", () => {
    const account = new Account();
    const { id } = make(account, KEY, { region: "eu-west-1" });
    assert.equal(
      refusal(() => make(account, ALIAS, { name: "alias/herd", targetKeyId: id })),
      `NotFoundException: Key '${id}' does not exist`,
    );
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
