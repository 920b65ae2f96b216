import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SFNClient } from "@aws-sdk/client-sfn";
import { perform } from "../../scripts/canary/actions";
import type { Action } from "../../scripts/canary/options";
import type { Canary } from "../../scripts/canary/whereStackIs";
import type { Stage } from "./stage";

/** The longest that a release is followed, in seconds of virtual time. */
const LIMIT = 3600;

/** What has come of a command. */
export interface CommandRun {
  /** Whether it is done, and the release that it followed has succeeded. */
  done: boolean;
  /** What it has said. */
  lines: string[];
}

/** Runs `npm run canary` itself against the stage, in virtual time, and writes down that the attendee has. */
export async function runCanary(stage: Stage, canary: Canary, action: Action): Promise<CommandRun> {
  const { simulation, world, control } = stage;
  // The SDK would tell whoever rehearses what it will ask of Node in years to come.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { api, url } = await control.endpoint();
  const config = { region: world.region, endpoint: url, credentials: api.credentialsFor("admin") };
  const clients = {
    dynamodb: new DynamoDBClient(config),
    ecs: new ECSClient(config),
    route53: new Route53Client(config),
    sfn: new SFNClient(config),
  };
  const run: CommandRun = { done: false, lines: [] };
  let hasEnded = false;
  // Visitors are the stage's own; the command needs none.
  const command = { action, stack: "", tasks: undefined, visitors: 0, count: 0, timeout: LIMIT, help: false };
  const surroundings = {
    log: (line: string) => void run.lines.push(line),
    clock: { now: () => simulation.now, sleep: (seconds: number) => simulation.sleep(seconds) },
    today: () => simulation.time,
    visitor: { open: async () => ({ address: "", status: 200 }) },
    resolve: async () => [],
  };
  stage.act(`npm run canary -- ${action}`, () =>
    simulation.perform(async () => {
      try {
        run.done = await perform(command, canary, clients, surroundings);
      } catch (error) {
        // As the command prints it.
        run.lines.push((error as Error).message);
      }
      hasEnded = true;
    }),
  );
  await simulation.runUntil(() => hasEnded, simulation.now + LIMIT);
  for (const client of Object.values(clients)) client.destroy();
  return run;
}
