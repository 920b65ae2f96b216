// A program with a secret in a tag and in JSON. (In a name it could not be kept: Pulumi has no secret ids.)
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const word = new pulumi.Config("catsndogs").requireSecret("word");
new aws.cloudwatch.LogGroup("logs", { name: "/vault/logs", tags: { Word: word } });
const task = new aws.ecs.TaskDefinition("task", {
  family: "vault",
  containerDefinitions: word.apply((value) =>
    JSON.stringify([{ name: "web", image: "nginx:1.27", memory: 128, environment: [{ name: "WORD", value }] }]),
  ),
});
new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { Public: "yes" } });
exports.definitions = task.containerDefinitions;
