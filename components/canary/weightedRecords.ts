import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SideName } from "../../lambdas/common/sides";
import type { LoadBalancerInfo } from "../siteLoadBalancer";

export interface WeightedRecordsArgs {
  stack: string;
  domain: string;
  host: string;
  loadBalancers: Record<SideName, LoadBalancerInfo>;
}

/** The weights before the first release, as the workshop has them: lab 7, check DNS. */
const FIRST_WEIGHTS: Record<SideName, number> = { blue: 100, green: 0 };

/** A hosted zone with one name, whose two records share its visitors by weight. The weights are the releases' from then on. */
export function weightedRecords(name: string, args: WeightedRecordsArgs, parent: pulumi.Resource): aws.route53.Zone {
  const { stack, domain, host, loadBalancers } = args;
  // Several zones may have one domain; each has name servers of its own, which answer for it.
  const zone = new aws.route53.Zone(
    name,
    { name: domain, comment: `${stack}: releases of ${host}`, forceDestroy: true },
    { parent },
  );
  for (const side of ["blue", "green"] as const) {
    const { dnsName, zoneId } = loadBalancers[side];
    new aws.route53.Record(
      `${name}-${side}`,
      {
        zoneId: zone.zoneId,
        name: host,
        type: "A",
        setIdentifier: side,
        weightedRoutingPolicies: [{ weight: FIRST_WEIGHTS[side] }],
        // The weights alone decide where visitors go; whether a side is healthy is the release's business.
        aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: false }],
      },
      { parent, ignoreChanges: ["weightedRoutingPolicies"] },
    );
  }
  return zone;
}

/** Setting the weights of a zone's one name, and nothing else that Route 53 could do. */
export function mayChangeWeights(zone: aws.route53.Zone, host: string) {
  const only = "ForAllValues:StringEquals";
  return {
    Action: "route53:ChangeResourceRecordSets",
    Resource: zone.arn,
    Condition: {
      [only]: {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [host],
        "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
        "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
      },
    },
  };
}

/** Asking how far a change is. Its id is not known before. */
export const MAY_GET_CHANGE = { Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" };
