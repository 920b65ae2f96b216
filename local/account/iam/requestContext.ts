import type { Records } from "../model";
import { text } from "../types/read";
import { type ContextEntries, RequestContext } from "./context";
import { arnFields, isArn } from "./pattern";
import type { Principal } from "./principal";

/** Services that have a condition key of their own for a resource's tags, besides `aws:ResourceTag`. */
const OWN_RESOURCE_TAG = ["ec2", "ecr", "ecs", "iam", "ssm"];

/**
 * The condition keys that AWS fills in itself, and what the caller knows besides:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * @param given What the service that is called puts in. It wins.
 */
export function requestContext(
  records: Records,
  principal: Principal,
  asked: { action: string; resource: string },
  given: ContextEntries,
): RequestContext {
  return new RequestContext(ofPrincipal(principal), ofResource(records, principal, asked), given);
}

function ofPrincipal({ accountId, arn, role, session }: Principal): ContextEntries {
  const uniqueId = role && text(role.outputs, "uniqueId");
  return {
    "aws:PrincipalArn": arn,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalType": role ? "AssumedRole" : "Account",
    "aws:PrincipalIsAWSService": "false",
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    "aws:userid": uniqueId ? `${uniqueId}:${session}` : accountId,
    ...tagsOf(role?.outputs.tagsAll ?? role?.outputs.tags, "aws:PrincipalTag"),
  };
}

function ofResource(
  records: Records,
  principal: Principal,
  { action, resource }: { action: string; resource: string },
): ContextEntries {
  const [, , service = "", , owner] = isArn(resource) ? arnFields(resource) : [];
  const record = records.records().find(({ outputs }) => outputs.arn === resource);
  const tags = record?.outputs.tagsAll ?? record?.outputs.tags;
  return {
    // S3's ARNs have no account; everything here is in the one account anyway.
    "aws:ResourceAccount": owner || principal.accountId,
    ...(action.startsWith("kms:") && { "kms:CallerAccount": principal.accountId }),
    ...tagsOf(tags, "aws:ResourceTag"),
    ...(OWN_RESOURCE_TAG.includes(service) && tagsOf(tags, `${service}:ResourceTag`)),
  };
}

function tagsOf(tags: unknown, key: string): ContextEntries {
  if (typeof tags !== "object" || tags === null) return {};
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, String(value)]));
}
