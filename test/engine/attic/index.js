// A program that adopts and looks up what somebody else has made, as its configuration says.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config("catsndogs");
const classOf = (type) => type.split(".").reduce((at, part) => at[part], aws);
for (const { type, name, args, id } of config.getObject("adopt") ?? []) {
  new (classOf(type))(name, args, { import: id });
}
for (const { type, name, id } of config.getObject("lookUp") ?? []) exports[name] = classOf(type).get(name, id).arn;
