import { type Zone, zonesOf } from "../data/zones";
import { AwsError, type CallDefinition } from "../model";
import { text, texts } from "../types/read";
import { type Comparisons, matches, readFilters } from "./filters";

/**
 * What a filter compares, by AWS's name for it. All zones here are ordinary ones: in service, and in every account.
 * docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
 */
const filters: Comparisons<Zone> = {
  "group-name": ({ group }) => group,
  "opt-in-status": () => "opt-in-not-required",
  "region-name": ({ name }) => name.slice(0, -1),
  state: () => "available",
  "zone-id": ({ id }) => id,
  "zone-name": ({ name }) => name,
  "zone-type": () => "availability-zone",
};

/** The zones of the Region, as `aws.getAvailabilityZones` lists them: in order of their names. */
export const getAvailabilityZones: CallDefinition = {
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  args: {
    allAvailabilityZones: "boolean",
    excludeNames: { list: "string" },
    excludeZoneIds: { list: "string" },
    filters: { list: { object: { name: "string", values: { list: "string" } }, required: ["name", "values"] } },
    region: "string",
    state: "string",
  },
  call: (args, { region }) => {
    const state = text(args, "state");
    if (state !== undefined && !["available", "information", "impaired", "unavailable"].includes(state)) {
      throw new AwsError("InvalidParameterValue", `The state '${state}' of an Availability Zone is not valid`);
    }
    const wanted = readFilters(args, filters);
    const excluded = new Set([...texts(args, "excludeNames[*]"), ...texts(args, "excludeZoneIds[*]")]);
    const zones = zonesOf(region)
      .filter(({ name, id }) => !excluded.has(name) && !excluded.has(id))
      .filter((zone) => matches(zone, wanted, filters))
      .filter(() => state === undefined || state === "available");
    return {
      ...args,
      id: region,
      region,
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
      groupNames: [...new Set(zones.map(({ group }) => group))],
    };
  },
};
