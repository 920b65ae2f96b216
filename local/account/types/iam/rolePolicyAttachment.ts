import { AwsError, type TypeDefinition } from "../../model";
import { attachmentQuota, policyByArn, roleByName } from "./entities";

export const rolePolicyAttachment: TypeDefinition = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  noun: "policy attachment",
  global: true,
  rules: {
    policyArn: { pattern: /^arn:aws:iam::(aws|\d{12}):policy\/.+$/, is: "the ARN of a managed policy" },
  },
  replaces: ["role", "policyArn"],
  references: [roleByName("role"), policyByArn("policyArn")],
  unique: [
    {
      within: "account",
      key: ({ role, policyArn }) => `${role}/${policyArn}`,
      // AttachRolePolicy does nothing where the policy is attached. Two resources would then own one attachment, and
      // the first to go would take it from the other, so the second is refused.
      taken: ({ role, policyArn }) =>
        new AwsError("EntityAlreadyExists", `The policy ${policyArn} is attached to the role ${role} already.`),
    },
  ],
  quotas: [attachmentQuota(() => 1)],
  id: ({ inputs }) => `${inputs.role}/${inputs.policyArn}`,
};
