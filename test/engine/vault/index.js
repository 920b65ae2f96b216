// A program with a secret in tags, in JSON and in a text, and with one in a name. (Pulumi has no secret ids: where a name
// is the id, or part of it, the state shows it.)
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config("catsndogs");
const word = config.requireSecret("word");
new aws.cloudwatch.LogGroup("logs", { name: "/vault/logs", tags: { Word: word } });
const task = new aws.ecs.TaskDefinition("task", {
  family: "vault",
  containerDefinitions: word.apply((value) =>
    JSON.stringify([{ name: "web", image: "nginx:1.27", memory: 128, environment: [{ name: "WORD", value }] }]),
  ),
});
new aws.cloudwatch.MetricAlarm("alarm", {
  name: "vault",
  alarmDescription: pulumi.interpolate`Somebody said ${word}.`,
  namespace: "Vault",
  metricName: "Opened",
  dimensions: { Door: "front", Word: word },
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  period: 60,
  statistic: "Sum",
  threshold: 0,
});
new aws.sns.Topic("topic", { name: config.requireSecret("name") });
new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { Public: "yes" } });
exports.definitions = task.containerDefinitions;
