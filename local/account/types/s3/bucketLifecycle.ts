import type { CheckFailure, Props, TypeDefinition } from "../../model";
import { given, objects, repeated, text } from "../read";
import { lifecycleRuleFailures } from "./lifecycleRule";
import { BUCKET_LIFECYCLE, companionId, ofBucket, oneOfBucket, requireOwner } from "./references";

const STORAGE_CLASSES = [
  ...["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"],
];

/** S3 counts from one; the longest is what its integers hold. */
const DAYS = [1, 2_147_483_647] as const;

/** Dates are those of midnight, UTC. */
const date = { pattern: /^\d{4}-\d{2}-\d{2}(T00:00:00Z)?$/, is: "a date such as 2026-08-22" };

/**
 * What becomes of objects with time: docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html.
 * What S3 moves to another storage class is checked for its form only.
 */
export const bucketLifecycle: TypeDefinition = {
  type: BUCKET_LIFECYCLE,
  noun: "bucket lifecycle configuration",
  rules: {
    // docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html
    rules: { items: [1, 1000] },
    "rules[*].id": { length: [1, 255] },
    "rules[*].status": { oneOf: ["Enabled", "Disabled"] },
    "rules[*].prefix": { length: [0, 1024] },
    "rules[*].filter.prefix": { length: [0, 1024] },
    "rules[*].filter.and.prefix": { length: [0, 1024] },
    "rules[*].abortIncompleteMultipartUpload.daysAfterInitiation": { range: DAYS },
    "rules[*].expiration.days": { range: DAYS },
    "rules[*].expiration.date": date,
    "rules[*].noncurrentVersionExpiration.noncurrentDays": { range: DAYS },
    "rules[*].noncurrentVersionExpiration.newerNoncurrentVersions": { range: [1, 100] },
    "rules[*].noncurrentVersionTransitions[*].newerNoncurrentVersions": { range: [1, 100] },
    "rules[*].noncurrentVersionTransitions[*].storageClass": { oneOf: STORAGE_CLASSES },
    "rules[*].transitions[*].date": date,
    "rules[*].transitions[*].storageClass": { oneOf: STORAGE_CLASSES },
    transitionDefaultMinimumObjectSize: { oneOf: ["all_storage_classes_128K", "varies_by_storage_class"] },
  },
  check: (inputs) => [...listFailures(inputs), ...objects(inputs, "rules").flatMap(lifecycleRuleFailures)],
  replaces: ["bucket", "expectedBucketOwner"],
  // A bucket has one, and deleting the old one after the new one was made would take that away.
  deleteBeforeReplace: true,
  computed: ["expectedBucketOwner", "transitionDefaultMinimumObjectSize"],
  references: [ofBucket],
  unique: [oneOfBucket("lifecycle configuration")],
  verify: requireOwner,
  id: companionId,
  outputs: ({ inputs }) => ({
    transitionDefaultMinimumObjectSize: inputs.transitionDefaultMinimumObjectSize ?? "all_storage_classes_128K",
  }),
};

function listFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "rules")) return [{ property: "rules", reason: "missing; S3 needs at least one rule" }];
  const ids = objects(inputs, "rules").flatMap((rule) => text(rule, "id") ?? []);
  return repeated(ids).map((id) => ({
    property: "rules",
    reason: `Rule ID must be unique. Found same ID for more than one rule: ${id}`,
  }));
}
