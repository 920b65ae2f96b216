// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are lines of the program.
import type { ProgramChange } from "./change";

/** Changes that the rules about buckets and repositories find. */
export const storageChanges: ProgramChange[] = [
  {
    rule: "storage-public-access-block-complete",
    file: "components/codeBucket.ts",
    line: "{ ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },",
    becomes:
      "{ ...of, blockPublicAcls: true, blockPublicPolicy: false, ignorePublicAcls: true, restrictPublicBuckets: true },",
    says: [
      "storage-public-access-block-complete dogs-pipeline-artifacts: blockPublicPolicy is false; only true is allowed. Set it to true.",
      "storage-public-access-block-complete dogs-pipeline-source: blockPublicPolicy is false; only true is allowed. Set it to true.",
    ],
  },
  {
    rule: "storage-bucket-public-access",
    file: "components/codeBucket.ts",
    line: "{ ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },",
    becomes:
      '{ bucket: "elsewhere", blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },',
    says: [
      "storage-bucket-public-access dogs-pipeline-artifacts: the bucket's public access block is missing; a BucketPublicAccessBlock is required for each bucket. Add one with all four settings true.",
      "storage-bucket-public-access dogs-pipeline-source: the bucket's public access block is missing; a BucketPublicAccessBlock is required for each bucket. Add one with all four settings true.",
    ],
  },
  {
    rule: "storage-encrypted",
    file: "components/canary/releaseEvents.ts",
    line: "sqsManagedSseEnabled: true,",
    becomes: "sqsManagedSseEnabled: false,",
    says: [
      "storage-encrypted canary-dead-letters: sqsManagedSseEnabled is false, so its messages lie unencrypted; true is required. Set it to true.",
    ],
  },
  {
    rule: "storage-source-versioned",
    file: "components/codeBucket.ts",
    line: '{ ...of, versioningConfiguration: { status: "Enabled" } },',
    becomes: '{ ...of, versioningConfiguration: { status: "Suspended" } },',
    // Lifecycles are nothing to judge in a bucket without versions.
    alone: true,
    says: [
      'storage-source-versioned dogs-pipeline-source: versioningConfiguration.status is Suspended, so CodePipeline cannot read its source from the bucket; versions are required of a source bucket. Add a BucketVersioning of status "Enabled", or set it so.',
    ],
  },
  {
    rule: "storage-image-scan",
    file: "components/imageRepositories.ts",
    line: "imageScanningConfiguration: { scanOnPush: true },",
    becomes: "",
    says: [
      "storage-image-scan images-cats: imageScanningConfiguration.scanOnPush is missing, so nobody learns of the holes in its images; only true is allowed where the registry does not scan it. Set it to true.",
      "storage-image-scan images-dogs: imageScanningConfiguration.scanOnPush is missing, so nobody learns of the holes in its images; only true is allowed where the registry does not scan it. Set it to true.",
      "storage-image-scan images-simplehomepage: imageScanningConfiguration.scanOnPush is missing, so nobody learns of the holes in its images; only true is allowed where the registry does not scan it. Set it to true.",
    ],
  },
  {
    rule: "storage-ecr-lifecycle",
    file: "components/imageRepositories.ts",
    line: "{ repository: repository.name, policy: JSON.stringify(UNTAGGED_IMAGES_EXPIRE) },",
    becomes: "{ repository: `elsewhere/${image}`, policy: JSON.stringify(UNTAGGED_IMAGES_EXPIRE) },",
    says: [
      "storage-ecr-lifecycle images-cats: the repository's lifecycle policy is missing, so it keeps every image for ever; a LifecyclePolicy is required for each repository. Add one that expires at least untagged images.",
      "storage-ecr-lifecycle images-dogs: the repository's lifecycle policy is missing, so it keeps every image for ever; a LifecyclePolicy is required for each repository. Add one that expires at least untagged images.",
      "storage-ecr-lifecycle images-simplehomepage: the repository's lifecycle policy is missing, so it keeps every image for ever; a LifecyclePolicy is required for each repository. Add one that expires at least untagged images.",
    ],
  },
  {
    rule: "storage-bucket-lifecycle",
    file: "components/codeBucket.ts",
    line: "abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },",
    becomes: "",
    says: [
      "storage-bucket-lifecycle dogs-pipeline-artifacts: rules[].abortIncompleteMultipartUpload is missing, so parts of uploads that failed stay for ever, where nobody sees them; it is required with versions. Add abortIncompleteMultipartUpload to a rule that is enabled.",
      "storage-bucket-lifecycle dogs-pipeline-source: rules[].abortIncompleteMultipartUpload is missing, so parts of uploads that failed stay for ever, where nobody sees them; it is required with versions. Add abortIncompleteMultipartUpload to a rule that is enabled.",
    ],
  },
];
