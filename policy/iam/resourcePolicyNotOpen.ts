import { type Check, on, onEach, type ResourceContext, resourceRule } from "../rule";
import {
  bucket,
  bucketPolicy,
  ecrRepositoryPolicy,
  eventBusPolicy,
  eventPermission,
  externalKey,
  kmsKey,
  kmsKeyPolicy,
  lambdaPermission,
  type ResourceType,
  replicaKey,
  secret,
  secretPolicy,
  snsTopic,
  snsTopicPolicy,
  sqsQueue,
  sqsQueuePolicy,
} from "../types";
import { isMissing, peek, UNKNOWN } from "../values";
import { deniesOthers, limitsCaller, saysNothing } from "./conditions";
import { isEverybody, statementsOf } from "./document";

type Context = ResourceContext<object>;

const WITH_POLICY: readonly ResourceType<{ policy?: unknown }>[] = [
  bucket,
  bucketPolicy,
  ecrRepositoryPolicy,
  eventBusPolicy,
  externalKey,
  kmsKey,
  kmsKeyPolicy,
  replicaKey,
  secret,
  secretPolicy,
  snsTopic,
  snsTopicPolicy,
  sqsQueue,
  sqsQueuePolicy,
];

const ALLOWED = "named principals, or a condition such as aws:SourceArn or aws:PrincipalOrgID, are required";

function refuseOpen(property: string, given: string, { refuse }: Context): void {
  const so = "so everybody with an AWS account, or on the internet, may use it";
  refuse({ property, given, so, allowed: ALLOWED, fix: "Name who needs it." });
}

function judgePolicy(policy: unknown, context: Context): void {
  const statements = statementsOf("policy", policy);
  if (deniesOthers(statements)) return;
  for (const statement of statements) {
    if (statement.effect !== "Allow" || limitsCaller(statement)) continue;
    if (statement.notPrincipal) refuseOpen(`${statement.property}.NotPrincipal`, "given", context);
    for (const principal of statement.principals) {
      if (isEverybody(principal)) refuseOpen(principal.property, principal.text, context);
    }
  }
}

/**
 * True where a permission is limited by a property. It is not noted as read: one that is not known yet is a limit, which
 * is all that matters here.
 */
const limits = (permission: object) => (property: string) => {
  const value: unknown = peek(permission, property);
  return value === UNKNOWN || (!isMissing(value) && !saysNothing(String(value)));
};

/** Whom a permission is for is part of the resource, not of a document. */
const permissions: readonly Check<object>[] = [
  on(lambdaPermission, (permission, context: Context) => {
    const { principal } = permission;
    if (typeof principal !== "string") return;
    const limit = limits(permission);
    if (/^\*+$/.test(principal)) {
      if (!["principalOrgId", "sourceArn", "sourceAccount"].some(limit)) refuseOpen("principal", principal, context);
    } else if (/\.amazonaws\.com(\.cn)?$/.test(principal)) {
      if (limit("sourceArn") || limit("sourceAccount")) return;
      context.refuse({
        property: "sourceArn",
        given: isMissing(permission.sourceArn) ? undefined : String(permission.sourceArn),
        so: `so ${principal} may call the function on behalf of any account`,
        allowed: "sourceArn or sourceAccount is required for a service",
        fix: "Set it to the ARN of what calls the function.",
      });
    }
  }),
  on(eventPermission, (permission, context: Context) => {
    const { principal } = permission;
    if (typeof principal === "string" && /^\*+$/.test(principal) && !limits(permission)("condition")) {
      refuseOpen("principal", principal, context);
    }
  }),
];

/** Refuses queues, topics, buckets, keys and functions that the world may use. */
export const iamResourcePolicyNotOpen = resourceRule(
  {
    name: "iam-resource-policy-not-open",
    area: "iam",
    description:
      "Checks that the policies of queues, topics, buckets, keys, secrets and functions name who may use them.",
    why:
      "A policy for everybody lets strangers send messages, read data and run functions at the account's expense. A " +
      "service that may call a function for any account can be made to by a stranger.",
    severity: "critical",
    remediationSteps:
      "Name accounts, roles or services as principals, and limit a service to the ARN of what it acts for.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "KMS.5, Lambda.1, S3.2, S3.3, SNS.4, SQS.3",
      specification: "Access policies should not allow public access",
    },
    settings: {},
  },
  [
    ...onEach<object, { policy?: unknown }>(WITH_POLICY, ({ policy }, context) => judgePolicy(policy, context)),
    ...permissions,
  ],
);
