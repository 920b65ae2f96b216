import { isServicePrincipal } from "../../data/servicePrincipals";
import { AwsError, type Context, type Props, type TypeDefinition } from "../../model";
import { isObject } from "../../values";
import { removeAll } from "../ec2/cascade";
import { list, parseJson, text } from "../read";
import {
  attachmentQuota,
  createDate,
  entityName,
  entityNamePrefix,
  identityPolicy,
  nameOf,
  ownPolicies,
  pathRule,
  policyByArn,
  policyLength,
  trustPolicy,
  uniqueId,
} from "./entities";
import { samePolicy, statementsOf, stringsOf } from "./policyDocument";

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const INLINE = "aws:iam/rolePolicy:RolePolicy";

/** "Role trust policy length" (L-C07B4B0D), in characters without white space. */
const LONGEST_TRUST = 2048;

export const role: TypeDefinition = {
  type: "aws:iam/role:Role",
  noun: "IAM role",
  global: true,
  rules: {
    name: entityName(64),
    namePrefix: entityNamePrefix(64),
    path: pathRule,
    description: { length: [0, 1000] },
    maxSessionDuration: { range: [3600, 43200] },
    assumeRolePolicy: trustPolicy,
    "inlinePolicies[*].name": entityName(128),
    "inlinePolicies[*].policy": identityPolicy,
    "managedPolicyArns[*]": { pattern: /^arn:aws:iam::(aws|\d{12}):policy\/.+$/, is: "the ARN of a managed policy" },
    permissionsBoundary: { pattern: /^arn:aws:iam::(aws|\d{12}):policy\/.+$/, is: "the ARN of a managed policy" },
  },
  conflicts: [["name", "namePrefix"]],
  autoName: { property: "name", maxLength: 64 },
  defaults: { path: "/", maxSessionDuration: 3600, forceDetachPolicies: false },
  replaces: ["name", "namePrefix", "path"],
  sets: ["managedPolicyArns", "inlinePolicies"],
  computed: ["inlinePolicies", "managedPolicyArns", "namePrefix"],
  equal: { assumeRolePolicy: samePolicy, "inlinePolicies[*].policy": samePolicy },
  references: [policyByArn("managedPolicyArns[*]"), policyByArn("permissionsBoundary")],
  unique: [
    {
      within: "account",
      // IAM tells names apart without regard to case.
      key: (inputs) => text(inputs, "name")?.toLowerCase(),
      taken: ({ name }) => new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`),
    },
  ],
  quotas: [
    // docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; every account has two service-linked roles,
    // for AWS Support and Trusted Advisor.
    { code: "L-FE177D64", name: "Roles per account", default: 1000, used: 2, error: "LimitExceeded" },
    attachmentQuota(ownPolicies),
  ],
  verify: ({ account, accountId, inputs }) => {
    const document = String(inputs.assumeRolePolicy);
    if (policyLength(document) > LONGEST_TRUST) {
      throw new AwsError("LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST}`);
    }
    const known = account.records("aws:iam/role:Role").map(({ outputs }) => String(outputs.arn));
    for (const [kind, principal] of principalsOf(document)) {
      const isKnown = kind === "Service" ? isServicePrincipal(principal) : isUser(principal, accountId, known);
      if (!isKnown) {
        throw new AwsError(
          "MalformedPolicyDocument",
          `Invalid principal in policy: "${kind.toUpperCase()}":"${principal}"`,
        );
      }
    }
  },
  id: nameOf,
  outputs: (context) => ({
    arn: context.arn("iam", `role${context.inputs.path ?? "/"}${context.id}`),
    name: context.id,
    namePrefix: context.inputs.namePrefix ?? "",
    createDate: createDate(context),
    uniqueId: uniqueId("AROA", context),
    inlinePolicies: context.inputs.inlinePolicies ?? [],
    managedPolicyArns: context.inputs.managedPolicyArns ?? [],
  }),
  verifyDelete: verifyRoleDelete,
  // What was attached by force or by the role itself is detached with it.
  deleted: (context) => {
    for (const type of [ATTACHMENT, INLINE]) removeAll(context, type, ({ inputs }) => inputs.role === context.id);
  },
};

/** Every principal of a trust policy that can be looked up, with its kind. */
function principalsOf(document: string): [kind: string, principal: string][] {
  const policy = parseJson(document);
  if (!isObject(policy)) return [];
  return statementsOf(policy).flatMap((statement) => {
    const principals = statement.Principal ?? statement.NotPrincipal;
    if (!isObject(principals)) return [];
    return ["AWS", "Service"].flatMap((kind) =>
      stringsOf(principals[kind]).map((principal): [string, string] => [kind, principal]),
    );
  });
}

/** IAM looks up the roles that a trust policy names; of another account it knows the account only. */
function isUser(principal: string, accountId: string, roles: readonly string[]): boolean {
  if (principal === "*" || /^\d{12}$/.test(principal)) return true;
  if (principal.startsWith(`arn:aws:iam::${accountId}:role/`)) return roles.includes(principal);
  return /^arn:aws:(iam|sts)::\d{12}:(root|user\/.+|role\/.+|assumed-role\/.+)$/.test(principal);
}

function verifyRoleDelete({ account, inputs, id }: Context & { id: string }): void {
  const uses = (type: string): boolean => account.records(type).some((record) => record.inputs.role === id);
  const refuse = (message: string): never => {
    throw new AwsError("DeleteConflict", `Cannot delete entity, ${message}`);
  };
  // The provider itself would take the role out of the profile, and leave running instances without credentials. A
  // program that has the right order never comes here, so the wrong one is shown as IAM shows it.
  if (uses("aws:iam/instanceProfile:InstanceProfile")) refuse("must remove roles from instance profile first.");
  const isForced = inputs.forceDetachPolicies === true;
  const detaches = isForced || ownPolicies(inputs) > 0;
  if (!detaches && uses(ATTACHMENT)) {
    refuse("must detach all policies first.");
  }
  if (!isForced && !hasInline(inputs) && uses(INLINE)) refuse("must delete policies first.");
}

function hasInline(inputs: Props): boolean {
  return (list(inputs, "inlinePolicies") ?? []).length > 0;
}
