import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { serviceTrust } from "./serviceTrust";

export interface ServiceRoleArgs {
  /** Physical name. */
  name: string;
  /** Who may take the role, for example `ec2.amazonaws.com`. */
  service: string;
  /** ARNs of AWS managed policies, by the ending of the attachment's name. */
  managedPolicies: Record<string, string>;
}

/** A role, and what has to stay attached to it while somebody works with it. */
export interface ServiceRole {
  role: aws.iam.Role;
  /** To depend on: without it, what uses the role could start before, or stop after, the role may do anything. */
  permissions: pulumi.Resource[];
}

/** A role for one AWS service, with managed policies alone. */
export function serviceRole(name: string, args: ServiceRoleArgs, parent: pulumi.Resource): ServiceRole {
  const role = new aws.iam.Role(
    name,
    {
      name: args.name,
      assumeRolePolicy: serviceTrust(args.service),
    },
    { parent },
  );
  const permissions = Object.entries(args.managedPolicies).map(
    ([ending, policyArn]) =>
      new aws.iam.RolePolicyAttachment(`${name}-${ending}`, { role: role.name, policyArn }, { parent }),
  );
  return { role, permissions };
}
