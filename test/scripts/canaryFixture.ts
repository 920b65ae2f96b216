import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SFNClient } from "@aws-sdk/client-sfn";
import { dynamodbHandlers } from "../../local/api/dynamodb";
import type { Handlers } from "../../local/api/handlers";
import { LocalApi } from "../../local/api/localApi";
import { stepFunctionsHandlers } from "../../local/api/stepFunctions";
import { EPOCH } from "../../local/services/kernel/simulation";
import { perform } from "../../scripts/canary/actions";
import { readCanaryCommand } from "../../scripts/canary/options";
import type { Visitor } from "../../scripts/canary/visits";
import type { Canary } from "../../scripts/canary/whereStackIs";
import { TableName } from "../account/actions/dynamodbFixture";
import { Bench, executionArn, release, type Scenario } from "../canary/bench";

const ECS = "AmazonEC2ContainerServiceV20141113";
const machine = (name: string) => executionArn("").replace(":execution:release:", `:stateMachine:${name}`);

export const CANARY: Canary = {
  host: "www.catsndogs.lol",
  nameServers: ["ns-1.example.com"],
  zoneId: "Z123",
  cluster: "workshop-cluster",
  services: { blue: "workshop-cats", green: "workshop-cats-green" },
  release: machine("release"),
  guard: machine("guard"),
  table: TableName,
};

/** The command against both state machines on a bench, in virtual time, with services that are played. */
export class CommandBench {
  readonly bench: Bench;
  /** What ECS was asked to change. */
  readonly updates: object[] = [];
  /** Pages that were opened. */
  readonly visited: string[] = [];
  /** The green service: a deployment of it starts its release ten seconds after it has got tasks. */
  green = { desiredCount: 0, deployment: 1, createdAt: EPOCH / 1000 };
  private readonly api: LocalApi;

  constructor(scenario: Scenario = {}) {
    this.bench = new Bench(scenario);
    const records = (side: "blue" | "green") => ({
      Name: "www.catsndogs.lol.",
      Type: "A",
      SetIdentifier: side,
      Weight: this.bench.weights.at(-1)?.[side] ?? 0,
      AliasTarget: { HostedZoneId: "Z1", DNSName: `${side}.example.com.`, EvaluateTargetHealth: false },
    });
    this.api = new LocalApi({
      account: this.bench.account,
      region: "us-west-2",
      handlers: {
        ...dynamodbHandlers(this.bench.account),
        ...stepFunctionsHandlers(this.bench.machines),
        ...this.ecs(),
      },
      route53: {
        list: () => ({
          ResourceRecordSets: [
            records("blue"),
            records("green"),
            { Name: "xyz.catsndogs.lol.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] },
          ],
          IsTruncated: false,
          MaxItems: 100,
        }),
      } as never,
    });
  }

  close(): Promise<void> {
    return this.api.close();
  }

  /** Runs `npm run canary -- …` to its end, or so many seconds. Returns what it has said, and whether it is done. */
  async run(line: string, seconds = 7200): Promise<{ done: boolean | string; said: string[] }> {
    const { simulation } = this.bench;
    const clients = await this.clients();
    const said: string[] = [];
    let done: boolean | string | undefined;
    const command = readCanaryCommand([...line.split(" "), "--stack", "workshop"]);
    const surroundings = {
      log: (text: string) => void said.push(text),
      clock: { now: () => simulation.now, sleep: (pause: number) => simulation.sleep(pause) },
      today: () => simulation.time,
      visitor: this.visitor,
      resolve: async (name: string) => [name.startsWith("blue") ? "192.0.2.1" : "192.0.2.2"],
    };
    simulation.perform(async () => {
      done = await perform(command, CANARY, clients, surroundings).catch((error: Error) => error.message);
    });
    await simulation.runUntil(() => done !== undefined, simulation.now + seconds);
    for (const client of Object.values(clients)) client.destroy();
    return { done: done ?? "it goes on", said };
  }

  /** Two of three pages are blue's, and the third is green's. */
  private readonly visitor: Visitor = {
    open: async (path) => {
      this.visited.push(path);
      if (path === "/broken") throw new Error("refused");
      return { address: this.visited.length % 3 === 0 ? "192.0.2.2" : "192.0.2.1", status: 200 };
    },
  };

  private async clients() {
    const { url } = await this.api.listen().catch(() => ({ url: this.url }));
    this.url = url;
    const config = { region: "us-west-2", endpoint: url, credentials: this.api.credentialsFor("admin") };
    return {
      dynamodb: new DynamoDBClient(config),
      ecs: new ECSClient(config),
      route53: new Route53Client(config),
      sfn: new SFNClient(config),
    };
  }

  private url = "";

  private ecs(): Handlers {
    return {
      [`${ECS}.DescribeServices`]: (_, input) => {
        const { services: [name] = [] } = input as { services?: string[] };
        if (name !== CANARY.services.green) return { services: [] };
        const { desiredCount, deployment, createdAt } = this.green;
        const deployments = [{ id: `ecs-svc/${deployment}`, status: "PRIMARY", createdAt }];
        return { services: [{ serviceName: name, desiredCount, deployments }] };
      },
      [`${ECS}.UpdateService`]: (_, input) => {
        const { desiredCount, forceNewDeployment } = input as { desiredCount: number; forceNewDeployment: boolean };
        this.updates.push(input as object);
        const { simulation } = this.bench;
        const deployment = this.green.deployment + (forceNewDeployment ? 1 : 0);
        this.green = { desiredCount, deployment, createdAt: EPOCH / 1000 + simulation.now };
        simulation.after(10, () => this.bench.start(`release-green-${deployment}`, release(`ecs-svc/${deployment}`)));
        return {};
      },
    };
  }
}
