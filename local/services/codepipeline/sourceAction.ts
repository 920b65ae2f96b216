import { AwsError } from "../../account/model";
import { getObject } from "../../account/s3/objects";
import { type ActionContext, type ActionDone, allowed, keepArtifact, setting, unzipped } from "./action";
import { ActionFailed } from "./execution";

/**
 * Takes the newest version of an object: docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 *
 * @throws ActionFailed
 */
export async function runSource(context: ActionContext): Promise<ActionDone> {
  const { execution, caller } = context;
  const [bucket, key] = [setting(context, "S3Bucket"), setting(context, "S3ObjectKey")];
  allowed(context, caller, "s3:GetBucketVersioning", `arn:aws:s3:::${bucket}`);
  allowed(context, caller, "s3:GetObject", `arn:aws:s3:::${bucket}/${key}`);
  const { body, versionId } = newest(context, bucket, key);
  execution.revision = versionId;
  keepArtifact(context, body);
  const what = unzipped(body) ? "" : ", which is no zip";
  return { summary: `Amazon S3 version id: ${versionId}${what}`, externalId: versionId };
}

function newest({ world }: ActionContext, bucket: string, key: string): ReturnType<typeof getObject> {
  try {
    return getObject(world.account, bucket, key);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ActionFailed(
      "RevisionUnavailable",
      `The object with key '${key}' and bucket '${bucket}' does not exist. Make sure the object exists and that it has a version id.`,
    );
  }
}
