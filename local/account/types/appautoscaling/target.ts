import type { Account } from "../../account";
import { AwsError, type Context, type Props, type Quota, type TypeDefinition } from "../../model";
import { SPOT_FLEET } from "../ec2/capacity";
import { removeAll } from "../ec2/cascade";
import { number } from "../read";
import { ALL_DIMENSIONS, NAMESPACES, POLICY, TARGET, targetKey } from "./namespaces";

/** A quota of targets of one namespace: docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html */
function quota(code: string, name: string, namespace: string, limit: number): Quota {
  return {
    code,
    name: `Scalable targets for ${name}`,
    default: limit,
    error: "LimitExceededException",
    takes: ({ serviceNamespace }) => (serviceNamespace === namespace ? 1 : 0),
  };
}

/** The roles that Application Auto Scaling makes for itself, by dimension. */
const LINKED_ROLES: Record<string, string> = {
  "ec2:spot-fleet-request:TargetCapacity":
    "ec2.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_EC2SpotFleetRequest",
  "ecs:service:DesiredCount":
    "ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
};

const NONE_SUSPENDED: Props = {
  dynamicScalingInSuspended: false,
  dynamicScalingOutSuspended: false,
  scheduledScalingSuspended: false,
};

export const target: TypeDefinition = {
  type: TARGET,
  noun: "scalable target",
  rules: {
    maxCapacity: { range: [0, Number.POSITIVE_INFINITY] },
    minCapacity: { range: [0, Number.POSITIVE_INFINITY] },
    resourceId: { length: [1, 1600] },
    roleArn: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
    scalableDimension: { oneOf: ALL_DIMENSIONS },
    serviceNamespace: { oneOf: NAMESPACES },
  },
  replaces: ["resourceId", "scalableDimension", "serviceNamespace"],
  computed: ["roleArn", "suspendedState"],
  unique: [
    {
      key: targetKey,
      // RegisterScalableTarget changes the target that is there; it refuses to do so in these words where tags come
      // with it, as a stack's default tags do.
      taken: ({ resourceId }) =>
        new AwsError(
          "ValidationException",
          "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, " +
            `use the TagResource API. (${resourceId})`,
        ),
    },
  ],
  quotas: [quota("L-782A3EE2", "ECS", "ecs", 3000), quota("L-297D9EC9", "EC2", "ec2", 500)],
  verify: requireTarget,
  id: ({ inputs }) => String(inputs.resourceId),
  importId: {
    form: "SERVICE-NAMESPACE/RESOURCE-ID/SCALABLE-DIMENSION",
    of: ({ inputs }) => `${inputs.serviceNamespace}/${inputs.resourceId}/${inputs.scalableDimension}`,
  },
  outputs: ({ inputs, arn, hex, accountId }) => ({
    arn: arn("application-autoscaling", `scalable-target/${hex(36)}`),
    roleArn: `arn:aws:iam::${accountId}:role/aws-service-role/${LINKED_ROLES[String(inputs.scalableDimension)]}`,
    suspendedState: { ...NONE_SUSPENDED, ...(inputs.suspendedState as Props | undefined) },
  }),
  // It takes its policies with it; the provider does not mind that they are gone already.
  deleted: (context) =>
    removeAll(
      context,
      POLICY,
      ({ region, inputs }) => region === context.region && targetKey(inputs) === targetKey(context.inputs),
    ),
};

function requireTarget({ account, region, inputs }: Context): void {
  const [least, most] = [number(inputs, "minCapacity") ?? 0, number(inputs, "maxCapacity") ?? 0];
  if (most < least) {
    throw invalid(`Maximum capacity cannot be less than minimum capacity: ${most} is less than ${least}.`);
  }
  const [namespace, dimension, id] = [inputs.serviceNamespace, inputs.scalableDimension, inputs.resourceId].map(String);
  if (!dimension?.startsWith(`${namespace}:`)) {
    throw invalid(`Unsupported service namespace, resource type or scalable dimension: ${namespace}, ${dimension}.`);
  }
  if (dimension === "ecs:service:DesiredCount") requireService(account, region, id ?? "");
  else if (dimension === "ec2:spot-fleet-request:TargetCapacity") requireFleet(account, region, id ?? "");
  else {
    throw new AwsError(
      "UnsupportedOperation",
      `The account on this machine scales ECS services and Spot fleets only, not ${dimension}.`,
    );
  }
}

function requireService(account: Account, region: string, resourceId: string): void {
  const [, cluster, name] = /^service\/([^/]+)\/([^/]+)$/.exec(resourceId) ?? [];
  if (name === undefined) throw invalid(`Invalid resource ID: ${resourceId}; expected service/CLUSTER/SERVICE.`);
  const found = account
    .records("aws:ecs/service:Service")
    .some(
      (record) =>
        record.region === region && record.outputs.name === name && baseName(record.outputs.cluster) === cluster,
    );
  if (!found) throw invalid(`ECS service doesn't exist: ${resourceId}`);
}

/** A cluster's name, whether it is given by name, by ARN or not at all. */
function baseName(cluster: unknown): string {
  return typeof cluster === "string" ? cluster.replace(/^.*\//, "") : "default";
}

function requireFleet(account: Account, region: string, resourceId: string): void {
  const [, id] = /^spot-fleet-request\/(sfr-[0-9a-f-]{36})$/.exec(resourceId) ?? [];
  if (id === undefined) throw invalid(`Invalid resource ID: ${resourceId}; expected spot-fleet-request/sfr-….`);
  const fleet = account.records(SPOT_FLEET).find((record) => record.region === region && record.id === id);
  if (!fleet) throw invalid(`EC2 Spot fleet request doesn't exist: ${resourceId}`);
  // docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-automatic-scaling.html
  if (fleet.inputs.fleetType === "request") {
    throw invalid(`The Spot fleet request ${id} is of type request; only one of type maintain can be scaled.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** Application Auto Scaling forgets the target of an ECS service, and its policies, when the service is deleted. */
export function deregisterService(
  context: Pick<Context, "account" | "region">,
  cluster: string,
  service: string,
): void {
  const id = `service/${cluster}/${service}`;
  removeAll(context, TARGET, (record) => record.region === context.region && record.id === id);
}
