/**
 * Actions that write and cannot be held to a resource, by service: AWS takes no statement for them but one on `*`. From
 * the tables of the Service Authorization Reference, where the column of resource types is empty:
 * docs.aws.amazon.com/service-authorization/latest/reference. Only services that programs like the workshop use; others
 * can be named in the rule's settings.
 *
 * Three take resources on paper, but the policies that AWS publishes for CodePipeline, the CloudWatch agent and Systems
 * Manager name none: `ecs:RegisterTaskDefinition`, `cloudwatch:PutMetricData` and `ssm:UpdateInstanceInformation`.
 */
export const WITHOUT_RESOURCE: Readonly<Record<string, readonly string[]>> = {
  acm: ["RequestCertificate"],
  cloudformation: ["CreateResource", "CreateStackSet", "DeleteResource", "UpdateResource"],
  cloudfront: [
    "CreateCachePolicy",
    "CreateCloudFrontOriginAccessIdentity",
    "CreateDistribution",
    "CreateFunction",
    "CreateOriginAccessControl",
    "CreateOriginRequestPolicy",
    "CreateResponseHeadersPolicy",
  ],
  cloudwatch: ["DeleteAnomalyDetector", "PutAnomalyDetector", "PutMetricData"],
  codebuild: ["DeleteSourceCredentials", "ImportSourceCredentials"],
  codedeploy: ["ContinueDeployment", "PutLifecycleEventHookExecutionStatus", "StopDeployment"],
  codepipeline: [
    "AcknowledgeJob",
    "AcknowledgeThirdPartyJob",
    "PollForThirdPartyJobs",
    "PutJobFailureResult",
    "PutJobSuccessResult",
    "PutThirdPartyJobFailureResult",
    "PutThirdPartyJobSuccessResult",
  ],
  config: ["PutEvaluations"],
  ec2: [
    "CreateDefaultSubnet",
    "CreateDefaultVpc",
    "CreateSpotDatafeedSubscription",
    "DeleteSpotDatafeedSubscription",
    "DisableEbsEncryptionByDefault",
    "EnableEbsEncryptionByDefault",
    "ModifyInstanceMetadataDefaults",
  ],
  ec2messages: ["*"],
  ecr: [
    "CreatePullThroughCacheRule",
    "DeletePullThroughCacheRule",
    "DeleteRegistryPolicy",
    "PutRegistryPolicy",
    "PutRegistryScanningConfiguration",
    "PutReplicationConfiguration",
  ],
  ecs: [
    "DeleteAccountSetting",
    "DeregisterTaskDefinition",
    "DiscoverPollEndpoint",
    "PutAccountSetting",
    "PutAccountSettingDefault",
    "RegisterTaskDefinition",
  ],
  elasticfilesystem: ["CreateFileSystem"],
  elasticloadbalancing: ["SetWebAcl"],
  events: ["PutPartnerEvents", "PutPermission", "RemovePermission"],
  kms: ["CreateKey", "GenerateRandom"],
  lambda: ["CreateCodeSigningConfig", "CreateEventSourceMapping"],
  logs: [
    "CreateLogDelivery",
    "DeleteLogDelivery",
    "DeleteQueryDefinition",
    "DeleteResourcePolicy",
    "PutQueryDefinition",
    "PutResourcePolicy",
    "UpdateLogDelivery",
  ],
  route53: ["CreateHealthCheck", "CreateHostedZone", "CreateReusableDelegationSet", "CreateTrafficPolicy"],
  s3: ["CreateJob", "CreateStorageLensGroup", "PutAccountPublicAccessBlock"],
  servicediscovery: ["CreateHttpNamespace", "CreatePrivateDnsNamespace", "CreatePublicDnsNamespace"],
  ssm: [
    "CancelCommand",
    "CreateActivation",
    "CreateMaintenanceWindow",
    "CreatePatchBaseline",
    "DeleteActivation",
    "PutInventory",
    "UpdateInstanceInformation",
  ],
  ssmmessages: ["*"],
  states: ["InvokeHTTPEndpoint", "SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess"],
  sts: ["DecodeAuthorizationMessage"],
  tag: ["*"],
  transcribe: ["StartStreamTranscription", "StartTranscriptionJob"],
  xray: ["PutSpans", "PutTelemetryRecords", "PutTraceSegments"],
};
