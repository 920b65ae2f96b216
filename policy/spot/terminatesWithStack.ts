import { on, type ResourceContext, resourceRule } from "../rule";
import { ec2Fleet, spotFleetRequest, spotInstanceRequest } from "../types";
import { isMissing, type Seen, UNKNOWN } from "../values";
import { fleetUsesSpot } from "./market";

type Flag = Seen<string | boolean> | null | undefined;
type Context = Pick<ResourceContext<unknown>, "refuse">;

/** What the provider reads as true: Go's ParseBool. */
function isTrue(flag: Flag): boolean {
  return flag === true || (typeof flag === "string" && ["1", "t", "T", "true", "TRUE", "True"].includes(flag));
}

const isTrueOrOpen = (flag: Flag) => flag === UNKNOWN || isTrue(flag);

/** Judges a flag that has to be true. */
function judge(
  property: string,
  flag: Flag,
  when: "the stack is destroyed" | "the request expires",
  { refuse }: Context,
) {
  if (isTrueOrOpen(flag) || (typeof flag === "object" && flag !== null)) return;
  refuse({
    property,
    given: isMissing(flag) ? undefined : String(flag),
    so: `so the instances run on, and cost money, when ${when}`,
    allowed: "true is required",
    fix: "Set it to true.",
  });
}

/** A request that has no end of its own cannot expire. */
function expires(props: object & { readonly validUntil?: unknown }): boolean {
  return "validUntil" in props && !isMissing(props.validUntil);
}

/** Refuses what leaves its Spot Instances running when it is gone. */
export const spotTerminatesWithStack = resourceRule(
  {
    name: "spot-terminates-with-stack",
    area: "spot",
    description: "Checks that Spot Instances end with the request that launched them.",
    why:
      "A fleet that is deleted, or that expires, may leave its instances running. No stack knows of them any more, so " +
      "nobody destroys them, and they are paid for until somebody looks at the account.",
    severity: "high",
    remediationSteps:
      'Set `terminateInstancesOnDelete: "true"` on a Spot Fleet and `terminateInstances: true` on an EC2 Fleet, and ' +
      "`terminateInstancesWithExpiration: true` where it has a `validUntil`. Give a single Spot request no `validUntil`.",
    settings: {},
  },
  [
    on(spotFleetRequest, (fleet, context) => {
      // The provider takes the second flag where the first is not given: false by default.
      const onDelete = fleet.terminateInstancesOnDelete;
      const byExpiration = isMissing(onDelete) && isTrueOrOpen(fleet.terminateInstancesWithExpiration);
      if (!byExpiration) judge("terminateInstancesOnDelete", onDelete, "the stack is destroyed", context);
      if (!expires(fleet)) return;
      const withExpiration = fleet.terminateInstancesWithExpiration;
      judge("terminateInstancesWithExpiration", withExpiration, "the request expires", context);
    }),
    on(ec2Fleet, (fleet, context) => {
      if (!fleetUsesSpot(fleet)) return;
      judge("terminateInstances", fleet.terminateInstances, "the stack is destroyed", context);
      if (!expires(fleet)) return;
      const withExpiration = fleet.terminateInstancesWithExpiration;
      judge("terminateInstancesWithExpiration", withExpiration, "the request expires", context);
    }),
    on(spotInstanceRequest, (request, { refuse }) => {
      // The provider terminates the instance of a request that is still there; a request is persistent by default.
      const type = request.spotType;
      if (type === UNKNOWN || type === "one-time") return;
      const until = request.validUntil;
      if (isMissing(until) || until === UNKNOWN) return;
      refuse({
        property: "validUntil",
        given: String(until),
        so: "after which the instance runs on without its request, and destroying the stack no longer finds it",
        allowed: "a persistent request must not expire",
        fix: 'Leave it out, or set spotType to "one-time".',
      });
    }),
  ],
);
