import { knownRegions } from "../data/zones";
import { AwsError, type CallDefinition } from "../model";
import { text } from "../types/read";

const endpointOf = (region: string): string => `ec2.${region}.amazonaws.com`;

/** The Region that the provider works in, or the one that is asked for by its name or its EC2 endpoint. */
export const getRegion: CallDefinition = {
  token: "aws:index/getRegion:getRegion",
  args: { endpoint: "string", id: "string", name: "string", region: "string" },
  call: (args, context) => {
    const endpoint = text(args, "endpoint");
    const name = text(args, "name");
    const found = knownRegions.filter((region) =>
      endpoint === undefined && name === undefined
        ? region.name === context.region
        : (name === undefined || region.name === name) &&
          (endpoint === undefined || endpointOf(region.name) === endpoint),
    );
    const region = found[0];
    if (!region) {
      throw new AwsError(
        "InvalidParameterValue",
        `region not found for name: ${name ?? context.region}, endpoint: ${endpoint ?? ""}`,
      );
    }
    return {
      id: region.name,
      name: region.name,
      region: region.name,
      description: region.description,
      endpoint: endpointOf(region.name),
    };
  },
};
