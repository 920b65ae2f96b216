// A small program in which each resource needs the one before it.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const stack = pulumi.getStack();
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
const group = new aws.ec2.SecurityGroup("group", { name: `${stack}-group`, vpcId: vpc.id }, { dependsOn: subnet });
const topic = new aws.sns.Topic("topic", { name: `${stack}-topic` }, { dependsOn: group });
exports.logs = new aws.cloudwatch.LogGroup("logs", { name: `/${stack}/logs` }, { dependsOn: topic }).arn;
