import { isManagedPolicy } from "../../data/managedPolicies";
import { AwsError, type Context, type Props, type Quota, type Reference, type Rule } from "../../model";
import { list, text } from "../read";
import { policyFailure } from "./policyDocument";

/** Characters of the names of roles, policies and profiles: AWS::IAM::Role's registry schema. */
export function entityName(most: number): Rule {
  return {
    pattern: new RegExp(`^[\\w+=,.@-]{1,${most}}$`),
    is: `1 to ${most} letters, digits and the characters + = , . @ _ -`,
  };
}

/** The provider adds 26 characters of its own to a name prefix. */
const SUFFIX = 26;

/** A prefix of a name that may be so long. */
export function entityNamePrefix(most: number): Rule {
  return entityName(most - SUFFIX);
}

/** The name that a role, policy or profile was given, or the one that the provider makes of its prefix. */
export function nameOf({ inputs, digits }: Context): string {
  return text(inputs, "name") ?? `${inputs.namePrefix}${digits(SUFFIX, "name")}`;
}

/** Begins and ends with a slash: docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const pathRule: Rule = {
  all: [{ length: [1, 512] }, { pattern: /^\/([\x21-\x7e]+\/)?$/, is: 'a path that begins and ends with "/"' }],
};

/** IAM's unique ids are a prefix for the kind of entity and letters. */
export function uniqueId(prefix: string, { hex, before }: Context): string {
  const letters = Array.from(hex(17, "unique id"), (digit) => "ABCDEFGHIJKLMNOP"[Number.parseInt(digit, 16)]).join("");
  return String(before?.outputs.uniqueId ?? `${prefix}${letters}`);
}

/** When the entity was made. */
export function createDate({ before, now }: Context): string {
  return String(before?.outputs.createDate ?? now());
}

/** A policy that says what its owner may do. */
export const identityPolicy: Rule = {
  test: (value) => malformed(policyFailure(String(value), "identity")),
};

/** A policy that says who may become the role. */
export const trustPolicy: Rule = {
  test: (value) => malformed(policyFailure(String(value), "trust")),
};

function malformed(failure: string | undefined): string | undefined {
  return failure && `MalformedPolicyDocument: ${failure}`;
}

/** A role named by its name. */
export function roleByName(path: string): Reference {
  return {
    path,
    to: "aws:iam/role:Role",
    missing: (name) => new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`),
  };
}

/** A managed policy named by its ARN: the account's own, or one of AWS's. */
export function policyByArn(path: string): Reference {
  return {
    path,
    to: "aws:iam/policy:Policy",
    by: "arn",
    except: isManagedPolicy,
    missing: (arn) =>
      arn.startsWith("arn:aws:iam::aws:policy/aws-service-role/")
        ? new AwsError("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.")
        : new AwsError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`),
    blocks: "DeleteConflict",
  };
}

/** Attachments, whether they are resources of their own or inputs of the role, draw on one quota of the role. */
export function attachmentQuota(takes: (inputs: Props) => number): Quota {
  return {
    // docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    code: "L-0DA4ABF3",
    name: "Managed policies per role",
    default: 10,
    error: "LimitExceeded",
    takes,
    per: (inputs) => text(inputs, "role") ?? text(inputs, "name") ?? "",
  };
}

/** Number of managed policies among a role's own inputs. */
export function ownPolicies(inputs: Props): number {
  return list(inputs, "managedPolicyArns")?.length ?? 0;
}

/** The length of a policy as IAM counts it: without white space. */
export function policyLength(document: string): number {
  return document.replace(/\s/g, "").length;
}
