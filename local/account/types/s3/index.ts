import type { TypeDefinition } from "../../model";
import { bucket } from "./bucket";
import { bucketEncryption } from "./bucketEncryption";
import { bucketLifecycle } from "./bucketLifecycle";
import { bucketNotification } from "./bucketNotification";
import { bucketPolicy } from "./bucketPolicy";
import { bucketPublicAccessBlock } from "./bucketPublicAccessBlock";
import { bucketVersioning } from "./bucketVersioning";

/** Simple Storage Service. */
export const s3Types: readonly TypeDefinition[] = [
  bucket,
  bucketEncryption,
  bucketLifecycle,
  bucketNotification,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketVersioning,
];
