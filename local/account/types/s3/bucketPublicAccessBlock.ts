import type { TypeDefinition } from "../../model";
import { BUCKET_PUBLIC_ACCESS_BLOCK, companionId, ofBucket, oneOfBucket } from "./references";

/**
 * What of a bucket may be public. Without the resource, AWS's own setting for a new bucket holds: nothing may.
 * `skipDestroy` makes no difference here, because what would stay is that setting.
 * docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const bucketPublicAccessBlock: TypeDefinition = {
  type: BUCKET_PUBLIC_ACCESS_BLOCK,
  noun: "bucket public access block",
  defaults: {
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  },
  replaces: ["bucket"],
  // A bucket has one, and deleting the old one after the new one was made would take that away.
  deleteBeforeReplace: true,
  references: [ofBucket],
  unique: [oneOfBucket("public access block")],
  id: companionId,
};
