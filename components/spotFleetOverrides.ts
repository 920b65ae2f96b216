/** A subnet, and the zone that it lies in. */
export interface ZonedSubnet {
  id: string;
  availabilityZone: string;
}

/** What EC2 answers about where instance types are offered: `instanceTypes[i]` is offered in zone `locations[i]`. */
export interface InstanceTypeOfferings {
  instanceTypes: string[];
  locations: string[];
}

/** One pool of Spot capacity: an instance type in a subnet. */
export interface SpotFleetOverride {
  instanceType: string;
  subnetId: string;
}

/** A pair that the fleet does without because EC2 does not offer the type in the zone. */
export interface DroppedPair {
  instanceType: string;
  availabilityZone: string;
}

/**
 * Every instance type in every subnet, type by type, without the pairs that EC2 does not offer: one such pair would make
 * the whole fleet request invalid.
 * @throws when two subnets share a zone, which a fleet request refuses, or when a type is offered in none of the zones
 */
export function spotFleetOverrides(
  instanceTypes: readonly string[],
  subnets: readonly ZonedSubnet[],
  offerings: InstanceTypeOfferings,
): { overrides: SpotFleetOverride[]; dropped: DroppedPair[] } {
  refuseSharedZones(subnets);
  const overrides: SpotFleetOverride[] = [];
  const dropped: DroppedPair[] = [];
  for (const instanceType of instanceTypes) {
    const offered = new Set(subnetsOffering(instanceType, subnets, offerings));
    for (const subnet of subnets) {
      if (offered.has(subnet)) {
        overrides.push({ instanceType, subnetId: subnet.id });
      } else {
        dropped.push({ instanceType, availabilityZone: subnet.availabilityZone });
      }
    }
  }
  return { overrides, dropped };
}

/**
 * The subnets in whose zone EC2 offers the instance type.
 * @throws when there is none
 */
export function subnetsOffering<Subnet extends ZonedSubnet>(
  instanceType: string,
  subnets: readonly Subnet[],
  { instanceTypes, locations }: InstanceTypeOfferings,
): Subnet[] {
  const zones = new Set(locations.filter((_, index) => instanceTypes[index] === instanceType));
  const offering = subnets.filter((subnet) => zones.has(subnet.availabilityZone));
  if (offering.length === 0) {
    const asked = subnets.map((subnet) => subnet.availabilityZone).join(", ");
    throw new Error(
      `EC2 does not offer instance type ${instanceType} in any zone of the private subnets (${asked || "there are none"}). ` +
        "Choose a type that it offers there; `aws ec2 describe-instance-type-offerings --location-type availability-zone` lists them.",
    );
  }
  return offering;
}

function refuseSharedZones(subnets: readonly ZonedSubnet[]): void {
  for (const [index, subnet] of subnets.entries()) {
    const other = subnets.slice(0, index).find((earlier) => earlier.availabilityZone === subnet.availabilityZone);
    if (other !== undefined) {
      throw new Error(
        `subnets ${other.id} and ${subnet.id} both lie in ${subnet.availabilityZone}, and a Spot fleet takes one subnet a zone. ` +
          "Pass private subnets of different zones.",
      );
    }
  }
}
