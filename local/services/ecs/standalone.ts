import { text } from "../../account/types/read";
import type { World } from "../world";
import type { Clusters } from "./clusters";
import type { ContainerInstance } from "./containerInstance";
import { chooseHost, type Demand, obstacle, STANDALONE_STRATEGIES, type Strategy } from "./placement";
import { queryOf } from "./serviceSettings";
import type { Task, TaskOverrides } from "./task";
import { taskSpecOf } from "./taskSpec";
import type { Tasks } from "./tasks";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** What `RunTask` is asked for. */
export interface RunTask {
  /** Name or ARN. */
  cluster: string;
  /** ARN of a revision. */
  taskDefinition: string;
  /** Default: 1. */
  count?: number;
  /** Default: `family:FAMILY`. */
  group?: string;
  overrides?: TaskOverrides;
  /** Beside those of the task definition. Default: none. */
  placementConstraints?: readonly PlacementConstraint[];
  /** Default: random. */
  placementStrategy?: readonly Strategy[];
}

export type PlacementConstraint = { type: "distinctInstance" } | { type: "memberOf"; expression: string };

/** What could be started, and why the rest could not, in the words of `RunTask`'s failures. */
export interface RunTaskResult {
  tasks: Task[];
  failures: { reason: string }[];
}

/** Tasks that belong to no service: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
export class StandaloneTasks {
  /** Every task that was run, by its ARN: ECS shows those that have stopped for an hour, and here there are few. */
  readonly tasks = new Map<string, Task>();
  /** How often tasks were run: each time has its own chance. */
  private runs = 0;

  constructor(
    private readonly world: World,
    private readonly clusters: Clusters,
    private readonly lives: Tasks,
  ) {}

  /**
   * Places tasks at once or not at all.
   *
   * @throws Error for a task definition that is not deployed, an override of a container that it does not have, or a cluster
   *   without container instances; in the words of RunTask's errors.
   * @throws SyntaxError for a constraint that is no cluster query.
   */
  run(request: RunTask): RunTaskResult {
    const { taskDefinition, count = 1, group, overrides = {}, placementConstraints = [], placementStrategy } = request;
    const cluster = request.cluster.split("/").pop() ?? "";
    const record = this.world.records(TASK_DEFINITION).find(({ outputs }) => text(outputs, "arn") === taskDefinition);
    if (!record) throw new Error(`ClientException: TaskDefinition not found: ${taskDefinition}`);
    const spec = taskSpecOf(record);
    for (const name of Object.keys(overrides)) {
      if (spec.containers.some((container) => container.name === name)) continue;
      throw new Error(
        `InvalidParameterException: Override for container named ${name} is not a container in the TaskDefinition.`,
      );
    }
    const expressions = placementConstraints.flatMap((one) => (one.type === "memberOf" ? one.expression : []));
    const queries = [...spec.constraints, ...expressions].map(queryOf);
    if (this.clusters.hosts(cluster).length === 0) {
      throw new Error("InvalidParameterException: No Container Instances were found in your cluster.");
    }
    const demand: Demand = {
      group: group ?? `family:${spec.family}`,
      needs: spec.needs,
      fixedPorts: spec.fixedPorts,
      admits: (host) => queries.every((query) => query(host as ContainerInstance)),
      distinct: placementConstraints.some(({ type }) => type === "distinctInstance"),
      strategies: placementStrategy ?? STANDALONE_STRATEGIES,
    };
    this.runs += 1;
    const random = this.world.simulation.random(`run-task|${this.runs}`);
    const result: RunTaskResult = { tasks: [], failures: [] };
    for (let i = 0; i < count; i++) {
      const open = this.clusters.open(cluster);
      const host = chooseHost(open, demand, (from) => random.pick(from));
      if (host) {
        const start = { spec, host, group: demand.group, deployment: "", registrations: [], overrides };
        const task = this.lives.start(start);
        this.tasks.set(task.arn, task);
        result.tasks.push(task);
      } else {
        result.failures.push({ reason: open.map((one) => REASONS[obstacle(one, demand) ?? ""])[0] ?? "RESOURCE:*" });
      }
    }
    return result;
  }
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
const REASONS: Record<string, string> = {
  'encountered error "MemberOf placement constraint unsatisfied."': "MemberOf placement constraint unsatisfied.",
  'encountered error "DistinctInstance placement constraint unsatisfied."':
    "DistinctInstance placement constraint unsatisfied.",
  "has insufficient memory available": "RESOURCE:MEMORY",
  "has insufficient CPU units available": "RESOURCE:CPU",
  "is already using a port required by your task": "RESOURCE:PORTS",
};
