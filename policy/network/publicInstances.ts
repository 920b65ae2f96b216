import { on, type ResourceContext, resourceRule } from "../rule";
import {
  eip,
  eipAssociation,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isMissing, items, peek, type Seen, UNKNOWN } from "../values";

type Context = ResourceContext<unknown>;
type Flag = Seen<boolean | string> | null | undefined;

const allowed = "instances without public addresses are required";

/** Judges whether a public address is asked for. Where nothing is said, the subnet decides. */
function judgeFlag(property: string, flag: Flag, { refuse }: Context): void {
  if (flag === UNKNOWN || String(flag) !== "true") return;
  refuse({ property, given: "true", allowed, fix: "Set it to false, and reach the instance through Session Manager." });
}

/** What decides where a single instance starts, and whether it gets a public address. */
interface Machine {
  readonly associatePublicIpAddress?: Seen<boolean>;
  readonly subnetId?: unknown;
  readonly networkInterfaces?: unknown;
  readonly primaryNetworkInterface?: unknown;
  readonly primaryNetworkInterfaces?: unknown;
  readonly launchTemplate?: unknown;
}

function judgeMachine(path: string, machine: Machine, context: Context): void {
  const flag = machine.associatePublicIpAddress;
  judgeFlag(`${path}associatePublicIpAddress`, flag, context);
  const places = ["subnetId", "networkInterfaces", "primaryNetworkInterface", "primaryNetworkInterfaces"] as const;
  const isPlaced = [...places, "launchTemplate" as const].some((property) => !isMissing(peek(machine, property)));
  if (!isMissing(flag) || isPlaced) return;
  context.refuse({
    property: `${path}subnetId`,
    so: "so the instance starts in the default VPC, whose subnets give public addresses",
    allowed,
    fix: "Name a private subnet.",
  });
}

/** An address that is attached is public, whichever instance it is; so the id need not be known. */
function judgeAttachment(property: string, id: Seen<string> | null | undefined, { refuse }: Context): void {
  if (isMissing(id)) return;
  refuse({
    property,
    given: id === UNKNOWN ? "an instance of this stack" : String(id),
    so: "which gets a public address",
    allowed,
    fix: "Put a load balancer before it, or reach it through Session Manager.",
  });
}

/** Refuses instances that ask for a public address. */
export const noPublicInstances = resourceRule(
  {
    name: "no-public-instances",
    area: "network",
    description: "Checks that instances, and what launches them, ask for no public address.",
    why:
      "An instance with a public address is one mistake in a security group away from the whole internet, and the " +
      "address costs money by the hour. A NAT gateway lets out what has none.",
    severity: "high",
    remediationSteps:
      "Start instances in private subnets without `associatePublicIpAddress`, let visitors in through a load balancer, " +
      "and administrators through Session Manager. Elastic addresses belong to NAT gateways.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "EC2.9, EC2.25, AutoScaling.5",
      specification: "Instances, launch templates and launch configurations should not have public IP addresses",
    },
    settings: {},
  },
  [
    on(instance, (machine, context) => judgeMachine("", machine, context)),
    on(spotInstanceRequest, (request, context) => judgeMachine("", request, context)),
    on(spotFleetRequest, (fleet, context) => {
      for (const [i, specification] of items(fleet.launchSpecifications)) {
        judgeMachine(`launchSpecifications[${i}].`, specification, context);
      }
    }),
    on(launchConfiguration, (configuration, context) => {
      judgeFlag("associatePublicIpAddress", configuration.associatePublicIpAddress, context);
    }),
    on(launchTemplate, (template, context) => {
      for (const [i, one] of items(template.networkInterfaces)) {
        judgeFlag(`networkInterfaces[${i}].associatePublicIpAddress`, one.associatePublicIpAddress, context);
      }
    }),
    on(eip, (address, context) => judgeAttachment("instance", peek(address, "instance"), context)),
    on(eipAssociation, (association, context) => {
      judgeAttachment("instanceId", peek(association, "instanceId"), context);
    }),
  ],
);
