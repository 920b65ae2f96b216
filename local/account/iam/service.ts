import type { Props } from "../model";
import { RequestContext } from "./context";
import { policyDocument } from "./policies";
import { namesOf } from "./principal";
import { statementsFor } from "./statement";

/** What a service of AWS's does to a resource, on behalf of something in an account. */
export interface ServiceRequest {
  /** As `events.amazonaws.com`. */
  service: string;
  /** As `sqs:SendMessage`. */
  action: string;
  /** ARN of the resource. */
  resource: string;
  accountId: string;
  /** ARN of what it acts for, for example a rule. */
  sourceArn: string;
}

/**
 * Whether a resource's own policy lets a service in. Services have no policies of their own: without one, it does not.
 *
 * @throws Error for `NotPrincipal`, which is not modelled
 */
export function lets(document: string | undefined, request: ServiceRequest): boolean {
  if (document === undefined || document === "") return false;
  const { service, action, resource, accountId, sourceArn } = request;
  const context = new RequestContext(
    { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": service, "aws:SecureTransport": "true" },
    { "aws:SourceArn": sourceArn, "aws:SourceAccount": accountId },
  );
  const effects = statementsFor(policyDocument(document), { action, resource, context })
    .filter((statement) => names(statement, service))
    .map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

/** "*" is everybody, services among them, however it is written: reference_policies_elements_principal.html */
function names({ Principal, NotPrincipal }: Props, service: string): boolean {
  if (NotPrincipal !== undefined) {
    throw new Error("NotPrincipal is not modelled. Write the statement with Principal and a condition.");
  }
  return (
    namesOf(Principal, "Service").some((name) => name === "*" || name === service) ||
    namesOf(Principal, "AWS").includes("*")
  );
}
