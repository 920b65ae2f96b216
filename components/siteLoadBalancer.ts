import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "./names";

/** Seconds after which the load balancer closes a connection that nobody uses: the workshop's, AWS's default is 60. */
const IDLE_TIMEOUT_SECONDS = 50;

/** What a service needs to know of a load balancer. */
export interface LoadBalancerInfo {
  arn: pulumi.Output<string>;
  /** The part of the ARN that CloudWatch knows the load balancer by: `app/NAME/ID`. */
  arnSuffix: pulumi.Output<string>;
  dnsName: pulumi.Output<string>;
  /** Hosted zone of the DNS name, for alias records. */
  zoneId: pulumi.Output<string>;
}

/** Where a load balancer stands, and who may reach it. */
export interface SitePlace {
  publicSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Lets visitors in, and reaches the containers. */
  loadBalancerSecurityGroupId: pulumi.Input<string>;
  /** All that an instance needs to reach the internet. */
  egress: pulumi.Input<pulumi.Resource[]>;
}

/** Makes an application load balancer that the internet can open a connection to. */
export function siteLoadBalancer(
  name: string,
  { physical, place }: { physical: string; place: SitePlace },
  parent: pulumi.Resource,
): LoadBalancerInfo {
  const { arn, arnSuffix, dnsName, zoneId } = new aws.lb.LoadBalancer(
    name,
    {
      name: physical,
      loadBalancerType: "application",
      internal: false,
      subnets: place.publicSubnetIds,
      securityGroups: [place.loadBalancerSecurityGroupId],
      idleTimeout: IDLE_TIMEOUT_SECONDS,
      dropInvalidHeaderFields: true,
    },
    // AWS refuses an internet-facing load balancer while the VPC has no internet gateway.
    { parent, dependsOn: place.egress },
  );
  return { arn, arnSuffix, dnsName, zoneId };
}

/**
 * Another way into the site, beside the network's own.
 *
 * Costs $0.0325 an hour: $0.0225 the load balancer, $0.0100 two public IPv4 addresses. Its capacity units come on top, $0.008
 * an hour each.
 */
export class SiteLoadBalancer extends pulumi.ComponentResource {
  readonly loadBalancer: LoadBalancerInfo;

  /** @param name the ending of the physical name, after the stack's */
  constructor(name: string, args: { stack: string; network: SitePlace }, opts?: pulumi.ComponentResourceOptions) {
    super("catsndogs:index:SiteLoadBalancer", name, {}, opts);
    this.loadBalancer = siteLoadBalancer(name, { physical: physicalName(args.stack, name), place: args.network }, this);
    this.registerOutputs({ loadBalancerDns: this.loadBalancer.dnsName });
  }
}
