import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { codeBucket } from "./codeBucket";
import type { DogsPipelineArgs } from "./dogsPipelineArgs";
import { buildAllows, pipelineAllows } from "./dogsPipelineRoles";
import { capitalized, physicalName } from "./names";
import { scopedRole } from "./scopedRole";

/** A bucket that is ready to be used. */
type CodeBucket = ReturnType<typeof codeBucket>;

/**
 * Releases an application by the upload of one zip: EventBridge hears of it and starts the pipeline, CodeBuild builds the image
 * and pushes it, and ECS takes it into the service; a deployment that fails is rolled back. Uploads wait for one another.
 *
 * Costs $0.0000 an hour. A release costs $0.002 for each minute of its actions and $0.005 for each minute of its build, and the
 * images and zips that it leaves are charged at $0.10 and $0.023 a GB and month.
 */
export class DogsPipeline extends pulumi.ComponentResource {
  /** Where an upload starts a release. */
  readonly source: { bucket: pulumi.Output<string>; key: string };
  readonly pipeline: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
  readonly logGroupName: pulumi.Output<string>;

  /** @param name the resources' name; physical names are the workshop's, after the stack's */
  constructor(name: string, args: DogsPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("catsndogs:index:DogsPipeline", name, {}, opts);

    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    const region = aws.getRegionOutput({}, { parent: this }).region;
    const bucketName = (what: string) => pulumi.interpolate`${args.stack}-${what}-${accountId}-${region}`;
    const key = args.sourceKey ?? "dogs.zip";

    const source = codeBucket(`${name}-source`, { bucket: bucketName("code"), notifies: true }, this);
    const artifacts = codeBucket(`${name}-artifacts`, { bucket: bucketName("artifacts") }, this);
    const logGroup = this.makeLogGroup(name, args.stack);
    const project = this.makeProject(name, args, { artifacts, logGroup, accountId, region });
    const pipeline = this.makePipeline(name, args, { source, artifacts, key, project, accountId });
    this.startByUpload(name, args.stack, { source, key, pipeline, accountId });

    this.source = { bucket: source.name, key };
    this.pipeline = { name: pipeline.name, arn: pipeline.arn };
    this.logGroupName = logGroup.name;
    this.registerOutputs({ source: this.source, pipeline: this.pipeline, logGroupName: this.logGroupName });
  }

  private makeLogGroup(name: string, stack: string): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(name, { name: `/${stack}/${name}`, retentionInDays: 7 }, { parent: this });
  }

  private makeProject(
    name: string,
    args: DogsPipelineArgs,
    made: {
      artifacts: CodeBucket;
      logGroup: aws.cloudwatch.LogGroup;
      accountId: pulumi.Output<string>;
      region: pulumi.Output<string>;
    },
  ): aws.codebuild.Project {
    const { artifacts, logGroup, accountId, region } = made;
    const role = scopedRole(
      `${name}-build`,
      {
        name: physicalName(args.stack, "CatsnDogsBuild", 64),
        service: "codebuild.amazonaws.com",
        accountId,
        policyName: "build-and-push",
        allows: buildAllows(args, { artifacts, logGroupArn: logGroup.arn }),
      },
      this,
    );
    const environment = { AWS_DEFAULT_REGION: region, AWS_ACCOUNT_ID: accountId, REPOSITORY_URI: args.repository.url };
    return new aws.codebuild.Project(
      name,
      {
        name: physicalName(args.stack, "CatsnDogsBuild", 255),
        description: "Builds the image of dogs, by the buildspec.yml of its source",
        serviceRole: role.arn,
        // A build of dogs takes about a minute; one that takes more than ten hangs.
        buildTimeout: 10,
        source: { type: "CODEPIPELINE" },
        artifacts: { type: "CODEPIPELINE" },
        environment: {
          type: "LINUX_CONTAINER",
          computeType: "BUILD_GENERAL1_SMALL",
          image: args.buildImage ?? "aws/codebuild/amazonlinux-x86_64-standard:5.0",
          // Docker inside the build's container needs it.
          privilegedMode: true,
          environmentVariables: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
        },
        logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name } },
      },
      { parent: this },
    );
  }

  private makePipeline(
    name: string,
    args: DogsPipelineArgs,
    made: {
      source: CodeBucket;
      artifacts: CodeBucket;
      key: string;
      project: aws.codebuild.Project;
      accountId: pulumi.Output<string>;
    },
  ): aws.codepipeline.Pipeline {
    const { source, artifacts, key, project, accountId } = made;
    const role = scopedRole(
      `${name}-pipeline`,
      {
        name: physicalName(args.stack, "CatsnDogsPipeline", 64),
        service: "codepipeline.amazonaws.com",
        accountId,
        policyName: "release",
        allows: pipelineAllows(args, { source, artifacts, key, projectArn: project.arn }),
      },
      this,
    );
    return new aws.codepipeline.Pipeline(
      name,
      {
        name: physicalName(args.stack, "CatsnDogsPipeline", 100),
        roleArn: role.arn,
        pipelineType: "V2",
        // Two uploads in a row are released one after the other, and the last one stays.
        executionMode: "QUEUED",
        artifactStores: [{ type: "S3", location: artifacts.name }],
        stages: [
          {
            name: "Source",
            actions: [
              {
                name: "Source",
                category: "Source",
                owner: "AWS",
                provider: "S3",
                version: "1",
                outputArtifacts: ["source"],
                // EventBridge says when there is something new.
                configuration: { S3Bucket: source.name, S3ObjectKey: key, PollForSourceChanges: "false" },
              },
            ],
          },
          {
            name: "Build",
            actions: [
              {
                name: "Build",
                category: "Build",
                owner: "AWS",
                provider: "CodeBuild",
                version: "1",
                inputArtifacts: ["source"],
                outputArtifacts: ["MyAppBuild"],
                configuration: { ProjectName: project.name },
              },
            ],
          },
          {
            name: "Deploy",
            actions: [
              {
                name: "deploy-dogs",
                category: "Deploy",
                owner: "AWS",
                provider: "ECS",
                version: "1",
                inputArtifacts: ["MyAppBuild"],
                configuration: {
                  ClusterName: args.cluster.name,
                  ServiceName: args.service.name,
                  FileName: "imagedefinitions.json",
                },
              },
            ],
            onFailure: { result: "ROLLBACK" },
          },
        ],
      },
      { parent: this },
    );
  }

  private startByUpload(
    name: string,
    stack: string,
    made: {
      source: CodeBucket;
      key: string;
      pipeline: aws.codepipeline.Pipeline;
      accountId: pulumi.Output<string>;
    },
  ): void {
    const { source, key, pipeline, accountId } = made;
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: physicalName(stack, capitalized(name), 64),
        description: `Starts the pipeline when ${key} is uploaded`,
        eventPattern: pulumi.jsonStringify({
          source: ["aws.s3"],
          "detail-type": ["Object Created"],
          detail: { bucket: { name: [source.name] }, object: { key: [key] } },
        }),
      },
      { parent: this },
    );
    const role = scopedRole(
      `${name}-events`,
      {
        name: physicalName(stack, `${capitalized(name)}EventsRole`, 64),
        service: "events.amazonaws.com",
        accountId,
        policyName: "start-pipeline",
        allows: [{ Action: "codepipeline:StartPipelineExecution", Resource: pipeline.arn }],
      },
      this,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { rule: rule.name, targetId: "CatsnDogsPipeline", arn: pipeline.arn, roleArn: role.arn },
      { parent: this },
    );
  }
}
