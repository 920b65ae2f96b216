// A program without any resource of AWS.
const pulumi = require("@pulumi/pulumi");

new pulumi.ComponentResource("blank:index:Page", "page");
exports.greeting = "hello";
