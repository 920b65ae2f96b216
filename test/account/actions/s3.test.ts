import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import { getObject, headObject, listObjectVersions, putObject } from "../../../local/account/actions/s3";
import type { Props } from "../../../local/account/model";
import { BUCKET, BUCKET_POLICY, BUCKET_VERSIONING } from "../../../local/account/types/s3/references";
import { accountWithRole, CALLER, policy, ROLE_ARN } from "../iam/fixture";
import { make, refusal } from "../support";
import { cats } from "./fixture";

const Bucket = "dogs";
const Key = "dogs.zip";
const ARN = `arn:aws:s3:::${Bucket}`;
const Body = Buffer.from("dogs");

const allow = (Action: string | string[], Resource = `${ARN}/*`): Props => ({ Effect: "Allow", Action, Resource });
const everything = allow("s3:*", "*");

/** An account with a bucket, and the role of the cats, which may do what the statements say. */
function dogs(statements: Props[] = [everything], by: { versioning?: string; bucketPolicy?: Props[] } = {}): Account {
  const account = accountWithRole(statements);
  make(account, BUCKET, { bucket: Bucket });
  const { versioning, bucketPolicy } = by;
  if (versioning) {
    make(account, BUCKET_VERSIONING, { bucket: Bucket, versioningConfiguration: { status: versioning } });
  }
  if (bucketPolicy) make(account, BUCKET_POLICY, { bucket: Bucket, policy: policy(...bucketPolicy) });
  return account;
}

const put = (account: Account, text = "dogs") => putObject(account, cats, { Bucket, Key, Body: Buffer.from(text) });
const get = (account: Account, by: object = {}) => getObject(account, cats, { Bucket, Key, ...by });

/** What S3 says to the cats' role. */
const denied = (
  action: string,
  resource: string,
  why = `because no identity-based policy allows the ${action} action`,
) => `AccessDenied: User: ${CALLER} is not authorized to perform: ${action} on resource: "${resource}" ${why}`;

describe("account: s3 PutObject, GetObject, HeadObject", () => {
  it("writes an object and reads it", () => {
    const account = dogs();
    const ETag = '"d28d2d3560fa76f0dbb1a452f8c38169"';
    assert.deepEqual(put(account), { ETag });
    assert.deepEqual(get(account), { Body, ETag, ContentLength: 4 });
    assert.deepEqual(headObject(account, cats, { Bucket, Key }), { ETag, ContentLength: 4 });
  });

  it("names the version where the bucket keeps versions", () => {
    const account = dogs([everything], { versioning: "Enabled" });
    const { VersionId } = put(account);
    put(account, "newer");
    assert.match(VersionId ?? "", /^[\w.]{32}$/);
    assert.deepEqual(get(account, { VersionId }).Body, Body);
    assert.equal(get(account, { VersionId }).VersionId, VersionId);
    assert.equal(Buffer.from(get(account).Body).toString(), "newer");
    assert.equal(put(dogs([everything], { versioning: "Suspended" })).VersionId, "null");
  });

  it("needs s3:PutObject of the key to write", () => {
    assert.equal(put(dogs([allow("s3:PutObject")])).VersionId, undefined);
    assert.equal(
      refusal(() => put(dogs([allow("s3:PutObject", `${ARN}/cats/*`)]))),
      denied("s3:PutObject", `${ARN}/${Key}`),
    );
  });

  it("needs s3:GetObject to read, and s3:GetObjectVersion to read a version", () => {
    const account = dogs([allow(["s3:PutObject", "s3:GetObject"])], { versioning: "Enabled" });
    const { VersionId } = put(account);
    assert.deepEqual(get(account).Body, Body);
    assert.equal(
      refusal(() => get(account, { VersionId })),
      denied("s3:GetObjectVersion", `${ARN}/${Key}`),
    );
    const other = dogs([allow(["s3:PutObject", "s3:GetObjectVersion"])], { versioning: "Enabled" });
    assert.deepEqual(get(other, put(other)).Body, Body);
    assert.equal(
      refusal(() => headObject(other, cats, { Bucket, Key })),
      denied("s3:GetObject", `${ARN}/${Key}`),
    );
  });

  it("tells that a key is not there only to who may list the bucket", () => {
    assert.equal(
      refusal(() => get(dogs([allow("s3:GetObject")]))),
      denied("s3:ListBucket", ARN),
    );
    assert.equal(
      refusal(() => get(dogs([allow("s3:GetObject"), allow("s3:ListBucket", ARN)]))),
      "NoSuchKey: The specified key does not exist.",
    );
  });

  it("lets in whom the bucket's policy names, and keeps out whom it denies", () => {
    const named = { Principal: { AWS: ROLE_ARN }, Action: "s3:PutObject", Resource: `${ARN}/*` };
    assert.equal(put(dogs([], { bucketPolicy: [{ ...named, Effect: "Allow" }] })).VersionId, undefined);
    assert.equal(
      refusal(() => put(dogs([everything], { bucketPolicy: [{ ...named, Effect: "Deny" }] }))),
      denied("s3:PutObject", `${ARN}/${Key}`, "with an explicit deny in a resource-based policy"),
    );
  });

  it("has no bucket of another name, nor in another region", () => {
    assert.equal(
      refusal(() => get(dogs(), { Bucket: "cats" })),
      "NoSuchBucket: The specified bucket does not exist: cats",
    );
    assert.equal(
      refusal(() => putObject(dogs(), { ...cats, region: "eu-west-1" }, { Bucket, Key, Body })),
      "PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint. " +
        "Please send all future requests to this endpoint: s3.us-west-2.amazonaws.com.",
    );
  });

  it("refuses a key of more than 1,024 bytes", () => {
    const write = (key: string) => putObject(dogs(), cats, { Bucket, Key: key, Body });
    assert.equal(write("ä".repeat(512)).VersionId, undefined);
    assert.equal(
      refusal(() => write("ä".repeat(513))),
      "KeyTooLongError: Your key is too long: expected at most 1024 bytes, got 1026.",
    );
  });
});

describe("account: s3 ListObjectVersions", () => {
  it("lists the versions of the keys with a prefix", () => {
    const account = dogs([everything], { versioning: "Enabled" });
    const [one, two] = [put(account), put(account, "newer")];
    putObject(account, cats, { Bucket, Key: "cats.zip", Body });
    assert.deepEqual(listObjectVersions(account, cats, { Bucket, Prefix: "dogs" }), {
      Name: Bucket,
      Prefix: "dogs",
      Versions: [
        { Key, VersionId: two.VersionId, IsLatest: true, Size: 5 },
        { Key, VersionId: one.VersionId, IsLatest: false, Size: 4 },
      ],
    });
    assert.equal(listObjectVersions(account, cats, { Bucket }).Versions.length, 3);
  });

  it("needs s3:ListBucketVersions of the bucket", () => {
    const list = (...statements: Props[]) => listObjectVersions(dogs(statements), cats, { Bucket });
    assert.deepEqual(list(allow("s3:ListBucketVersions", ARN)).Versions, []);
    assert.equal(
      refusal(() => list(allow("s3:ListBucketVersions"))),
      denied("s3:ListBucketVersions", ARN),
    );
  });
});
