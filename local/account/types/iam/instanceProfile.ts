import { AwsError, type TypeDefinition } from "../../model";
import { text } from "../read";
import { createDate, entityName, entityNamePrefix, nameOf, pathRule, roleByName, uniqueId } from "./entities";

export const instanceProfile: TypeDefinition = {
  type: "aws:iam/instanceProfile:InstanceProfile",
  noun: "instance profile",
  global: true,
  // A profile holds one role at most, which is why `role` is no list.
  rules: { name: entityName(128), namePrefix: entityNamePrefix(128), path: pathRule },
  conflicts: [["name", "namePrefix"]],
  autoName: { property: "name", maxLength: 128 },
  defaults: { path: "/" },
  replaces: ["name", "namePrefix", "path"],
  computed: ["namePrefix"],
  references: [roleByName("role")],
  unique: [
    {
      within: "account",
      key: (inputs) => text(inputs, "name")?.toLowerCase(),
      taken: ({ name }) => new AwsError("EntityAlreadyExists", `Instance Profile ${name} already exists.`),
    },
  ],
  quotas: [
    // docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    { code: "L-6E65F664", name: "Instance profiles per account", default: 1000, error: "LimitExceeded" },
  ],
  id: nameOf,
  outputs: (context) => ({
    arn: context.arn("iam", `instance-profile${context.inputs.path ?? "/"}${context.id}`),
    name: context.id,
    namePrefix: context.inputs.namePrefix ?? "",
    createDate: createDate(context),
    uniqueId: uniqueId("AIPA", context),
  }),
};
