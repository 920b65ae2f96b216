// A program that knows nothing of the workshop: orders come to a queue by way of a bucket and a function. With
// `careless: true` somebody has been in a hurry.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const careless = new pulumi.Config("catsndogs").getBoolean("careless") ?? false;
const stack = pulumi.getStack();
const tags = { CostCentre: "market" };

const bucket = new aws.s3.Bucket("orders", { bucket: `${stack}-market-orders`, forceDestroy: !careless, tags });
new aws.s3.BucketPublicAccessBlock("orders", {
  bucket: bucket.bucket,
  blockPublicAcls: true,
  blockPublicPolicy: !careless,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
new aws.s3.BucketServerSideEncryptionConfiguration("orders", {
  bucket: bucket.bucket,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
new aws.s3.BucketLifecycleConfiguration("orders", {
  bucket: bucket.bucket,
  rules: [
    {
      id: "old",
      status: "Enabled",
      filter: {},
      expiration: { days: 30 },
      noncurrentVersionExpiration: { noncurrentDays: 7 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
  ],
});

const letters = new aws.sqs.Queue("letters", {
  name: `${stack}-market-letters`,
  sqsManagedSseEnabled: true,
  messageRetentionSeconds: 1209600,
  tags,
});
const logs = new aws.cloudwatch.LogGroup("logs", {
  name: `/${stack}/market`,
  retentionInDays: careless ? undefined : 14,
  tags,
});
const role = new aws.iam.Role("reader", {
  name: `${stack}-market-reader`,
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
  tags,
});
const mayRead = new aws.iam.RolePolicy("reader", {
  name: "read",
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucket.arn}/*` },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: letters.arn },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${logs.arn}:*`,
      },
    ],
  }),
});
new aws.lambda.Function(
  "reader",
  {
    name: `${stack}-market-reader`,
    role: role.arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    timeout: careless ? 900 : 10,
    memorySize: 128,
    loggingConfig: { logFormat: "Text", logGroup: logs.name },
    environment: { variables: careless ? { DB_PASSWORD: "open-sesame" } : { QUEUE_URL: letters.url } },
    deadLetterConfig: { targetArn: letters.arn },
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};"),
    }),
    tags,
  },
  { dependsOn: mayRead },
);
