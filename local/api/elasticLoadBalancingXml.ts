import type { AccountRecord } from "../account/model";
import { loadBalancersOf } from "../account/types/lb/actions";
import { number, text, texts } from "../account/types/read";
import type { World } from "../services/world";
import { members, type QueryHandler } from "./query";

type Description = ReturnType<QueryHandler>;

/** A load balancer as docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html has it. */
export function describeLoadBalancer(world: World): (record: AccountRecord) => Description {
  return ({ id, inputs, outputs }) => ({
    LoadBalancerArn: id,
    DNSName: text(outputs, "dnsName"),
    CanonicalHostedZoneId: text(outputs, "zoneId"),
    LoadBalancerName: text(inputs, "name"),
    Scheme: outputs.internal === true ? "internal" : "internet-facing",
    VpcId: text(outputs, "vpcId"),
    State: { Code: "active" },
    Type: text(inputs, "loadBalancerType") ?? "application",
    AvailabilityZones: members(
      texts(outputs, "subnets[*]").map((SubnetId) => ({ ZoneName: zoneOf(world, SubnetId), SubnetId })),
    ),
    SecurityGroups: members(texts(outputs, "securityGroups[*]")),
    IpAddressType: text(outputs, "ipAddressType"),
  });
}

function zoneOf(world: World, subnet: string): string | undefined {
  return text(world.find("aws:ec2/subnet:Subnet", subnet)?.outputs ?? {}, "availabilityZone");
}

/**
 * A target group as docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html has it, and the ARNs of the
 * load balancers that forward to it.
 */
export function describeTargetGroup(
  world: World,
): (record: AccountRecord) => { description: Description; arns: string[] } {
  return ({ id, inputs, outputs }) => {
    const arns = loadBalancersOf(world.account, id);
    const health = (name: string) => `healthCheck.${name}`;
    const description = {
      TargetGroupArn: id,
      TargetGroupName: text(inputs, "name"),
      Protocol: text(inputs, "protocol"),
      Port: number(inputs, "port"),
      VpcId: text(inputs, "vpcId"),
      HealthCheckProtocol: text(outputs, health("protocol")),
      HealthCheckPort: text(outputs, health("port")),
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: number(outputs, health("interval")),
      HealthCheckTimeoutSeconds: number(outputs, health("timeout")),
      HealthyThresholdCount: number(outputs, health("healthyThreshold")),
      UnhealthyThresholdCount: number(outputs, health("unhealthyThreshold")),
      HealthCheckPath: text(outputs, health("path")),
      Matcher: { HttpCode: text(outputs, health("matcher")) },
      LoadBalancerArns: members(arns),
      TargetType: text(outputs, "targetType") ?? text(inputs, "targetType"),
      ProtocolVersion: text(outputs, "protocolVersion"),
      IpAddressType: text(outputs, "ipAddressType"),
    };
    return { description, arns };
  };
}
