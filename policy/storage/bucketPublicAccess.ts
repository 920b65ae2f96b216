import { stackRule } from "../rule";
import { accountPublicAccessBlock, bucket, bucketPublicAccessBlock } from "../types";
import { BLOCK_CONTROL } from "./control";
import { bucketsOf, namesOf, partsOf } from "./parts";

/** Refuses buckets whose privacy nobody has written down. */
export const storageBucketPublicAccess = stackRule(
  {
    name: "storage-bucket-public-access",
    area: "storage",
    description: "Checks that every bucket of the stack has a public access block.",
    why:
      "S3 blocks public access to buckets made since April 2023, but not to older ones, and anybody with the right may " +
      "take the block away. Only a block that the program has is put back by the next deployment.",
    severity: "medium",
    remediationSteps:
      "Add a `BucketPublicAccessBlock` with all four settings true for each bucket, or one `AccountPublicAccessBlock` " +
      "where the stack owns its account.",
    framework: BLOCK_CONTROL,
    settings: {},
  },
  [bucket, bucketPublicAccessBlock, accountPublicAccessBlock],
  ({ all, refuse, leaveOpen }) => {
    if (all(accountPublicAccessBlock).length > 0) return;
    const buckets = bucketsOf({ all });
    const blocks = partsOf(buckets, all(bucketPublicAccessBlock), "bucket", namesOf);
    for (const one of buckets) {
      if (blocks.of(one).length > 0) continue;
      for (const { resource } of blocks.open) leaveOpen(resource, "bucket");
      if (blocks.open.length > 0) continue;
      refuse(one.resource, {
        property: "the bucket's public access block",
        allowed: "a BucketPublicAccessBlock is required for each bucket",
        fix: "Add one with all four settings true.",
      });
    }
  },
);
