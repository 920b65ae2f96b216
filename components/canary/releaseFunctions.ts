import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SIDES, type Side, type SideName } from "../../lambdas/common/sides";
import type { CanaryDeploymentArgs, CanarySide } from "../canaryDeploymentArgs";
import type { Allowed } from "../scopedRole";
import { canaryFunction } from "./canaryFunction";
import type { DeadLetters } from "./releaseEvents";
import { mayChangeWeights } from "./weightedRecords";

/** What has a name and an ARN. */
export interface Named {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
}

/** The function that sets the weights. */
export function weightSetter(
  name: string,
  { stack, host }: CanaryDeploymentArgs,
  { zone, sides }: { zone: aws.route53.Zone; sides: pulumi.Output<string> },
  parent: pulumi.Resource,
): Named {
  return canaryFunction(
    `${name}-update-route53`,
    {
      stack,
      lambda: "updateRoute53",
      description: `Sets the weights of ${host}`,
      // One call to Route 53, which takes a second or two, and as much again where the SDK has to repeat it.
      timeout: 20,
      allows: [mayChangeWeights(zone, host)],
      environment: { STACK: stack, HOSTED_ZONE_ID: zone.zoneId, RECORD_NAME: host, SIDES: sides },
    },
    parent,
  );
}

/** The function that says whether the candidate is healthy. */
export function healthChecker(
  name: string,
  args: CanaryDeploymentArgs,
  { sides }: { sides: pulumi.Output<string> },
  parent: pulumi.Resource,
): Named {
  const { stack, cluster, minimumRequests = 1, errorRatePoints = 1, latencyRatio = 2 } = args;
  return canaryFunction(
    `${name}-check-health`,
    {
      stack,
      lambda: "checkHealth",
      description: "Compares the released side's health with the other side's",
      // A handful of calls side by side, of which CloudWatch's takes longest, a second or two.
      timeout: 30,
      allows: [
        mayDescribeServices(args),
        // Neither takes a resource: docs.aws.amazon.com/service-authorization/latest/reference/
        { Action: ["elasticloadbalancing:DescribeTargetHealth", "cloudwatch:GetMetricData"], Resource: "*" },
      ],
      environment: {
        CLUSTER: cluster.name,
        SIDES: sides,
        THRESHOLDS: JSON.stringify({ minimumRequests, errorRatePoints, latencyRatio, latencyFloorSeconds: 0.1 }),
      },
    },
    parent,
  );
}

/** The function that starts a release. */
export function eventHandler(
  name: string,
  args: CanaryDeploymentArgs,
  made: {
    sides: pulumi.Output<string>;
    table: Named;
    release: { arn: pulumi.Output<string> };
    deadLetters: DeadLetters;
  },
  parent: pulumi.Resource,
): Named {
  const { sides, table, release, deadLetters } = made;
  return canaryFunction(
    `${name}-handle-ecs-events`,
    {
      stack: args.stack,
      lambda: "handleEcsEvents",
      description: "Starts the release of a deployment whose tasks run",
      // Three calls, one after the other, which take less than a second together.
      timeout: 20,
      allows: [
        mayDescribeServices(args),
        { Action: "dynamodb:GetItem", Resource: table.arn },
        { Action: "states:StartExecution", Resource: release.arn },
        { Action: "sqs:SendMessage", Resource: deadLetters.arn },
      ],
      environment: { CLUSTER: args.cluster.name, SIDES: sides, TABLE: table.name, STATE_MACHINE_ARN: release.arn },
    },
    parent,
  );
}

/** What the functions know of both sides. */
export function sidesJson({ blue, green }: Record<SideName, CanarySide>): pulumi.Output<string> {
  return pulumi.jsonStringify({ blue: sideOf(blue), green: sideOf(green) });
}

function sideOf({ loadBalancer, released, others = [] }: CanarySide): Record<keyof Side, unknown> {
  return {
    released: released.service.name,
    loadBalancer: loadBalancer.arnSuffix,
    alias: { dnsName: loadBalancer.dnsName, zoneId: loadBalancer.zoneId },
    services: [released, ...others].map(({ service, targetGroup }) => ({
      name: service.name,
      targetGroupArn: targetGroup.arn,
    })),
  };
}

/** Asking for the services of both sides, and no others. */
function mayDescribeServices(sides: Record<SideName, CanarySide>): Allowed {
  const services = SIDES.flatMap((side) => [sides[side].released, ...(sides[side].others ?? [])]);
  return { Action: "ecs:DescribeServices", Resource: services.map(({ service }) => service.arn) };
}
