import { createHash } from "node:crypto";
import type { Account } from "../account";
import { type AccountRecord, AwsError, type Props } from "../model";
import { objects, text } from "../types/read";
import { BUCKET, BUCKET_VERSIONING, noBucket } from "../types/s3/references";
import { isObject } from "../values";

/** What a version is called that was written while the bucket kept no versions. */
export const NULL_VERSION = "null";

/** A version of an object, without its body. */
export interface ObjectVersion {
  key: string;
  versionId: string;
  /** Bytes. */
  size: number;
  /** Whether it is what a request without a version gets. */
  isLatest: boolean;
}

/**
 * The record of a bucket, whose name is its own in the whole account.
 *
 * @throws AwsError `NoSuchBucket`
 */
export function bucketNamed(account: Account, name: string): AccountRecord {
  const bucket = account.records(BUCKET).find(({ id }) => id === name);
  if (!bucket) throw noBucket(name);
  return bucket;
}

/**
 * Whether a bucket keeps every version; undefined where it never did.
 * docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
 */
export function versioningOf(account: Account, bucket: string): "Enabled" | "Suspended" | undefined {
  const configuration = account.records(BUCKET_VERSIONING).find(({ inputs }) => inputs.bucket === bucket);
  const status = configuration && text(configuration.inputs, "versioningConfiguration.status");
  if (status === "Enabled" || status === "Suspended") return status;
  // The provider suspends versioning where its resource goes; the versions stay.
  return versionsOf(bucketNamed(account, bucket)).some(({ versionId }) => versionId !== NULL_VERSION)
    ? "Suspended"
    : undefined;
}

/**
 * Writes an object. With versioning, what was there stays as an older version; without, the version "null" is written over.
 *
 * @throws AwsError `NoSuchBucket`
 */
export function putObject(account: Account, bucket: string, key: string, body: Uint8Array): { versionId: string } {
  const record = bucketNamed(account, bucket);
  const isVersioned = versioningOf(account, bucket) === "Enabled";
  const versionId = isVersioned ? nextVersion(account, record) : NULL_VERSION;
  const kept = versionsOf(record).filter((one) => isVersioned || one.key !== key || one.versionId !== NULL_VERSION);
  const written = { key, versionId, size: body.byteLength, body: Buffer.from(body).toString("base64") };
  record.hidden = { ...record.hidden, versions: [...kept, written] };
  return { versionId };
}

/**
 * Reads an object.
 *
 * @param versionId Default: the newest version.
 * @throws AwsError `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`
 */
export function getObject(
  account: Account,
  bucket: string,
  key: string,
  versionId?: string,
): { body: Uint8Array; versionId: string } {
  const versions = versionsOf(bucketNamed(account, bucket)).filter((one) => one.key === key);
  const found = versions.findLast((one) => versionId === undefined || one.versionId === versionId);
  if (found) return { body: Buffer.from(String(found.body), "base64"), versionId: String(found.versionId) };
  throw versionId === undefined
    ? new AwsError("NoSuchKey", "The specified key does not exist.")
    : new AwsError("NoSuchVersion", "The specified version does not exist.");
}

/**
 * All versions in a bucket, by key as S3 orders them, the newest of a key first.
 *
 * @throws AwsError `NoSuchBucket`
 */
export function listVersions(account: Account, bucket: string): ObjectVersion[] {
  const newestFirst = versionsOf(bucketNamed(account, bucket)).toReversed();
  const byKey = (a: ObjectVersion, b: ObjectVersion): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
  return newestFirst
    .map((one, i) => ({
      key: String(one.key),
      versionId: String(one.versionId),
      size: Number(one.size),
      isLatest: newestFirst.findIndex(({ key }) => key === one.key) === i,
    }))
    .sort(byKey);
}

/**
 * Deletes every version of every object.
 *
 * @throws AwsError `NoSuchBucket`
 */
export function deleteObjects(account: Account, bucket: string): void {
  const { hidden } = bucketNamed(account, bucket);
  if (hidden) delete hidden.versions;
}

/** The versions in a bucket in the order in which they were written, as plain JSON with the body in base64. */
export function versionsOf({ hidden }: Pick<AccountRecord, "hidden">): Props[] {
  return isObject(hidden) ? objects(hidden, "versions") : [];
}

/** Thirty-two letters, digits and _ . as S3 makes them: the same in every run. */
function nextVersion(account: Account, { seed, id }: AccountRecord): string {
  const count = account.next(`s3 version|${id}`);
  const digest = createHash("sha256").update(`${seed}|version|${count}`).digest("base64url");
  return digest.replaceAll("-", ".").slice(0, 32);
}
