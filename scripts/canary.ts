/** `npm run canary`: controls canary releases of cats. */

import { resolve4 } from "node:dns/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SFNClient } from "@aws-sdk/client-sfn";
import { type Clients, perform } from "./canary/actions";
import { HELP, readCanaryCommand } from "./canary/options";
import { visitorOf } from "./canary/visits";
import { withCanary } from "./canary/whereStackIs";
import { WALL } from "./common/clock";
import { runCommand } from "./common/commandLine";
import { stackOnAws } from "./common/stack";

const log = (line: string) => void process.stdout.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCanaryCommand(argv);
  if (command.help) {
    log(HELP);
    return 0;
  }
  const { canary, client } = withCanary(command.stack, stackOnAws(command.stack));
  const clients: Clients = {
    dynamodb: new DynamoDBClient(client),
    ecs: new ECSClient(client),
    route53: new Route53Client(client),
    sfn: new SFNClient(client),
  };
  const visitor = visitorOf(canary.host, canary.nameServers);
  const isDone = await perform(command, canary, clients, {
    log,
    clock: WALL,
    today: () => new Date().toISOString(),
    visitor,
    resolve: resolve4,
  });
  for (const one of Object.values(clients)) one.destroy();
  return isDone ? 0 : 1;
}

runCommand(main);
