import type { PolicyResource } from "@pulumi/policy";
import { givenOutput } from "../given";
import { referredTo } from "../references";
import { type StackContext, stackRule } from "../rule";
import {
  autoscalingGroup,
  capacityProvider,
  ec2Fleet,
  ecsCluster,
  ecsService,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
  taskDefinition,
} from "../types";
import { isKnown, isMissing, isPartial, items, type Seen, UNKNOWN } from "../values";
import { parseQuery, type Query } from "./clusterQuery";
import { type Host, hostsOf } from "./hosts";

type Constraints = Seen<readonly { type: string; expression?: string }[]> | undefined;

/** A cluster query, and where it stands. */
interface Expression {
  property: string;
  text: string;
}

/** The expressions that all must hold; undefined where they are not all known. */
function expressionsOf(constraints: Constraints): Expression[] | undefined {
  const expressions: Expression[] = [];
  if (isPartial(constraints)) return undefined;
  for (const [i, { type, expression }] of items(constraints)) {
    if (type === UNKNOWN || (type === "memberOf" && expression === UNKNOWN)) return undefined;
    if (type === "memberOf" && typeof expression === "string") {
      expressions.push({ property: `placementConstraints[${i}].expression`, text: expression });
    }
  }
  return expressions;
}

/** A query; undefined where the text is none, which ECS refuses by itself. */
function queryOf(expression: string): Query | undefined {
  try {
    return parseQuery(expression);
  } catch {
    return undefined;
  }
}

/** Whether a host may meet a query; what only a running instance tells counts as if it did. */
function mayMeet(query: Query, { type, attributes }: Host): boolean {
  let open = false;
  const undecided = () => {
    open = true;
    return undefined;
  };
  const meets = query({
    attribute(name) {
      if (name === "ecs.instance-type") return type ?? undecided();
      // ECS gives each instance attributes of its own, with names that begin so.
      if (name.startsWith("ecs.") || name.startsWith("com.amazonaws.")) return undecided();
      return attributes ? (Object.hasOwn(attributes, name) ? attributes[name] : undefined) : undecided();
    },
    field: undecided,
    groups: () => {
      open = true;
      return [];
    },
  });
  return open || meets;
}

/** What the hosts are, in words: instance types and custom attributes. */
function described(hosts: readonly Host[]): string {
  const kinds = hosts.map(({ type = "any type", attributes = {} }) => {
    const own = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
    return [type, ...own].join(" with ");
  });
  return [...new Set(kinds)].sort().join(", ");
}

/** Judges the constraints of one service with its task definition, or of a task definition alone. */
function judge(
  { refuse }: Pick<StackContext<unknown>, "refuse">,
  resource: PolicyResource,
  expressions: readonly Expression[],
  hosts: readonly Host[],
): void {
  const queries = expressions.flatMap(({ text }) => queryOf(text) ?? []);
  if (hosts.length === 0 || hosts.some((host) => queries.every((query) => mayMeet(query, host)))) return;
  const [first, ...others] = expressions;
  refuse(resource, {
    property: first && others.length === 0 ? first.property : "placementConstraints",
    given: expressions.map(({ text }) => text).join(" and "),
    so: "so no task is ever placed",
    allowed: `the stack's instances are ${described(hosts)}`,
    fix: "Ask for one of those, or add capacity that meets it.",
  });
}

/** Refuses placement constraints that no instance of the stack can meet. */
export const ecsPlacementSatisfiable = stackRule(
  {
    name: "ecs-placement-satisfiable",
    area: "ecs",
    description: "Checks that the placement constraints of tasks can be met by an instance that their stack launches.",
    why:
      "ECS takes a constraint that no instance meets without a word. The service then waits for ever, and all that is " +
      "seen of it is an event every few hours.",
    severity: "high",
    remediationSteps:
      "Name an instance type of the fleet or the group, or an attribute that ECS_INSTANCE_ATTRIBUTES gives the instances in " +
      "their user data; or add capacity that meets the constraint.",
    settings: {},
  },
  [
    autoscalingGroup,
    capacityProvider,
    ec2Fleet,
    ecsCluster,
    ecsService,
    instance,
    launchConfiguration,
    launchTemplate,
    spotFleetRequest,
    spotInstanceRequest,
    taskDefinition,
  ],
  (stack) => {
    const { hosts, open } = hostsOf(stack);
    const clusters = stack.all(ecsCluster);
    const definitions = stack.all(taskDefinition);
    const inServices = new Set<PolicyResource>();
    const decided = new Set<string>();
    /** Those of a service, or of a task definition. */
    const constraintsOf = ({
      resource,
      props,
    }: {
      resource: PolicyResource;
      props: { placementConstraints?: Constraints };
    }) => givenOutput(resource, "placementConstraints", props.placementConstraints);

    const decide = (resource: PolicyResource, all: readonly Constraints[], candidates: readonly Host[]) => {
      const known = all.map(expressionsOf);
      if (known.every((one) => one?.length === 0)) return;
      // Several services may share a task definition.
      if (decided.has(resource.urn)) return;
      decided.add(resource.urn);
      if (open || known.includes(undefined)) stack.leaveOpen(resource, "placementConstraints");
      else
        judge(
          stack,
          resource,
          known.flatMap((one) => one ?? []),
          candidates,
        );
    };
    /** The hosts of a cluster; those whose cluster is not told may join any. */
    const inCluster = (name: Seen<string> | undefined) =>
      hosts.filter(({ cluster }) => !isKnown(name) || isMissing(cluster) || cluster === name);

    for (const service of stack.all(ecsService)) {
      const { resource, props } = service;
      const ofService = constraintsOf(service);
      const [definition] = referredTo(
        { resource, property: "taskDefinition", values: [props.taskDefinition] },
        definitions,
        ({ props: its }) => [(its as { arn?: Seen<string> }).arn, its.family],
      );
      const [cluster] = referredTo({ resource, property: "cluster", values: [props.cluster] }, clusters, (one) => [
        (one.props as { arn?: Seen<string> }).arn,
        one.props.name,
      ]);
      // Instances elsewhere are none of this stack's, and Fargate has none.
      if (!cluster || props.launchType === "EXTERNAL" || props.launchType === "FARGATE") continue;
      const members = inCluster(cluster.props.name);
      const own = expressionsOf(ofService);
      if (definition && own?.length !== 0) {
        decide(resource, [ofService, constraintsOf(definition)], members);
      } else if (definition) {
        decide(definition.resource, [constraintsOf(definition)], members);
      } else {
        decide(resource, [ofService], members);
      }
      if (definition) inServices.add(definition.resource);
    }
    // Who runs these is not told, and neither is where.
    for (const definition of definitions) {
      const { resource } = definition;
      if (!inServices.has(resource)) decide(resource, [constraintsOf(definition)], hosts);
    }
  },
);
