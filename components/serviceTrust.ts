/**
 * The trust policy of a role that one AWS service takes, as JSON.
 *
 * @param service for example `ecs-tasks.amazonaws.com`
 * @param accountId Takes the role only on behalf of this account, so that nobody else's resources can make the service use
 *   it: docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html. Default: on anybody's, where the service does not say
 */
export function serviceTrust(service: string, accountId?: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(accountId !== undefined && { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
      },
    ],
  });
}
