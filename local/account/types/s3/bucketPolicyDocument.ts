import { isServicePrincipal } from "../../data/servicePrincipals";
import type { Props, Value } from "../../model";
import { isObject, isPresent, show } from "../../values";
import { statementsOf, stringsOf } from "../iam/policyDocument";
import { parseJson } from "../read";

/** Whose policy it is, and who is there to be named in it. */
export interface PolicyOwner {
  bucket: string;
  accountId: string;
  /** ARNs of all roles. */
  roles: readonly string[];
}

/**
 * What is wrong with a bucket's policy, in the words of S3's MalformedPolicy, or undefined. S3 looks up the roles that a
 * policy names, as KMS does. docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function bucketPolicyFailure(document: string, owner: PolicyOwner): string | undefined {
  const policy = parseJson(document);
  if (!isObject(policy)) return `Policies must be valid JSON and the first byte must be '{'. Got ${show(document)}`;
  if (isPresent(policy.Version) && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17") {
    return `The policy must contain a valid version string. Got ${show(policy.Version)}`;
  }
  const statements = statementsOf(policy);
  if (statements.length === 0) return "Missing required field Statement";
  return statements
    .map((statement, i) => {
      const failure = statementFailure(statement, owner);
      return failure && `${failure} (Statement[${i}])`;
    })
    .find((failure) => failure !== undefined);
}

function statementFailure(statement: Props, { bucket, accountId, roles }: PolicyOwner): string | undefined {
  const { Effect, Principal } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") return `Invalid effect: ${show(Effect)}`;
  for (const field of ["Principal", "Action", "Resource"]) {
    if (!isPresent(statement[field] ?? statement[`Not${field}`])) return `Missing required field ${field}`;
  }
  const names = isObject(Principal) ? stringsOf(Principal.AWS) : stringsOf(Principal);
  const services = isObject(Principal) ? stringsOf(Principal.Service) : [];
  const nobody =
    names.find((name) => !exists(name, accountId, roles)) ?? services.find((name) => !isServicePrincipal(name));
  if (nobody !== undefined) return `Invalid principal in policy: ${show(nobody)}`;
  const actions = stringsOf(statement.Action ?? statement.NotAction);
  const other = actions.find((action) => !/^(\*|s3:[A-Za-z*?]+)$/i.test(action));
  if (other !== undefined) return `Policy has invalid action: ${show(other)}`;
  const arn = `arn:aws:s3:::${bucket}`;
  const resources = stringsOf(statement.Resource ?? statement.NotResource);
  const elsewhere = resources.find((resource) => resource !== arn && !resource.startsWith(`${arn}/`));
  if (elsewhere !== undefined) return `Policy has invalid resource: ${show(elsewhere)}`;
  return actionFailure(actions, resources);
}

/** What one does with an object needs objects among the resources. */
function actionFailure(actions: readonly string[], resources: readonly string[]): string | undefined {
  const needsObject = (action: string): boolean => /^s3:(Get|Put|Delete|Restore)Object[A-Za-z]*$/i.test(action);
  const isUseless = actions.every(needsObject) && !resources.some((resource) => resource.includes("/"));
  return isUseless && actions.length > 0 ? "Action does not apply to any resource(s) in statement" : undefined;
}

/** Of another account, S3's answer cannot be known here; users are not modelled. */
function exists(principal: string, accountId: string, roles: readonly string[]): boolean {
  if (principal === "*" || /^\d{12}$/.test(principal)) return true;
  if (principal.startsWith(`arn:aws:iam::${accountId}:role/`)) return roles.includes(principal);
  return /^arn:aws:(iam|sts)::\d{12}:(root|user\/.+|role\/.+|assumed-role\/.+)$/.test(principal);
}

/** Condition keys that make a statement for everybody one for somebody, where their values are fixed. */
const NARROWING = [
  ...["aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:sourceaccount", "aws:sourcearn"],
  ...["aws:sourceip", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid", "s3:dataaccesspointarn"],
  ...["aws:principalorgpaths", "aws:sourceorgid", "s3:x-amz-server-side-encryption-aws-kms-key-id"],
];

/**
 * Whether S3 calls a policy public: it allows everybody something, without a condition on fixed values.
 * docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublic(document: string): boolean {
  const policy = parseJson(document);
  if (!isObject(policy)) return false;
  return statementsOf(policy).some((statement) => {
    const { Effect, Principal, NotPrincipal, Condition } = statement;
    const names = isObject(Principal) ? stringsOf(Principal.AWS) : stringsOf(Principal);
    const isForAll = isPresent(NotPrincipal) || names.includes("*");
    return Effect === "Allow" && isForAll && !isNarrow(Condition);
  });
}

function isNarrow(condition: Value | undefined): boolean {
  const operators = isObject(condition) ? Object.entries(condition) : [];
  return operators.some(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).some(([key, value]) => {
      const isPositive = !/Not|IfExists|Null/.test(operator);
      const values = stringsOf(value);
      const isFixed = values.length > 0 && values.every((one) => !/[*?$]/.test(one) && one !== "0.0.0.0/0");
      return isPositive && isFixed && NARROWING.includes(key.toLowerCase());
    }),
  );
}
