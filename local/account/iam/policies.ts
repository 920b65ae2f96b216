import { managedPolicyDocument } from "../data/managedPolicyDocuments";
import type { AccountRecord, Props, Records } from "../model";
import { objects, parseJson, text, texts } from "../types/read";
import { isObject } from "../values";

/**
 * The documents of all policies that say what a role may do: inline ones and managed ones, whether they are resources of
 * their own or inputs of the role.
 *
 * @throws Error for a policy of AWS's whose document is not known here
 */
export function policiesOf(records: Records, role: AccountRecord): Props[] {
  const of = (type: string): Props[] =>
    records.records(type).flatMap(({ inputs }) => (inputs.role === role.id ? [inputs] : []));
  const inline = [...of("aws:iam/rolePolicy:RolePolicy"), ...objects(role.inputs, "inlinePolicies")];
  const attached = [
    ...of("aws:iam/rolePolicyAttachment:RolePolicyAttachment").flatMap((inputs) => text(inputs, "policyArn") ?? []),
    ...texts(role.inputs, "managedPolicyArns[*]"),
  ];
  return [
    ...inline.map((inputs) => policyDocument(text(inputs, "policy") ?? "")),
    ...attached.map((arn) => managedPolicy(records, arn)),
  ];
}

/** The document of what limits a role whatever its policies allow, or undefined. */
export function boundaryOf(records: Records, role: AccountRecord): Props | undefined {
  const arn = text(role.inputs, "permissionsBoundary");
  return arn === undefined ? undefined : managedPolicy(records, arn);
}

/** A document as an object. */
export function policyDocument(document: string): Props {
  const policy = parseJson(document);
  if (!isObject(policy)) throw new Error(`Expected a policy document, a JSON object; got ${JSON.stringify(document)}.`);
  return policy;
}

function managedPolicy(records: Records, arn: string): Props {
  const own = records.records("aws:iam/policy:Policy").find(({ outputs }) => outputs.arn === arn);
  const document = own ? policyDocument(text(own.inputs, "policy") ?? "") : managedPolicyDocument(arn);
  if (document) return document;
  throw new Error(
    `What the policy ${arn} allows is not known here, so nothing can be decided about a role that has it. ` +
      `Add its document to local/account/data/managedPolicyDocuments.ts, or take it off the role.`,
  );
}
