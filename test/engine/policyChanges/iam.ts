import type { ProgramChange } from "./change";

/** Changes that the rules about permissions find. */
export const iamChanges: ProgramChange[] = [
  {
    rule: "iam-no-admin",
    file: "components/spotFleet.ts",
    line: "managedPolicies: { tagging: aws.iam.ManagedPolicy.AmazonEC2SpotFleetTaggingRole },",
    becomes: "managedPolicies: { tagging: aws.iam.ManagedPolicy.AdministratorAccess },",
    says: [
      "iam-no-admin cluster-fleet-tagging: policyArn is arn:aws:iam::aws:policy/AdministratorAccess, which lets whoever has it do nearly everything in the account; managed policies other than AdministratorAccess, PowerUserAccess, IAMFullAccess are allowed. Attach one for the services that are needed, or write a policy that names them.",
    ],
  },
  {
    rule: "iam-pass-role-scoped",
    file: "components/dogsPipeline.ts",
    line: 'allows: [{ Action: "codepipeline:StartPipelineExecution", Resource: pipeline.arn }],',
    becomes: 'allows: [{ Action: "iam:PassRole", Resource: "*" }],',
    says: [
      'iam-pass-role-scoped dogs-pipeline-events: policy.Statement[0].Condition: iam:PassedToService is missing, so iam:PassRole lets roles be passed to any service; the services that take them are required. Name them, for example StringEquals iam:PassedToService "ecs-tasks.amazonaws.com".',
      "iam-pass-role-scoped dogs-pipeline-events: policy.Statement[0].Resource is *, so iam:PassRole lets any role be passed, an administrator's too; only the roles that are needed are allowed. Name them by ARN.",
    ],
  },
  {
    rule: "iam-trust-not-open",
    file: "components/serviceRole.ts",
    line: "assumeRolePolicy: serviceTrust(args.service),",
    becomes: `assumeRolePolicy: serviceTrust(args.service).replace('{"Service":"ec2.amazonaws.com"}', '"*"'),`,
    says: [
      "iam-trust-not-open cluster-instance: assumeRolePolicy.Statement[0].Principal is *, so anybody with an AWS account may take the role; named principals, or a condition such as aws:PrincipalOrgID, are required. Name who takes it. An external id is no secret, and no limit by itself.",
    ],
  },
  {
    rule: "iam-resource-policy-not-open",
    file: "components/canary/releaseEvents.ts",
    line: "sourceArn: rule.arn,",
    becomes: "",
    says: [
      "iam-resource-policy-not-open canary: sourceArn is missing, so events.amazonaws.com may call the function on behalf of any account; sourceArn or sourceAccount is required for a service. Set it to the ARN of what calls the function.",
    ],
  },
  {
    rule: "iam-no-star-write",
    file: "components/canary/releaseEvents.ts",
    line: 'allows: [{ Action: "states:StartExecution", Resource: guard.arn }],',
    becomes: 'allows: [{ Action: "states:StartExecution", Resource: "*" }],',
    says: [
      "iam-no-star-write canary-guard-events: policy.Statement[0].Resource is *, so states:StartExecution may change what belongs to others; only named resources are allowed for actions that write. Name them by ARN, or add a condition on their tags.",
    ],
  },
];
