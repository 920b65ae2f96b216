import { AwsError, type Context, type TypeDefinition } from "../../model";
import { text } from "../read";
import { BUCKET_VERSIONING, companionId, ofBucket, oneOfBucket, requireOwner } from "./references";

/**
 * Whether a bucket keeps every version of its objects.
 * docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
 */
export const bucketVersioning: TypeDefinition = {
  type: BUCKET_VERSIONING,
  noun: "bucket versioning",
  rules: {
    "versioningConfiguration.status": { oneOf: ["Enabled", "Suspended", "Disabled"] },
    "versioningConfiguration.mfaDelete": { oneOf: ["Enabled", "Disabled"] },
  },
  replaces: ["bucket", "expectedBucketOwner"],
  // A bucket has one, and deleting the old one after the new one was made would suspend it.
  deleteBeforeReplace: true,
  computed: ["expectedBucketOwner", "versioningConfiguration.mfaDelete"],
  references: [ofBucket],
  unique: [oneOfBucket("versioning configuration")],
  verify: (context) => {
    requireOwner(context);
    requireChange(context);
  },
  id: companionId,
};

/** "Disabled" is for a bucket that never had versions: S3 knows no way back. The words are the provider's. */
function requireChange({ inputs, before }: Context): void {
  const path = "versioningConfiguration.status";
  const was = before && text(before.inputs, path);
  if (was === undefined || was === "Disabled" || text(inputs, path) !== "Disabled") return;
  throw new AwsError(
    "IllegalVersioningConfigurationException",
    `versioning_configuration.status cannot be updated from '${was}' to 'Disabled'. Suspend versioning instead.`,
  );
}
