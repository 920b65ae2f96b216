import type { AccountRecord } from "../../account/model";
import { list, text, texts } from "../../account/types/read";
import { nameOf } from "./recordSets";

/** What GetHostedZone answers: docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html */
export interface HostedZoneOutput {
  HostedZone: {
    Id: string;
    Name: string;
    CallerReference: string;
    Config: { Comment?: string; PrivateZone: boolean };
    ResourceRecordSetCount: number;
  };
  DelegationSet: { NameServers: string[] };
}

/** A zone as GetHostedZone describes it. */
export function describeZone(zone: AccountRecord, ResourceRecordSetCount: number): HostedZoneOutput {
  const comment = text(zone.inputs, "comment");
  return {
    HostedZone: {
      Id: `/hostedzone/${zone.id}`,
      Name: nameOf(zone),
      // The provider makes one up, and nobody sees it again.
      CallerReference: `terraform-${zone.id}`,
      Config: {
        ...(comment !== undefined && { Comment: comment }),
        PrivateZone: (list(zone.inputs, "vpcs") ?? []).length > 0,
      },
      ResourceRecordSetCount,
    },
    DelegationSet: { NameServers: texts(zone.outputs, "nameServers[*]") },
  };
}
