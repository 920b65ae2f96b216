import { instanceTypeNames, isOffered } from "../data/instanceTypes";
import { zonesOf } from "../data/zones";
import { AwsError, type CallDefinition } from "../model";
import { type Comparisons, matches, readFilters } from "./filters";

interface Offering {
  type: string;
  /** A region, a zone or a zone's id. */
  location: string;
}

const FILTERS: Comparisons<Offering> = {
  "instance-type": ({ type }) => type,
  location: ({ location }) => location,
};

const LOCATION_TYPES = ["region", "availability-zone", "availability-zone-id"];

/** `aws.ec2.getInstanceTypeOfferings`: which instance types EC2 offers where, one row a pair, by type and then location. */
export const getInstanceTypeOfferings: CallDefinition = {
  token: "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings",
  args: {
    filters: { list: { object: { name: "string", values: { list: "string" } }, required: ["name", "values"] } },
    locationType: "string",
    region: "string",
  },
  call: (args, { region }) => {
    const locationType = typeof args.locationType === "string" ? args.locationType : "region";
    if (!LOCATION_TYPES.includes(locationType)) {
      throw new AwsError(
        "InvalidParameterValue",
        `expected locationType to be one of ${LOCATION_TYPES.join(", ")}, got ${locationType}`,
      );
    }
    const filters = readFilters(args, FILTERS);
    const offerings = instanceTypeNames()
      .flatMap((type) => locationsOf(type, locationType, region).map((location) => ({ type, location })))
      .filter((offering) => matches(offering, filters, FILTERS));
    return {
      ...args,
      id: region,
      instanceTypes: offerings.map(({ type }) => type),
      locations: offerings.map(({ location }) => location),
      locationTypes: offerings.map(() => locationType),
      region,
    };
  },
};

function locationsOf(type: string, locationType: string, region: string): string[] {
  if (locationType === "region") return isOffered(type, region) ? [region] : [];
  return zonesOf(region)
    .filter(({ name }) => isOffered(type, name))
    .map(({ name, id }) => (locationType === "availability-zone-id" ? id : name));
}
