import { AwsError } from "../model";

/** An AWS Region as `aws.getRegion` describes it. */
export interface Region {
  name: string;
  /** AWS's name for people, for example "US West (Oregon)". */
  description: string;
}

/** An Availability Zone. */
export interface Zone {
  /** For example `us-west-2a`. */
  name: string;
  /** For example `usw2-az1`; means the same place in every account, which the name does not. */
  id: string;
  /** The group that the zone belongs to; every zone of a Region is in one. */
  group: string;
}

/**
 * Regions that every account may use without opting in: description, prefix of the zone ids, and zones by letter and
 * number. Letters and numbers that a new account does not see are left out (us-west-1 and ca-central-1, for example).
 * AWS pairs letters with numbers anew for each account; here they are paired in order.
 * docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const regions: Record<string, readonly [description: string, prefix: string, letters: string, numbers: string]> = {
  "ap-northeast-1": ["Asia Pacific (Tokyo)", "apne1", "acd", "124"],
  "ap-northeast-2": ["Asia Pacific (Seoul)", "apne2", "abcd", "1234"],
  "ap-northeast-3": ["Asia Pacific (Osaka)", "apne3", "abc", "123"],
  "ap-south-1": ["Asia Pacific (Mumbai)", "aps1", "abc", "123"],
  "ap-southeast-1": ["Asia Pacific (Singapore)", "apse1", "abc", "123"],
  "ap-southeast-2": ["Asia Pacific (Sydney)", "apse2", "abc", "123"],
  "ca-central-1": ["Canada (Central)", "cac1", "abd", "124"],
  "eu-central-1": ["Europe (Frankfurt)", "euc1", "abc", "123"],
  "eu-north-1": ["Europe (Stockholm)", "eun1", "abc", "123"],
  "eu-west-1": ["Europe (Ireland)", "euw1", "abc", "123"],
  "eu-west-2": ["Europe (London)", "euw2", "abc", "123"],
  "eu-west-3": ["Europe (Paris)", "euw3", "abc", "123"],
  "sa-east-1": ["South America (Sao Paulo)", "sae1", "abc", "123"],
  "us-east-1": ["US East (N. Virginia)", "use1", "abcdef", "123456"],
  "us-east-2": ["US East (Ohio)", "use2", "abc", "123"],
  "us-west-1": ["US West (N. California)", "usw1", "ac", "13"],
  "us-west-2": ["US West (Oregon)", "usw2", "abcd", "1234"],
};

/** Every Region that the account knows the zones of. */
export const knownRegions: readonly Region[] = Object.entries(regions).map(([name, [description]]) => ({
  name,
  description,
}));

/**
 * The Availability Zones of a Region, in order of their names.
 *
 * @throws AwsError `UnsupportedOperation` for a Region that is not in the table.
 */
export function zonesOf(region: string): Zone[] {
  const known = regions[region];
  if (!known) {
    throw new AwsError(
      "UnsupportedOperation",
      `The account on this machine does not know the Availability Zones of the Region "${region}". ` +
        `It knows: ${Object.keys(regions).join(", ")}.`,
    );
  }
  const [, prefix, letters, numbers] = known;
  return [...letters].map((letter, i) => ({
    name: `${region}${letter}`,
    id: `${prefix}-az${numbers[i]}`,
    group: `${region}-zg-1`,
  }));
}
