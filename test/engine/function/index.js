// A program of one function, whose code is what its configuration says, and a file beside it.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const role = new aws.iam.Role("role", {
  name: "greeter",
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});
const config = new pulumi.Config("catsndogs");
const code = new pulumi.asset.AssetArchive({
  "index.js": new pulumi.asset.StringAsset(config.require("code")),
  "greeting.txt": new pulumi.asset.FileAsset("greeting.txt"),
});
const greeter = new aws.lambda.Function("greeter", {
  name: "greeter",
  role: role.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: config.getBoolean("hidden") ? pulumi.secret(code) : code,
});
exports.codeSha256 = greeter.codeSha256;
