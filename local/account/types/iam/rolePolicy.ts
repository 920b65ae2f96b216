import { AwsError, type Context, type TypeDefinition } from "../../model";
import { entityName, entityNamePrefix, identityPolicy, nameOf, policyLength, roleByName } from "./entities";
import { samePolicy } from "./policyDocument";

/** All inline policies of a role together, in characters without white space: reference_iam-quotas.html */
const LONGEST = 10_240;

export const rolePolicy: TypeDefinition = {
  type: "aws:iam/rolePolicy:RolePolicy",
  noun: "inline policy",
  global: true,
  rules: { name: entityName(128), namePrefix: entityNamePrefix(128), policy: identityPolicy },
  conflicts: [["name", "namePrefix"]],
  autoName: { property: "name", maxLength: 128 },
  replaces: ["name", "namePrefix", "role"],
  computed: ["namePrefix"],
  equal: { policy: samePolicy },
  references: [roleByName("role")],
  unique: [
    {
      within: "account",
      key: ({ role, name }) => (typeof name === "string" ? `${role}:${name}` : undefined),
      // PutRolePolicy overwrites a policy of that name. Two resources would take turns, so the second is refused.
      taken: ({ role, name }) =>
        new AwsError("EntityAlreadyExists", `The role ${role} has an inline policy with name ${name} already.`),
    },
  ],
  verify: requireLength,
  id: (context) => `${context.inputs.role}:${nameOf(context)}`,
  outputs: ({ id, inputs }) => ({ name: id.slice(id.indexOf(":") + 1), namePrefix: inputs.namePrefix ?? "" }),
};

function requireLength({ account, inputs, type, before }: Context): void {
  const others = account
    .records(type)
    .filter((record) => record.inputs.role === inputs.role && record.serial !== before?.serial)
    .map((record) => policyLength(String(record.inputs.policy)));
  const total = others.reduce((sum, length) => sum + length, policyLength(String(inputs.policy)));
  if (total > LONGEST) {
    throw new AwsError("LimitExceeded", `Maximum policy size of ${LONGEST} bytes exceeded for role ${inputs.role}`);
  }
}
