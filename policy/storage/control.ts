import type { PolicyComplianceFramework } from "@pulumi/policy";

/** A control of the standard that most rules about storage follow. */
export function bestPractice(reference: string, specification: string): PolicyComplianceFramework {
  return { name: "AWS Foundational Security Best Practices", version: "1.0.0", reference, specification };
}

/** What both rules about public access follow. */
export const BLOCK_CONTROL = bestPractice(
  "S3.1, S3.8",
  "S3 general purpose buckets, and the account, should block public access",
);
