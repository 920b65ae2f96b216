import { dependenciesOf, givenOutput } from "../given";
import { referredTo } from "../references";
import { type StackContext, type StackResource, stackRule } from "../rule";
import {
  autoscalingGroup,
  ec2Fleet,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
  subnet,
} from "../types";
import { isKnown, isMissing, items, type Seen, UNKNOWN } from "../values";
import { type Launcher, launchersOf, type Text } from "./launchers";

type Context = Pick<StackContext<unknown>, "all" | "leaveOpen">;

interface Subnet {
  readonly mapPublicIpOnLaunch?: Seen<boolean | string>;
  readonly arn?: Seen<string>;
}

/** The id of a subnet where it is known; outputs need not hold it, but then the ARN ends in it. */
function idOf({ id, arn }: StackResource<Subnet>["props"]): string | undefined {
  if (isKnown(id)) return id;
  return typeof arn === "string" ? arn.split("/").at(-1) : undefined;
}

const isPublic = ({ props }: StackResource<Subnet>) => String(props.mapPublicIpOnLaunch) === "true";

/**
 * The public subnets that something starts in, and whether there may be more. Ids that are not known count for what they
 * depend on only where all of that is public: a network's subnets often come out of it together.
 */
function publicSubnetsOf({ resource, property, subnetIds }: Launcher, subnets: readonly StackResource<Subnet>[]) {
  const isOne = ({ props }: StackResource<Subnet>, id: Text) => isKnown(id) && idOf(props) === id;
  const named = subnets.filter((one) => subnetIds.some((id) => isOne(one, id)));
  const open = subnetIds.some((id) => !isMissing(id) && !subnets.some((one) => isOne(one, id)));
  const urns = new Set(dependenciesOf(resource, property));
  // A subnet whose id is known is not meant by another id, but may be by one that is not known.
  const candidates = subnets.filter((one) => {
    const mayBeMeant = subnetIds.includes(UNKNOWN) || idOf(one.props) === undefined;
    return open && mayBeMeant && urns.has(one.resource.urn) && !named.includes(one);
  });
  // An id that is not known may also be one of those that others name.
  const others = named.filter((one) => urns.has(one.resource.urn));
  const sure = [...candidates, ...others].every(isPublic) ? candidates : [];
  const maybe = ({ props }: StackResource<Subnet>) => props.mapPublicIpOnLaunch === UNKNOWN;
  // What comes out of a component depends on that alone; then it may be any of them.
  const any = subnetIds.includes(UNKNOWN) && candidates.length === 0 ? subnets : candidates;
  const undecided = named.some(maybe) || any.some((one) => isPublic(one) || maybe(one));
  return { found: [...named.filter(isPublic), ...sure], undecided };
}

/** Whether an address of its own is asked for or refused, so that the subnet does not decide. */
function saysItself(launcher: Launcher, { all, leaveOpen }: Context): boolean {
  const { resource, flags, template } = launcher;
  for (const { property, value } of flags) {
    if (isKnown(value) && String(value) !== "") return true;
    if (value === UNKNOWN) {
      leaveOpen(resource, property);
      return true;
    }
  }
  if (!template) return false;
  const templates = referredTo({ resource, ...template }, all(launchTemplate), ({ props }) => [props.name]);
  const configurations = referredTo({ resource, ...template }, all(launchConfiguration), ({ props }) => [props.name]);
  // What is launched from a template outside the stack cannot be seen.
  if (templates.length + configurations.length === 0) {
    if (template.values.includes(UNKNOWN)) leaveOpen(resource, template.property);
    return true;
  }
  const ofTemplates = templates.flatMap(({ resource: launched, props }): unknown[] => {
    const interfaces = givenOutput(launched, "networkInterfaces", props.networkInterfaces);
    return interfaces === UNKNOWN ? [UNKNOWN] : items(interfaces).map(([, one]) => one.associatePublicIpAddress);
  });
  const ofConfigurations = configurations.map(({ resource: launched, props }) =>
    givenOutput(launched, "associatePublicIpAddress", props.associatePublicIpAddress),
  );
  return [...ofTemplates, ...ofConfigurations].some((value) => !isMissing(value));
}

/** Refuses instances in subnets that give each of them a public address. */
export const instancesInPrivateSubnets = stackRule(
  {
    name: "instances-in-private-subnets",
    area: "network",
    description: "Checks that instances start in no subnet that gives them public addresses.",
    why:
      "The address comes from the subnet without anybody asking for it, so that nothing on the instance, the group or " +
      "the fleet says that it can be reached from the internet.",
    severity: "high",
    remediationSteps:
      "Start instances in subnets without `mapPublicIpOnLaunch`, behind a NAT gateway. Public subnets are for load " +
      "balancers and NAT gateways. Where it must be a public subnet, set `associatePublicIpAddress` to false.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "EC2.9, EC2.15",
      specification:
        "Instances should not have a public IPv4 address, and subnets should not assign them by themselves",
    },
    settings: {},
  },
  [
    autoscalingGroup,
    ec2Fleet,
    instance,
    launchConfiguration,
    launchTemplate,
    spotFleetRequest,
    spotInstanceRequest,
    subnet,
  ],
  (context) => {
    const subnets: StackResource<Subnet>[] = context.all(subnet);
    for (const launcher of launchersOf(context)) {
      const { resource, property, path } = launcher;
      const { found, undecided } = publicSubnetsOf(launcher, subnets);
      if ((found.length === 0 && !undecided) || saysItself(launcher, context)) continue;
      if (found.length === 0) {
        context.leaveOpen(resource, property);
        continue;
      }
      context.refuse(resource, {
        property: path,
        given: found.map((one) => one.resource.name).join(", "),
        so: "where instances get public addresses",
        allowed: "subnets without mapPublicIpOnLaunch are required for instances",
        fix: "Start them in private subnets, or set associatePublicIpAddress to false.",
      });
    }
  },
);
