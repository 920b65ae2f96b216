import type { Account } from "../account/account";
import { AwsError } from "../account/model";

/** ECS's name in the header that says which operation is meant. */
export const PREFIX = "AmazonEC2ContainerServiceV20141113";

const CLUSTER = "aws:ecs/cluster:Cluster";

/**
 * The ARN of a cluster that a call names.
 *
 * @throws AwsError `ClusterNotFoundException`
 */
export function clusterArn(account: Account, nameOrArn: string): string {
  const found = account.records(CLUSTER).find(({ outputs }) => outputs.arn === nameOrArn || outputs.name === nameOrArn);
  if (!found) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  return String(found.outputs.arn);
}
