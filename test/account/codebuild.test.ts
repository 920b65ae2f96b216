import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { ACCOUNT_ID, change, failures, make, refusal, replaces } from "./support";

const PROJECT = "aws:codebuild/project:Project";
const ROLE = "aws:iam/role:Role";

const IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:5.0";
const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/build`;
const environment: Props = { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: IMAGE };

/** The project of the workshop. */
const project: Props = {
  name: "workshop-CatsnDogsBuild",
  serviceRole: roleArn,
  source: { type: "CODEPIPELINE" },
  artifacts: { type: "CODEPIPELINE" },
  environment: {
    ...environment,
    privilegedMode: true,
    environmentVariables: [{ name: "AWS_DEFAULT_REGION", value: "us-west-2" }],
  },
  logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: "/workshop/codebuild" } },
};
/** A project without a pipeline. */
const alone: Props = {
  ...project,
  source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
  artifacts: { type: "NO_ARTIFACTS" },
};

const on = (by: Props): Props => ({ ...project, environment: { ...environment, ...by } });

const trusting = (Service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  });

/** An account with the role of the project. */
function withRole(service = "codebuild.amazonaws.com"): Account {
  const account = new Account();
  make(account, ROLE, { name: "build", assumeRolePolicy: trusting(service) });
  return account;
}

describe("account: CodeBuild projects", () => {
  it("makes the project of the workshop with the ARN and defaults of CodeBuild", () => {
    const { id, outputs } = make(withRole(), PROJECT, project);
    assert.equal(id, `arn:aws:codebuild:us-west-2:${ACCOUNT_ID}:project/workshop-CatsnDogsBuild`);
    assert.equal(outputs.arn, id);
    assert.deepEqual([outputs.buildTimeout, outputs.queuedTimeout, outputs.badgeUrl], [60, 480, ""]);
    assert.equal(outputs.encryptionKey, `arn:aws:kms:us-west-2:${ACCOUNT_ID}:alias/aws/s3`);
    assert.deepEqual(outputs.environment, {
      ...environment,
      imagePullCredentialsType: "CODEBUILD",
      privilegedMode: true,
      environmentVariables: [{ name: "AWS_DEFAULT_REGION", value: "us-west-2", type: "PLAINTEXT" }],
    });
  });

  it("has a badge where it asks for one", () => {
    const { outputs } = make(withRole(), PROJECT, { ...alone, badgeEnabled: true });
    assert.match(
      String(outputs.badgeUrl),
      /^https:\/\/codebuild\.us-west-2\.amazonaws\.com\/badges\?uuid=[0-9a-f]{64}&branch=master$/,
    );
  });

  it("takes other images by their names, a dated release of AWS's, and sizes of other environments", () => {
    const others: Props[] = [
      { image: "docker.io/library/alpine:latest" },
      { image: `${ACCOUNT_ID}.dkr.ecr.us-west-2.amazonaws.com/tools:1`, imagePullCredentialsType: "SERVICE_ROLE" },
      { image: `${IMAGE}-24.10.29` },
      { type: "ARM_CONTAINER", image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" },
      {
        type: "LINUX_LAMBDA_CONTAINER",
        computeType: "BUILD_LAMBDA_1GB",
        image: "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs20",
      },
    ];
    for (const by of others) assert.deepEqual(failures(PROJECT, on(by)), [], JSON.stringify(by));
  });

  const both =
    "InvalidInputException: Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE. ";
  const wrong: [what: string, inputs: Props, ...expected: (string | RegExp)[]][] = [
    [
      "a name of one letter",
      { ...project, name: "a" },
      'name: expected 2 to 150 letters, digits and - _, the first of them a letter or a digit, got "a"',
    ],
    ["a name of 151 letters", { ...project, name: "a".repeat(151) }, /^name: expected 2 to 150 letters/],
    ["a timeout of 4 minutes", { ...project, buildTimeout: 4 }, /^buildTimeout: .* between 5 and 2160, got 4$/],
    [
      "a timeout of 2,161 minutes",
      { ...project, buildTimeout: 2161 },
      /^buildTimeout: .* between 5 and 2160, got 2161$/,
    ],
    ["481 minutes in the queue", { ...project, queuedTimeout: 481 }, /^queuedTimeout: .* between 5 and 480, got 481$/],
    ["no build at a time", { ...project, concurrentBuildLimit: 0 }, /^concurrentBuildLimit: .* of at least 1, got 0$/],
    [
      "a key by its id",
      { ...project, encryptionKey: "1234" },
      `encryptionKey: expected a KMS key's ARN, or alias/ and the name of an alias, got "1234"`,
    ],
    [
      "a pipeline's source with artifacts of its own",
      { ...project, artifacts: { type: "NO_ARTIFACTS" } },
      `artifacts.type: ${both}Got source.type CODEPIPELINE and artifacts.type NO_ARTIFACTS`,
    ],
    [
      "a source of its own with a pipeline's artifacts",
      { ...alone, artifacts: { type: "CODEPIPELINE" } },
      `source.type: ${both}Got source.type NO_SOURCE and artifacts.type CODEPIPELINE`,
    ],
    [
      "a badge in a pipeline",
      { ...project, badgeEnabled: true },
      "badgeEnabled: a project of a pipeline has no build badge",
    ],
    [
      "no source and no buildspec",
      { ...alone, source: { type: "NO_SOURCE" } },
      "source.buildspec: must be set when source's type is NO_SOURCE",
    ],
    [
      "a source in S3 without a place",
      { ...alone, source: { type: "S3" } },
      "source.location: missing; a source of the type S3 needs one",
    ],
    [
      "artifacts in S3 without a bucket",
      { ...alone, artifacts: { type: "S3" } },
      "artifacts.location: missing; artifacts of the type S3 need a bucket",
    ],
    [
      "a status that is reported to S3",
      { ...alone, source: { type: "S3", location: "code/dogs.zip", reportBuildStatus: true } },
      "source.reportBuildStatus: works with a source of the type BITBUCKET, GITHUB, GITHUB_ENTERPRISE, GITLAB, " +
        "GITLAB_SELF_MANAGED only, got S3",
    ],
    [
      "a second source from a pipeline",
      { ...project, secondarySources: [{ type: "CODEPIPELINE", sourceIdentifier: "more" }] },
      "secondarySources[0].type: InvalidInputException: Invalid input: sourceType CODEPIPELINE is not allowed for secondarySources",
    ],
    [
      "a small Windows",
      on({ type: "WINDOWS_SERVER_2019_CONTAINER", image: "aws/codebuild/windows-base:2019-3.0" }),
      "environment.computeType: expected one of BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE for the environment type " +
        "WINDOWS_SERVER_2019_CONTAINER, got BUILD_GENERAL1_SMALL",
    ],
    [
      "Lambda's sizes in a container",
      on({ computeType: "BUILD_LAMBDA_1GB" }),
      "environment.computeType: expected BUILD_GENERAL1_SMALL and the like for the environment type LINUX_CONTAINER, got BUILD_LAMBDA_1GB",
    ],
    [
      "an environment of a fleet without one",
      on({ type: "LINUX_EC2" }),
      "environment.fleet: missing; the environment type LINUX_EC2 runs on a fleet only",
    ],
    [
      "an image that AWS does not provide",
      on({ type: "ARM_CONTAINER", image: "aws/codebuild/amazonlinux-aarch64-standard:9.0" }),
      "environment.image: expected one of CodeBuild's images for the environment type ARM_CONTAINER " +
        "(aws/codebuild/amazonlinux-aarch64-standard:2.0, aws/codebuild/amazonlinux-aarch64-standard:3.0, " +
        "aws/codebuild/amazonlinux2-aarch64-standard:1.0, aws/codebuild/amazonlinux2-aarch64-standard:2.0, " +
        "aws/codebuild/amazonlinux2-aarch64-standard:3.0), got aws/codebuild/amazonlinux-aarch64-standard:9.0",
    ],
    [
      "an image for another processor",
      on({ image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" }),
      /^environment\.image: expected one of CodeBuild's images for the environment type LINUX_CONTAINER \(.*\), got aws\/codebuild\/amazonlinux-aarch64-standard:3\.0$/,
    ],
    [
      "AWS's image pulled with the project's role",
      on({ imagePullCredentialsType: "SERVICE_ROLE" }),
      `environment.imagePullCredentialsType: expected CODEBUILD for an image that CodeBuild provides, got SERVICE_ROLE and ${IMAGE}`,
    ],
    [
      "Docker on Lambda",
      on({
        type: "LINUX_LAMBDA_CONTAINER",
        computeType: "BUILD_LAMBDA_1GB",
        image: "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs20",
        privilegedMode: true,
      }),
      "environment.privilegedMode: works in Linux containers only, got the environment type LINUX_LAMBDA_CONTAINER",
    ],
    [
      "a variable twice",
      on({
        environmentVariables: [
          { name: "A", value: "1" },
          { name: "A", value: "2" },
        ],
      }),
      "environment.environmentVariables: expected names that differ, got A more than once",
    ],
    [
      "a variable from elsewhere",
      on({ environmentVariables: [{ name: "A", value: "1", type: "SSM" }] }),
      'environment.environmentVariables[0].type: expected one of PLAINTEXT, PARAMETER_STORE, SECRETS_MANAGER, got "SSM"',
    ],
    [
      "a variable of CodeBuild's own",
      on({ environmentVariables: [{ name: "CODEBUILD_ID", value: "1" }] }),
      "environment.environmentVariables[0].name: a name may not begin with CODEBUILD_, which AWS keeps for itself, got CODEBUILD_ID",
    ],
    [
      "5,501 characters of variables",
      on({ environmentVariables: [{ name: "A", value: "x".repeat(5500) }] }),
      "environment.environmentVariables: expected at most 5500 characters in all names and values together, got 5501",
    ],
    [
      "a cache of Docker's layers without Docker",
      { ...on({}), cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] } },
      "cache.modes[0]: LOCAL_DOCKER_LAYER_CACHE needs environment.privilegedMode",
    ],
    [
      "a cache in S3 without a bucket",
      { ...project, cache: { type: "S3" } },
      "cache.location: missing; a cache of the type S3 needs a bucket",
    ],
    [
      "a log group with a space",
      { ...project, logsConfig: { cloudwatchLogs: { groupName: "a b" } } },
      'logsConfig.cloudwatchLogs.groupName: expected 1 to 512 letters, digits and the characters . - _ / #, got "a b"',
    ],
    [
      "logs in S3 without a bucket",
      { ...project, logsConfig: { s3Logs: { status: "ENABLED" } } },
      "logsConfig.s3Logs.location: missing; logs in S3 need a bucket",
    ],
  ];
  for (const [what, inputs, ...expected] of wrong) {
    it(`refuses ${what}`, () => {
      const seen = failures(PROJECT, inputs);
      assert.equal(seen.length, expected.length, seen.join("\n"));
      seen.forEach((one, i) => {
        const text = expected[i];
        if (text instanceof RegExp) assert.match(one, text);
        else assert.equal(one, text);
      });
    });
  }

  it("does not judge what a preview does not know yet", () => {
    assert.deepEqual(failures(PROJECT, { ...project, environment: UNKNOWN, source: UNKNOWN, logsConfig: UNKNOWN }), []);
    assert.deepEqual(failures(PROJECT, on({ image: UNKNOWN, privilegedMode: UNKNOWN })), []);
  });
});

describe("account: what a CodeBuild project needs", () => {
  const denied = `InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole on ${roleArn}`;

  it("is a role that exists and trusts CodeBuild", () => {
    assert.equal(
      refusal(() => make(new Account(), PROJECT, project)),
      denied,
    );
    assert.equal(
      refusal(() => make(withRole("codepipeline.amazonaws.com"), PROJECT, project)),
      denied,
    );
  });

  it("is a network that exists", () => {
    const vpcConfig = { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
    assert.equal(
      refusal(() => make(withRole(), PROJECT, { ...project, vpcConfig })),
      "InvalidInputException: Invalid vpc config: the VPC 'vpc-1' does not exist in this region.",
    );
  });
});

describe("account: the life of a CodeBuild project", () => {
  it("has its name alone in its region", () => {
    const account = withRole();
    const { id } = make(account, PROJECT, project);
    assert.equal(
      refusal(() => make(account, PROJECT, project)),
      `ResourceAlreadyExistsException: Project already exists: ${id}`,
    );
    assert.match(make(account, PROJECT, { ...project, region: "eu-west-1" }).id, /^arn:aws:codebuild:eu-west-1:/);
  });

  it("is one of 5,000", () => {
    const account = withRole();
    account.raiseQuota("L-ACCF6C0D", 1);
    make(account, PROJECT, project);
    assert.match(
      refusal(() => make(account, PROJECT, { ...project, name: "other" })),
      /^AccountLimitExceededException: The quota "Build projects" \(L-ACCF6C0D\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  it("is replaced under another name, and changes in place to another image", () => {
    assert.deepEqual(replaces(PROJECT, project, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(PROJECT, project, on({ image: "aws/codebuild/standard:7.0" })), []);
    const account = withRole();
    const { environment: seen } = change(account, PROJECT, make(account, PROJECT, project), { buildTimeout: 10 });
    assert.equal((seen as Props).image, IMAGE);
  });
});
