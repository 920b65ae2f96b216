import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { putObject } from "../../local/account/s3/objects";
import { BUCKET, BUCKET_NOTIFICATION, BUCKET_VERSIONING } from "../../local/account/types/s3/references";
import { ACCOUNT_ID, failures, make, options, refusal, replaces } from "./support";

const NAME = `workshop-code-${ACCOUNT_ID}-us-west-2`;

/** What is wrong with the name of a bucket. */
const named = (bucket: string): string[] => failures(BUCKET, { bucket });

describe("account: S3 buckets", () => {
  it("makes a bucket with the ARN, domain names and hosted zone of its region", () => {
    const { id, outputs } = make(new Account(), BUCKET, { bucket: NAME, tags: { Lab: "6" } });
    assert.equal(id, NAME);
    assert.deepEqual(outputs, {
      arn: `arn:aws:s3:::${NAME}`,
      bucket: NAME,
      bucketDomainName: `${NAME}.s3.amazonaws.com`,
      bucketNamespace: "global",
      bucketPrefix: "",
      bucketRegion: "us-west-2",
      bucketRegionalDomainName: `${NAME}.s3.us-west-2.amazonaws.com`,
      forceDestroy: false,
      hostedZoneId: "Z3BJ6K6RIION7M",
      objectLockEnabled: false,
      region: "us-west-2",
      tags: { Lab: "6" },
      tagsAll: { Lab: "6" },
    });
  });

  it("completes a prefix with 26 digits", () => {
    const { id, outputs } = make(new Account(), BUCKET, { bucketPrefix: "code-" });
    assert.match(id, /^code-\d{26}$/);
    assert.equal(outputs.bucket, id);
    assert.equal(outputs.bucketPrefix, "code-");
  });

  for (const name of ["abc", "a.b", "1-2", "x".repeat(63), "my-bucket.example.com"]) {
    it(`takes the name ${name}`, () => assert.deepEqual(named(name), []));
  }

  const characters = "expected lower-case letters, digits, . and -, beginning with a letter or digit; got";
  const reserved = "which AWS keeps for itself; got";
  const wrong: [name: string, expected: string][] = [
    ["ab", 'expected a length between 3 and 63 characters, got "ab"'],
    ["x".repeat(64), `expected a length between 3 and 63 characters, got "${"x".repeat(64)}"`],
    ["Dogs", `${characters} "Dogs"`],
    ["my_dogs", `${characters} "my_dogs"`],
    ["-dogs", `${characters} "-dogs"`],
    ["dogs-", 'expected a letter or digit at the end, got "dogs-"'],
    ["do..gs", 'expected no two dots in a row, got "do..gs"'],
    ["192.168.5.4", 'a bucket\'s name may not look like an IP address, got "192.168.5.4"'],
    ["xn--dogs", `a bucket's name may not begin with xn--, ${reserved} "xn--dogs"`],
    ["sthree-dogs", `a bucket's name may not begin with sthree-, ${reserved} "sthree-dogs"`],
    ["amzn-s3-demo-dogs", `a bucket's name may not begin with amzn-s3-demo-, ${reserved} "amzn-s3-demo-dogs"`],
    ["dogs-s3alias", `a bucket's name may not end with -s3alias, ${reserved} "dogs-s3alias"`],
    ["dogs--x-s3", `a bucket's name may not end with --x-s3, ${reserved} "dogs--x-s3"`],
    ["dogs-an", 'a name that ends with -an needs bucketNamespace to be account-regional, got "dogs-an"'],
  ];
  for (const [name, expected] of wrong) {
    it(`refuses the name ${name}`, () => assert.deepEqual(named(name), [`bucket: ${expected}`]));
  }

  it("refuses a prefix that leaves no room for its digits", () => {
    assert.deepEqual(failures(BUCKET, { bucketPrefix: "x".repeat(37) }), []);
    assert.deepEqual(failures(BUCKET, { bucketPrefix: "x".repeat(38) }), [
      `bucketPrefix: expected at most 37 characters, got "${"x".repeat(38)}"`,
    ]);
  });

  it("holds a name in the account's own namespace to its account and region", () => {
    const account = new Account();
    const ending = `-${ACCOUNT_ID}-us-west-2-an`;
    assert.equal(
      make(account, BUCKET, { bucket: `dogs${ending}`, bucketNamespace: "account-regional" }).id,
      `dogs${ending}`,
    );
    assert.equal(
      refusal(() => make(account, BUCKET, { bucket: "dogs-us-west-2-an", bucketNamespace: "account-regional" })),
      `InvalidBucketName: The name of a bucket in the account regional namespace ends with ${ending}, ` +
        "got 'dogs-us-west-2-an'.",
    );
  });

  it("refuses what the provider deprecates, and names what took its place", () => {
    const given = { acl: "private", versioning: { enabled: true }, lifecycleRules: [{ enabled: true }] };
    const reason = "deprecated by the provider, and not modelled on this machine; use the resource aws.s3.";
    assert.deepEqual(failures(BUCKET, { bucket: NAME, ...given }).sort(), [
      `acl: ${reason}BucketAcl`,
      `lifecycleRules: ${reason}BucketLifecycleConfiguration`,
      `versioning: ${reason}BucketVersioning`,
    ]);
  });

  it("refuses object lock", () => {
    assert.deepEqual(failures(BUCKET, { bucket: NAME, objectLockEnabled: false }), []);
    assert.deepEqual(failures(BUCKET, { bucket: NAME, objectLockEnabled: true }), [
      "objectLockEnabled: object lock is not modelled on this machine; leave it out",
    ]);
  });

  it("gives a name once, whatever the region", () => {
    const account = new Account();
    make(account, BUCKET, { bucket: NAME });
    const again = (region: string) => refusal(() => account.create(BUCKET, { bucket: NAME }, { provider: { region } }));
    const owned =
      "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.";
    assert.equal(again("us-west-2"), owned);
    assert.equal(again("eu-west-1"), owned);
  });

  it("says of a name in us-east-1 what the provider says there", () => {
    const account = new Account();
    const create = () => account.create(BUCKET, { bucket: NAME }, { provider: { region: "us-east-1" } });
    create();
    assert.equal(
      refusal(create),
      "BucketAlreadyExists: The requested bucket name is not available. The bucket namespace is shared by all users of " +
        "the system. Please select a different name and try again.",
    );
  });

  it("counts buckets against the quota", () => {
    const account = new Account();
    account.raiseQuota("L-DC2B2D3D", 1);
    make(account, BUCKET, { bucket: "one" });
    assert.match(
      refusal(() => make(account, BUCKET, { bucket: "two" })),
      /^TooManyBuckets: The quota "General purpose buckets" \(L-DC2B2D3D\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  it("is made anew under another name, and changed in place otherwise", () => {
    assert.deepEqual(replaces(BUCKET, { bucket: NAME }, { bucket: "other" }), ["bucket"]);
    assert.deepEqual(replaces(BUCKET, { bucket: NAME }, { forceDestroy: true, tags: { Lab: "6" } }), []);
  });
});

describe("account: deletion of S3 buckets", () => {
  /** A bucket with one object. */
  function full(by: { forceDestroy?: boolean; versioned?: boolean } = {}): Account {
    const account = new Account();
    make(account, BUCKET, { bucket: NAME, forceDestroy: by.forceDestroy ?? false });
    if (by.versioned) {
      make(account, BUCKET_VERSIONING, { bucket: NAME, versioningConfiguration: { status: "Enabled" } });
    }
    putObject(account, NAME, "dogs.zip", Buffer.from("dogs"));
    return account;
  }
  const remove = (account: Account): void => account.delete(BUCKET, NAME, options);

  it("deletes an empty bucket", () => {
    const account = new Account();
    make(account, BUCKET, { bucket: NAME });
    remove(account);
    assert.equal(account.isEmpty, true);
  });

  it("refuses to delete a bucket with objects", () => {
    assert.equal(
      refusal(() => remove(full())),
      "BucketNotEmpty: The bucket you tried to delete is not empty.",
    );
    assert.equal(
      refusal(() => remove(full({ versioned: true }))),
      "BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    );
  });

  it("deletes the objects as well with forceDestroy", () => {
    const account = full({ forceDestroy: true, versioned: true });
    remove(account);
    assert.equal(account.isEmpty, true);
  });

  it("takes along what is configured of the bucket, and of no other", () => {
    const account = full({ forceDestroy: true, versioned: true });
    make(account, BUCKET, { bucket: "other" });
    make(account, BUCKET_NOTIFICATION, { bucket: "other", eventbridge: true });
    make(account, BUCKET_NOTIFICATION, { bucket: NAME, eventbridge: true });
    remove(account);
    assert.deepEqual(
      account.records().map(({ type, id }) => [type, id]),
      [
        [BUCKET, "other"],
        [BUCKET_NOTIFICATION, "other"],
      ],
    );
  });
});
