import { type Caller, requireAllowed } from "../account/actions/caller";
import { type AccountRecord, AwsError, type Props } from "../account/model";
import { LOAD_BALANCER, TARGET_GROUP } from "../account/types/lb/references";
import { number, objects, text, texts } from "../account/types/read";
import type { LoadBalancers } from "../services/elb/loadBalancer";
import { describeReason, type TargetHealth } from "../services/elb/targetHealth";
import type { World } from "../services/world";
import { describeLoadBalancer, describeTargetGroup } from "./elasticLoadBalancingXml";
import { members, type QueryHandler, type QueryService } from "./query";

type Targets = Pick<LoadBalancers, "targets">;

/**
 * Elastic Load Balancing, of which nothing can be changed this way: DescribeTargetHealth, DescribeTargetGroups and
 * DescribeLoadBalancers. docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html and the like
 *
 * @param balancers Who knows the targets.
 */
export function elasticLoadBalancing(world: World, balancers: Targets): QueryService {
  const described =
    (action: string, parameters: readonly string[], describe: (input: Props) => ReturnType<QueryHandler>) =>
    (caller: Caller, input: Props) => {
      requireAllowed(world.account, caller, { action: `elasticloadbalancing:${action}`, resource: "*" });
      requireKnown(action, input, parameters);
      return describe(input);
    };
  return {
    version: "2015-12-01",
    namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    operations: {
      DescribeTargetHealth: described("DescribeTargetHealth", ["TargetGroupArn", "Targets"], (input) => {
        const group = targetGroupOf(world, text(input, "TargetGroupArn"));
        const all = balancers.targets(group.id);
        const asked = objects(input, "Targets");
        const found = asked.length === 0 ? all : asked.map((one) => find(all, group, one));
        return { TargetHealthDescriptions: members(found.map((one) => describeHealth(group, one))) };
      }),
      DescribeTargetGroups: described(
        "DescribeTargetGroups",
        ["LoadBalancerArn", "Names", "TargetGroupArns"],
        (input) => {
          const missing = () => new AwsError("TargetGroupNotFound", "One or more target groups not found");
          const groups = chosen(world, TARGET_GROUP, input, "TargetGroupArns", missing);
          const balancer = text(input, "LoadBalancerArn");
          const all = groups.map(describeTargetGroup(world));
          const own = all.filter(({ arns }) => balancer === undefined || arns.includes(balancer));
          return { TargetGroups: members(own.map(({ description }) => description)) };
        },
      ),
      DescribeLoadBalancers: described("DescribeLoadBalancers", ["LoadBalancerArns", "Names"], (input) => {
        const missing = (which: string[]) =>
          new AwsError("LoadBalancerNotFound", `Load balancers '[${which.join(", ")}]' not found`);
        const all = chosen(world, LOAD_BALANCER, input, "LoadBalancerArns", missing);
        return { LoadBalancers: members(all.map(describeLoadBalancer(world))) };
      }),
    },
  };
}

function requireKnown(action: string, input: Props, parameters: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !parameters.includes(name));
  if (unknown === undefined) return;
  throw new AwsError(
    "UnsupportedOperation",
    `The load balancing on this machine knows the parameters ${parameters.join(", ")} of ${action}, not ${unknown}.`,
  );
}

/** The records that a call names by ARN or by name, or all of a type. */
function chosen(
  world: World,
  type: string,
  input: Props,
  arns: string,
  missing: (which: string[]) => AwsError,
): AccountRecord[] {
  const all = world.records(type);
  const [byArn, byName] = [texts(input, `${arns}[*]`), texts(input, "Names[*]")];
  if (byArn.length > 0 && byName.length > 0) {
    throw new AwsError("ValidationError", `Only one of ${arns} and Names can be specified`);
  }
  const asked = byArn.length > 0 ? byArn : byName;
  if (asked.length === 0) return all;
  const nameOf = ({ id, inputs }: AccountRecord) => (byArn.length > 0 ? id : text(inputs, "name"));
  const lost = asked.filter((one) => !all.some((record) => nameOf(record) === one));
  if (lost.length > 0) throw missing(lost);
  return all.filter((record) => asked.includes(nameOf(record) ?? ""));
}

function targetGroupOf(world: World, arn: string | undefined): AccountRecord {
  if (arn === undefined) throw new AwsError("ValidationError", "A target group ARN must be specified");
  if (!/^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:targetgroup\/[\w-]+\/\w+$/.test(arn)) {
    throw new AwsError("ValidationError", `'${arn}' is not a valid target group ARN`);
  }
  const group = world.find(TARGET_GROUP, arn);
  if (!group) throw new AwsError("TargetGroupNotFound", `Target groups '${arn}' not found`);
  return group;
}

/** A target that was asked for: one without a port is at the group's own. */
function find(all: readonly TargetHealth[], group: AccountRecord, asked: Props): TargetHealth {
  const instanceId = text(asked, "Id");
  if (instanceId === undefined) throw new AwsError("ValidationError", "A target ID must be specified");
  const port = Number(text(asked, "Port") ?? number(group.inputs, "port"));
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new AwsError(
      "ValidationError",
      `Port '${text(asked, "Port")}' of target '${instanceId}' is not from 1 to 65535`,
    );
  }
  const found = all.find((one) => one.instanceId === instanceId && one.port === port);
  return found ?? { instanceId, port, state: "unused", reason: "Target.NotRegistered" };
}

function describeHealth({ outputs }: AccountRecord, { instanceId, port, state, reason }: TargetHealth) {
  const checked = text(outputs, "healthCheck.port") ?? "traffic-port";
  return {
    Target: { Id: instanceId, Port: port },
    HealthCheckPort: checked === "traffic-port" ? String(port) : checked,
    TargetHealth: {
      State: state,
      ...(reason !== "" && { Reason: reason, Description: describeReason(reason) }),
    },
  };
}
