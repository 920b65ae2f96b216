import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { required, sidesOf } from "../common/environment";
import { log } from "../common/log";
import { type ReleaseState, readReleaseState, STATE_KEY } from "../common/releaseState";
import { type Deployment, executionOf, ignoredByDeployments, ignoredByState } from "./decide";
import { type Ignored, ignored, type RunningTask, runningTaskOf, type Watched } from "./taskEvent";

/** What has come of an event. */
type Decision = Ignored | { decision: "started"; execution: string };

const dynamodb = new DynamoDBClient({});
const ecs = new ECSClient({});
const sfn = new SFNClient({});

const watched: Watched = { cluster: required(process.env, "CLUSTER"), sides: sidesOf(process.env) };
const table = required(process.env, "TABLE");
const stateMachineArn = required(process.env, "STATE_MACHINE_ARN");

/**
 * Starts the release of a deployment when one of its tasks has begun to run, once for all of them: events come at least once, and
 * in any order.
 *
 * @throws whatever AWS answers: Lambda then tries again, and keeps the event in the dead-letter queue in the end
 */
export async function handler(event: unknown): Promise<Decision> {
  const task = runningTaskOf(event, watched);
  const decision = "decision" in task ? task : await decide(task);
  log("info", decision.decision, { ...decision, ...("decision" in task ? {} : task), event: idOf(event) });
  return decision;
}

async function decide(task: RunningTask): Promise<Decision> {
  const state = await readState();
  const known = ignoredByState(task, state) ?? ignoredByDeployments(task, await deploymentsOf(task.service), state);
  return known ?? start(task);
}

async function readState(): Promise<ReleaseState> {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: STATE_KEY, ConsistentRead: true }));
  return readReleaseState(Item);
}

async function deploymentsOf(service: string): Promise<Deployment[]> {
  const { cluster } = watched;
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services.flatMap(({ deployments = [] }) => deployments);
}

async function start(task: RunningTask): Promise<Decision> {
  const { name, input } = executionOf(task);
  try {
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    const { executionArn = name } = await sfn.send(command);
    return { decision: "started", execution: executionArn };
  } catch (error) {
    // While it runs, Step Functions answers the same start with the same execution; afterwards, with this.
    if ((error as Error).name === "ExecutionAlreadyExists") return ignored(`${name} has been started already`);
    throw error;
  }
}

function idOf(event: unknown): unknown {
  return typeof event === "object" && event !== null && "id" in event ? event.id : undefined;
}
