import { type ConfigOf, on, onEach, type ResourceContext, resourceRule } from "../rule";
import {
  groupPolicyAttachment,
  groupPolicyAttachmentsExclusive,
  policyAttachment,
  type ResourceType,
  role,
  rolePolicyAttachment,
  rolePolicyAttachmentsExclusive,
  userPolicyAttachment,
  userPolicyAttachmentsExclusive,
} from "../types";
import { items } from "../values";
import { adminGrant } from "./admin";
import { onIdentityPolicies } from "./identityPolicies";

const settings = {
  adminPolicies: {
    type: "array",
    description: "Names of AWS's managed policies that nothing may have.",
    default: ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"],
    items: { type: "string", minLength: 1, maxLength: 128 },
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

/** A policy of AWS's own, in any partition; some have a path, such as `job-function/`. */
const MANAGED = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/;

function judgeAttached(property: string, arn: unknown, { config, refuse }: Context): void {
  const [, name] = typeof arn === "string" ? (MANAGED.exec(arn) ?? []) : [];
  if (name === undefined || !config.adminPolicies.includes(name)) return;
  refuse({
    property,
    given: String(arn),
    so: "which lets whoever has it do nearly everything in the account",
    allowed: `managed policies other than ${config.adminPolicies.join(", ")} are allowed`,
    fix: "Attach one for the services that are needed, or write a policy that names them.",
  });
}

const SINGLE: readonly ResourceType<{ policyArn?: unknown }>[] = [
  rolePolicyAttachment,
  userPolicyAttachment,
  groupPolicyAttachment,
  policyAttachment,
];

const LISTS: readonly ResourceType<{ policyArns?: readonly string[] }>[] = [
  rolePolicyAttachmentsExclusive,
  userPolicyAttachmentsExclusive,
  groupPolicyAttachmentsExclusive,
];

/** Refuses what makes administrators. */
export const iamNoAdmin = resourceRule(
  {
    name: "iam-no-admin",
    area: "iam",
    description: "Checks that no policy allows every action on every resource.",
    why:
      "Whoever gets hold of one administrator's credentials has the account, with everybody else's stacks in it. " +
      "Nothing that a program makes needs that.",
    severity: "critical",
    remediationSteps:
      "Name the actions and the resources that are needed. IAM Access Analyzer writes such a policy from what was used.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "IAM.1",
      specification: 'IAM policies should not allow full "*" administrative privileges',
    },
    settings,
  },
  [
    ...onIdentityPolicies<ConfigOf<typeof settings>>((statement, { refuse }) => {
      const grant = adminGrant(statement);
      if (!grant) return;
      const { actions, resources } = grant;
      refuse({
        property: actions.property,
        given: actions.text,
        so: `and ${resources.property.split(".").at(-1)} is ${resources.text}, which makes an administrator of whoever has it`,
        allowed: "only named actions, or named resources, are allowed",
        fix: "Name what is needed.",
      });
    }),
    ...onEach<ConfigOf<typeof settings>, { policyArn?: unknown }>(SINGLE, ({ policyArn }, context) => {
      judgeAttached("policyArn", policyArn, context);
    }),
    ...onEach<ConfigOf<typeof settings>, { policyArns?: readonly string[] }>(LISTS, ({ policyArns }, context) => {
      for (const [i, arn] of items(policyArns)) judgeAttached(`policyArns[${i}]`, arn, context);
    }),
    on(role, ({ managedPolicyArns }, context) => {
      for (const [i, arn] of items(managedPolicyArns)) judgeAttached(`managedPolicyArns[${i}]`, arn, context);
    }),
  ],
);
