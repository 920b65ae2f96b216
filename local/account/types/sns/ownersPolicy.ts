/** The policy that SNS gives a topic: its owner may do everything. */
export function ownersPolicy(arn: string, accountId: string): string {
  const actions = [
    ...["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission"],
    ...["DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish"],
  ];
  return JSON.stringify({
    Id: "__default_policy_ID",
    Statement: [
      {
        Action: actions.map((action) => `SNS:${action}`),
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
        Effect: "Allow",
        Principal: { AWS: "*" },
        Resource: arn,
        Sid: "__default_statement_ID",
      },
    ],
    Version: "2008-10-17",
  });
}
