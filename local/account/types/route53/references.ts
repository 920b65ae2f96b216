import { AwsError, type Reference, type Value } from "../../model";

export const ZONE = "aws:route53/zone:Zone";
export const RECORD = "aws:route53/record:Record";

/** The zone that a record lies in. It does not hold the zone in being: what is in the zone does, whoever made it. */
export const ofZone: Reference = {
  path: "zoneId",
  to: ZONE,
  missing: (id) => new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`),
};

/** A domain name as the provider keeps it: in small letters, without the dot at its end. */
export function providerName(name: Value | undefined): string {
  return String(name ?? "")
    .toLowerCase()
    .replace(/\.$/, "");
}

/** Whether two names are one to the provider. */
export function sameName(before: Value, after: Value): boolean {
  return providerName(before) === providerName(after);
}
