import { createHash } from "node:crypto";
import type { Account } from "../account";
import type { ContextEntries } from "../iam/context";
import { type AccountRecord, AwsError } from "../model";
import { bucketNamed, listVersions, getObject as read, versioningOf, putObject as write } from "../s3/objects";
import { text } from "../types/read";
import { BUCKET_POLICY } from "../types/s3/references";
import { type Caller, requireAllowed } from "./caller";

/** The longest key, in bytes of UTF-8: docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1024;

/** Which object. */
export interface ObjectInput {
  Bucket: string;
  Key: string;
}

/** Which version of an object. */
export interface VersionInput extends ObjectInput {
  /** Default: the newest. */
  VersionId?: string | undefined;
}

/** What S3 says of an object without its body. The account keeps no time of an object's, and no content type. */
export interface ObjectHead {
  /** Digits of the content, in quotes. */
  ETag: string;
  /** Bytes. */
  ContentLength: number;
  /** Left out where the bucket never kept versions. */
  VersionId?: string;
}

/**
 * Writes an object: docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 *
 * @throws AwsError `NoSuchBucket`, `PermanentRedirect`, `AccessDenied`, `KeyTooLongError`
 */
export function putObject(
  account: Account,
  caller: Caller,
  { Bucket, Key, Body }: ObjectInput & { Body: Uint8Array },
): Omit<ObjectHead, "ContentLength"> {
  const { bucket, arn } = objectIn(account, caller, { Bucket, Key });
  requireS3(account, caller, bucket, "s3:PutObject", arn);
  const { versionId } = write(account, Bucket, Key, Body);
  return { ETag: etagOf(Body), ...versionField(account, Bucket, versionId) };
}

/**
 * Reads an object: docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html. Who may not list the bucket is not told
 * that a key is not there.
 *
 * @throws AwsError `NoSuchBucket`, `PermanentRedirect`, `AccessDenied`, `NoSuchKey`, `NoSuchVersion`
 */
export function getObject(account: Account, caller: Caller, input: VersionInput): ObjectHead & { Body: Uint8Array } {
  const { Bucket, Key, VersionId } = input;
  const { bucket, arn } = objectIn(account, caller, input);
  const action = VersionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  const context: ContextEntries = VersionId === undefined ? {} : { "s3:versionid": VersionId };
  requireS3(account, caller, bucket, action, arn, context);
  try {
    const { body, versionId } = read(account, Bucket, Key, VersionId);
    const head = { ETag: etagOf(body), ContentLength: body.byteLength, ...versionField(account, Bucket, versionId) };
    return { Body: body, ...head };
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchKey") {
      requireS3(account, caller, bucket, "s3:ListBucket", String(bucket.outputs.arn));
    }
    throw error;
  }
}

/** As {@link getObject}, without the body, and with the same permissions. docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export function headObject(account: Account, caller: Caller, input: VersionInput): ObjectHead {
  const { Body: _, ...head } = getObject(account, caller, input);
  return head;
}

/** A version in a list. */
export interface ListedVersion {
  Key: string;
  VersionId: string;
  IsLatest: boolean;
  /** Bytes. */
  Size: number;
}

/**
 * Lists all versions of the objects in a bucket: docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html. In one
 * piece, where S3 gives a thousand at a time.
 *
 * @param input `Prefix`: what the keys begin with. Default: anything.
 * @throws AwsError `NoSuchBucket`, `PermanentRedirect`, `AccessDenied`
 */
export function listObjectVersions(
  account: Account,
  caller: Caller,
  { Bucket, Prefix = "" }: { Bucket: string; Prefix?: string },
): { Name: string; Prefix: string; Versions: ListedVersion[] } {
  const bucket = bucketFor(account, caller, Bucket);
  const context: ContextEntries = Prefix === "" ? {} : { "s3:prefix": Prefix };
  requireS3(account, caller, bucket, "s3:ListBucketVersions", String(bucket.outputs.arn), context);
  const Versions = listVersions(account, Bucket)
    .filter(({ key }) => key.startsWith(Prefix))
    .map(({ key, versionId, isLatest, size }) => ({ Key: key, VersionId: versionId, IsLatest: isLatest, Size: size }));
  return { Name: Bucket, Prefix, Versions };
}

/** The document of a bucket's policy, or undefined. */
export function bucketPolicyOf(account: Account, bucket: string): string | undefined {
  const policy = account.records(BUCKET_POLICY).find(({ inputs }) => inputs.bucket === bucket);
  return policy && text(policy.inputs, "policy");
}

/** A bucket, which is asked for in its own region. */
function bucketFor(account: Account, { region }: Caller, name: string): AccountRecord {
  const bucket = bucketNamed(account, name);
  if (bucket.region === region) return bucket;
  throw new AwsError(
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future " +
      `requests to this endpoint: s3.${bucket.region}.amazonaws.com.`,
  );
}

function objectIn(
  account: Account,
  caller: Caller,
  { Bucket, Key }: ObjectInput,
): { bucket: AccountRecord; arn: string } {
  const bytes = Buffer.byteLength(Key);
  if (bytes > LONGEST_KEY) {
    throw new AwsError("KeyTooLongError", `Your key is too long: expected at most ${LONGEST_KEY} bytes, got ${bytes}.`);
  }
  const bucket = bucketFor(account, caller, Bucket);
  return { bucket, arn: `${bucket.outputs.arn}/${Key}` };
}

/**
 * Throws where a caller may not do something with a bucket: S3 has a code of its own for that, and puts the resource in quotes.
 * docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 *
 * @throws AwsError `AccessDenied`
 */
function requireS3(
  account: Account,
  caller: Caller,
  { id }: AccountRecord,
  action: string,
  resource: string,
  context: ContextEntries = {},
): void {
  try {
    requireAllowed(account, caller, { action, resource, context, resourcePolicy: bucketPolicyOf(account, id) });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "AccessDeniedException") throw error;
    const message = error.message.replace(` on resource: ${resource} `, () => ` on resource: "${resource}" `);
    throw new AwsError("AccessDenied", message);
  }
}

/** As S3 makes it of an object that was written in one piece, with its own keys: docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
function etagOf(body: Uint8Array): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

function versionField(account: Account, bucket: string, versionId: string): Pick<ObjectHead, "VersionId"> {
  return versioningOf(account, bucket) === undefined ? {} : { VersionId: versionId };
}
