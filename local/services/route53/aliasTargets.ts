import { loadBalancerZone } from "../../account/data/loadBalancerZones";
import { type AccountRecord, AwsError, type Records } from "../../account/model";
import { LOAD_BALANCER } from "../../account/types/lb/references";
import { text } from "../../account/types/read";
import { isIn, normalized } from "./names";
import type { AliasTarget, RecordSet } from "./recordSets";

/** The console puts it in front of a load balancer's name, and both mean the same: docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
const DUAL_STACK = /^dualstack\./;

/** The load balancer that a name in an alias stands for. @param dnsName Normalized. */
export function loadBalancerNamed(records: Records, dnsName: string): AccountRecord | undefined {
  const name = dnsName.replace(DUAL_STACK, "");
  return records.records(LOAD_BALANCER).find(({ outputs }) => normalized(text(outputs, "dnsName") ?? "") === name);
}

/**
 * What is wrong with what a record set is an alias for: a load balancer of this region, or another record set of the same zone
 * and type. Nothing where it is none.
 *
 * @throws AwsError `UnsupportedOperation` for an alias of anything else
 */
export function targetProblems(
  records: Records,
  zone: { id: string; name: string },
  set: RecordSet,
  sets: ReadonlyMap<string, RecordSet>,
): string[] {
  const { AliasTarget, Type } = set;
  if (!AliasTarget) return [];
  const { DNSName, HostedZoneId } = AliasTarget;
  const tried = `Tried to create an alias that targets ${DNSName}, type ${Type} in zone ${HostedZoneId}, but`;
  const found = { lies: false, exists: false };
  if (HostedZoneId === zone.id) {
    found.lies = isIn(DNSName, zone.name);
    found.exists = [...sets.values()].some(
      (one) => one !== set && one.Name === DNSName && one.Name !== set.Name && one.Type === Type,
    );
  } else {
    const balancer = loadBalancerNamed(records, DNSName);
    found.lies = zonesOf(AliasTarget).includes(HostedZoneId);
    found.exists = text(balancer?.outputs ?? {}, "zoneId") === HostedZoneId && ["A", "AAAA"].includes(Type);
  }
  return [
    ...(found.lies ? [] : [`${tried} the alias target name does not lie within the target zone`]),
    ...(found.exists ? [] : [`${tried} that target was not found`]),
  ];
}

/** The hosted zones that a load balancer's name can lie in, Application and Network Load Balancers of its region. */
function zonesOf({ DNSName, HostedZoneId }: AliasTarget): string[] {
  const [, before, after] = /\.(?:([a-z0-9-]+)\.elb|elb\.([a-z0-9-]+))\.amazonaws\.com\.$/.exec(DNSName) ?? [];
  const region = before ?? after;
  if (region === undefined) {
    if (!DNSName.endsWith(".amazonaws.com.") && !DNSName.endsWith(".cloudfront.net.")) return [];
    throw new AwsError(
      "UnsupportedOperation",
      `Aliases for anything but load balancers are not modelled: ${DNSName} in zone ${HostedZoneId}.`,
    );
  }
  return [loadBalancerZone(region, false), loadBalancerZone(region, true)];
}
