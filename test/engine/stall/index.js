// A program that knows nothing of the workshop: a network in a component, and a security group that is open to the world.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const tags = { Project: "stall", Stack: pulumi.getStack(), Owner: "ann" };
const stall = new pulumi.ComponentResource("stall:index:Stall", "stall");
const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16", tags: { ...tags, Lab: "none" } }, { parent: stall });
const ingress = [22, 443].map((port) => {
  return { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] };
});
new aws.ec2.SecurityGroup("open", { name: "open", vpcId: vpc.id, ingress, tags }, { parent: stall });
