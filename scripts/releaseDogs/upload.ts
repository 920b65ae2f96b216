import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

/**
 * Uploads the zip.
 *
 * @returns The object's version id, by which the pipeline names what it has read.
 * @throws Error where the bucket keeps no versions
 */
export async function upload(s3: S3Client, bucket: string, key: string, zip: Uint8Array): Promise<string> {
  const { VersionId } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: zip, ContentType: "application/zip" }),
  );
  // "null" is the version of an object that was put while versioning is suspended: versioning-workflows.html
  if (VersionId === undefined || VersionId === "null") {
    throw new Error(
      `The bucket ${bucket} keeps no versions, so nobody can tell which execution is this upload's. ` +
        "A pipeline needs the bucket's versioning to be Enabled; pulumi up --refresh puts it back",
    );
  }
  return VersionId;
}
