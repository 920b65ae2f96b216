// A program of one function, whose code is what its configuration says.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const role = new aws.iam.Role("role", {
  name: "greeter",
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});
const greeter = new aws.lambda.Function("greeter", {
  name: "greeter",
  role: role.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset(new pulumi.Config("catsndogs").require("code")),
  }),
});
exports.codeSha256 = greeter.codeSha256;
