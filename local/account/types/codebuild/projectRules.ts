import type { Rule } from "../../model";

/** docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
export const COMPUTE_TYPES = [
  ...["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_XLARGE"],
  ...["BUILD_GENERAL1_2XLARGE", "BUILD_LAMBDA_1GB", "BUILD_LAMBDA_2GB", "BUILD_LAMBDA_4GB", "BUILD_LAMBDA_8GB"],
  ...["BUILD_LAMBDA_10GB", "ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE"],
];

const ENVIRONMENT_TYPES = [
  ...["WINDOWS_CONTAINER", "LINUX_CONTAINER", "LINUX_GPU_CONTAINER", "ARM_CONTAINER", "WINDOWS_SERVER_2019_CONTAINER"],
  ...["WINDOWS_SERVER_2022_CONTAINER", "LINUX_LAMBDA_CONTAINER", "ARM_LAMBDA_CONTAINER", "LINUX_EC2", "ARM_EC2"],
  ...["WINDOWS_EC2", "MAC_ARM"],
];

/** Types of source that clone a repository and can report to it. */
export const GIT_SOURCES = ["BITBUCKET", "GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED"];

const SOURCES = [...GIT_SOURCES, "CODECOMMIT", "CODEPIPELINE", "NO_SOURCE", "S3"];
const ARTIFACTS = ["CODEPIPELINE", "NO_ARTIFACTS", "S3"];
const ENABLED: Rule = { oneOf: ["ENABLED", "DISABLED"] };
const OWNER_ACCESS: Rule = { oneOf: ["NONE", "READ_ONLY", "FULL"] };
const AT_LEAST_ONE: Rule = { range: [1, Number.POSITIVE_INFINITY] };
const AT_LEAST_ZERO: Rule = { range: [0, Number.POSITIVE_INFINITY] };
const NOT_EMPTY: Rule = { length: [1, Number.POSITIVE_INFINITY] };

const role: Rule = { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" };
const identifier: Rule = { pattern: /^\w{1,127}$/, is: "1 to 127 letters, digits and _" };

/** Limits on one input each: docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html and the provider's own. */
export const projectRules: Record<string, Rule> = {
  name: {
    pattern: /^[A-Za-z0-9][\w-]{1,149}$/,
    is: "2 to 150 letters, digits and - _, the first of them a letter or a digit",
  },
  description: { length: [0, 255] },
  serviceRole: role,
  resourceAccessRole: role,
  autoRetryLimit: AT_LEAST_ZERO,
  buildTimeout: { range: [5, 2160] },
  queuedTimeout: { range: [5, 480] },
  concurrentBuildLimit: AT_LEAST_ONE,
  projectVisibility: { oneOf: ["PRIVATE", "PUBLIC_READ"] },
  encryptionKey: {
    pattern: /^(arn:aws:kms:[a-z0-9-]+:\d{12}:(key|alias)\/.+|alias\/.+)$/,
    is: "a KMS key's ARN, or alias/ and the name of an alias",
  },
  "artifacts.type": { oneOf: ARTIFACTS },
  "artifacts.bucketOwnerAccess": OWNER_ACCESS,
  "artifacts.namespaceType": { oneOf: ["NONE", "BUILD_ID"] },
  "artifacts.packaging": { oneOf: ["NONE", "ZIP"] },
  secondaryArtifacts: { items: [0, 12] },
  "secondaryArtifacts[*].artifactIdentifier": identifier,
  "secondaryArtifacts[*].type": { oneOf: ARTIFACTS },
  "source.type": { oneOf: SOURCES },
  "source.gitCloneDepth": AT_LEAST_ZERO,
  "source.auth.type": { oneOf: ["CODECONNECTIONS", "SECRETS_MANAGER"] },
  secondarySources: { items: [0, 12] },
  "secondarySources[*].sourceIdentifier": identifier,
  "secondarySources[*].type": { oneOf: SOURCES },
  secondarySourceVersions: { items: [0, 12] },
  "environment.type": { oneOf: ENVIRONMENT_TYPES },
  "environment.computeType": { oneOf: COMPUTE_TYPES },
  "environment.image": NOT_EMPTY,
  "environment.imagePullCredentialsType": { oneOf: ["CODEBUILD", "SERVICE_ROLE"] },
  "environment.certificate": { pattern: /\.(pem|zip)$/, is: "the place of a certificate that ends in .pem or .zip" },
  "environment.hostKernel": { oneOf: ["LINUX_KERNEL_4", "LINUX_KERNEL_6", "LINUX_KERNEL_LATEST"] },
  "environment.environmentVariables[*].name": NOT_EMPTY,
  "environment.environmentVariables[*].type": { oneOf: ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"] },
  "environment.registryCredential.credentialProvider": { oneOf: ["SECRETS_MANAGER"] },
  "cache.type": { oneOf: ["NO_CACHE", "LOCAL", "S3"] },
  "cache.modes[*]": { oneOf: ["LOCAL_SOURCE_CACHE", "LOCAL_DOCKER_LAYER_CACHE", "LOCAL_CUSTOM_CACHE"] },
  "logsConfig.cloudwatchLogs.status": ENABLED,
  "logsConfig.cloudwatchLogs.groupName": {
    pattern: /^[\w./#-]{1,512}$/,
    is: "1 to 512 letters, digits and the characters . - _ / #",
  },
  "logsConfig.cloudwatchLogs.streamName": { pattern: /^[^:*]{1,512}$/, is: "1 to 512 characters without : and *" },
  "logsConfig.s3Logs.status": ENABLED,
  "logsConfig.s3Logs.bucketOwnerAccess": OWNER_ACCESS,
  "buildBatchConfig.serviceRole": role,
  "buildBatchConfig.timeoutInMins": { range: [5, 2160] },
  "buildBatchConfig.restrictions.maximumBuildsAllowed": { range: [1, 100] },
  "buildBatchConfig.restrictions.computeTypesAlloweds[*]": { oneOf: COMPUTE_TYPES },
  "vpcConfig.subnets": { items: [1, 16] },
  "vpcConfig.securityGroupIds": { items: [1, 5] },
  "fileSystemLocations[*].type": { oneOf: ["EFS"] },
};
