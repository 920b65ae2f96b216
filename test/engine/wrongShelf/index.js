// A program with two mistakes in one resource.
const aws = require("@pulumi/aws");

new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/8", instanceTenancy: "shared" });
