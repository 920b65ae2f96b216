import type { Rule } from "../rule";
import { storageBucketLifecycle } from "./bucketLifecycle";
import { storageBucketPublicAccess } from "./bucketPublicAccess";
import { storageEcrLifecycle } from "./ecrLifecycle";
import { storageEncrypted } from "./encrypted";
import { storageImageScan } from "./imageScan";
import { storagePublicAccessBlockComplete } from "./publicAccessBlockComplete";
import { storageSourceVersioned } from "./sourceVersioned";

/** The rules about buckets and repositories. */
export const storageRules: readonly Rule[] = [
  storagePublicAccessBlockComplete,
  storageBucketPublicAccess,
  storageEncrypted,
  storageSourceVersioned,
  storageImageScan,
  storageEcrLifecycle,
  storageBucketLifecycle,
];
