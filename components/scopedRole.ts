import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { serviceTrust } from "./serviceTrust";

/** A statement of a policy that allows something. */
export interface Allowed {
  Action: string | string[];
  Resource: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

export interface ScopedRoleArgs {
  /** Physical name. */
  name: string;
  /** Who may take the role, for example `codebuild.amazonaws.com`. */
  service: string;
  /** On whose behalf alone. @default anybody's: for a service that does not say, and takes roles of its own account only */
  accountId?: pulumi.Input<string>;
  /** Name of the inline policy. */
  policyName: string;
  /** All that it may do. */
  allows: Allowed[];
}

/**
 * A role for one AWS service, on behalf of one account, with one inline policy.
 *
 * @returns its ARN, known once it may do what it is for: what takes the role waits for that, and goes before it ends
 */
export function scopedRole(
  name: string,
  args: ScopedRoleArgs,
  parent: pulumi.Resource,
): { arn: pulumi.Output<string> } {
  const role = new aws.iam.Role(
    name,
    {
      name: args.name,
      assumeRolePolicy: pulumi.output(args.accountId).apply((id) => serviceTrust(args.service, id)),
    },
    { parent },
  );
  const Statement = args.allows.map((allowed) => ({ Effect: "Allow", ...allowed }));
  const policy = new aws.iam.RolePolicy(
    name,
    { name: args.policyName, role: role.name, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement }) },
    { parent },
  );
  return { arn: pulumi.all([role.arn, policy.id]).apply(([arn]) => arn) };
}

/** Lets somebody hand roles over to ECS tasks, and to nothing else. */
export function passRolesToTasks(roleArns: pulumi.Input<string>[]): Allowed[] {
  return roleArns.length === 0
    ? []
    : [
        {
          Action: "iam:PassRole",
          Resource: roleArns,
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ];
}
