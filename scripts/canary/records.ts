import { ListResourceRecordSetsCommand, type Route53Client } from "@aws-sdk/client-route-53";
import { isSide, type SideName } from "../../lambdas/common/sides";

/** One of the host's two records. */
export interface WeightedRecord {
  weight: number;
  /** DNS name of the load balancer. */
  target: string;
}

/** The host's records as Route 53 has them. */
export async function readRecords(
  route53: Route53Client,
  zoneId: string,
  host: string,
): Promise<Partial<Record<SideName, WeightedRecord>>> {
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: host, StartRecordType: "A" }),
  );
  const records: Partial<Record<SideName, WeightedRecord>> = {};
  for (const { Name, Type, SetIdentifier, Weight = 0, AliasTarget } of ResourceRecordSets) {
    // The list goes on with other names.
    if (Name?.replace(/\.$/, "") !== host || Type !== "A" || !isSide(SetIdentifier)) continue;
    records[SetIdentifier] = { weight: Weight, target: AliasTarget?.DNSName?.replace(/\.$/, "") ?? "" };
  }
  return records;
}
