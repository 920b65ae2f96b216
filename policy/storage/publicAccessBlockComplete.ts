import type { AccountPublicAccessBlockArgs } from "@pulumi/aws/s3/accountPublicAccessBlock";
import type { Unwrap } from "@pulumi/pulumi";
import { type Change, remedy } from "../remedy";
import { onEach, resourceRule } from "../rule";
import { text } from "../switches";
import { accountPublicAccessBlock, bucketPublicAccessBlock } from "../types";
import { isMissing, type SeenProps, UNKNOWN } from "../values";
import { BLOCK_CONTROL } from "./control";

/** All four have to be set: two are about ACLs, two about policies, each once about old ones and once about new ones. */
const KINDS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

type Block = SeenProps<Unwrap<AccountPublicAccessBlockArgs>>;

/** The parts of a block that let something through. */
function gaps(block: Block): (typeof KINDS)[number][] {
  return KINDS.filter((kind) => block[kind] !== UNKNOWN && text(block[kind]) !== "true");
}

function repair(block: Block): Change[] {
  return gaps(block).map((kind) => ({ path: [kind], value: true }));
}

/** Refuses public access blocks that leave a way in. */
export const storagePublicAccessBlockComplete = resourceRule(
  {
    name: "storage-public-access-block-complete",
    area: "storage",
    description: "Checks that public access blocks of buckets and of the account block all four ways.",
    why:
      "A public access block replaces the one that S3 gives every new bucket, and what it leaves out is off: an ACL or a " +
      "policy can then open the bucket to everybody.",
    severity: "high",
    remediationSteps:
      "Set `blockPublicAcls`, `blockPublicPolicy`, `ignorePublicAcls` and `restrictPublicBuckets` to true. At the level " +
      "`remediate` the rule does so itself. Publish a website through CloudFront, which reads a bucket that is not public.",
    framework: BLOCK_CONTROL,
    settings: {},
  },
  onEach([bucketPublicAccessBlock, accountPublicAccessBlock], (block: Block, { refuse }) => {
    for (const kind of gaps(block)) {
      const value = block[kind];
      refuse({
        property: kind,
        given: isMissing(value) ? undefined : text(value),
        so: isMissing(value) ? "so it is off" : undefined,
        allowed: "only true is allowed",
        fix: "Set it to true.",
      });
    }
  }),
  [remedy(bucketPublicAccessBlock, repair), remedy(accountPublicAccessBlock, repair)],
);
