import type { Account } from "../../../local/account/account";
import type { AccountRecord, Props } from "../../../local/account/model";
import type { Instance } from "../../../local/services/ec2/instance";
import { Ec2 } from "../../../local/services/ec2/instances";
import type { BehaviourOf } from "../../../local/services/ecs/behaviour";
import { Ecs } from "../../../local/services/ecs/ecs";
import type { Service } from "../../../local/services/ecs/service";
import { LoadBalancers } from "../../../local/services/elb/loadBalancer";
import type { Events, Metric, StatisticSet } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith } from "../../account/support";
import { BALANCER, forwardTo, GROUP, listener, record, targetGroup } from "../elb/fixture";

export const CLUSTER = "main";
export const TASK_DEFINITION = "arn:aws:ecs:us-west-2:123456789012:task-definition/cats:1";
export const NEXT = "arn:aws:ecs:us-west-2:123456789012:task-definition/cats:2";

/** A container of 384 MiB, with a port that the host chooses. */
export const CONTAINER = {
  name: "cats",
  image: "registry.example.com/cats:v1",
  cpu: 50,
  memory: 1024,
  memoryReservation: 384,
  portMappings: [{ containerPort: 80, hostPort: 0 }],
};

export function taskDefinition(arn: string, container: object = {}, by: Props = {}): Partial<AccountRecord> {
  const containerDefinitions = JSON.stringify([{ ...CONTAINER, ...container }]);
  const inputs = { family: "cats", containerDefinitions, ...by };
  return { type: "aws:ecs/taskDefinition:TaskDefinition", id: "cats", inputs, outputs: { ...inputs, arn } };
}

/** A service of two tasks, behind a load balancer unless it is told otherwise. */
export function service(by: Props = {}): Partial<AccountRecord> {
  const inputs: Props = {
    name: "cats",
    cluster: `arn:aws:ecs:us-west-2:123456789012:cluster/${CLUSTER}`,
    taskDefinition: TASK_DEFINITION,
    desiredCount: 2,
    loadBalancers: [{ targetGroupArn: GROUP, containerName: "cats", containerPort: 80 }],
    ...by,
  };
  return { type: "aws:ecs/service:Service", id: "service", inputs, outputs: { name: "cats" } };
}

/** User data that joins the cluster. */
export function joins(settings: Record<string, string> = {}): string {
  const lines = Object.entries({ ECS_CLUSTER: CLUSTER, ...settings }).map(([name, value]) => `${name}=${value}`);
  return `#!/bin/bash\ncat >> /etc/ecs/ecs.config <<'EOF'\n${lines.join("\n")}\nEOF\n`;
}

/** A cluster, and what is deployed to it. */
export class Fleet {
  readonly simulation: Simulation;
  readonly account: Account;
  readonly world: World;
  readonly ec2: Ec2;
  readonly ecs: Ecs;
  readonly balancers: LoadBalancers;
  readonly tasks: (Events["task"] & { at: number })[] = [];
  readonly said: string[] = [];
  readonly deployments: string[] = [];
  readonly puts: { metric: Metric; at: number; values: StatisticSet }[] = [];

  constructor(
    deployed: Partial<AccountRecord>[] = [taskDefinition(TASK_DEFINITION), service()],
    behaviour?: BehaviourOf,
    seed = 1,
  ) {
    this.simulation = new Simulation({ seed });
    this.account = accountWith(
      { type: "aws:ecs/cluster:Cluster", id: CLUSTER, outputs: { name: CLUSTER } },
      record("aws:lb/loadBalancer:LoadBalancer", BALANCER, {}, { dnsName: "site", arnSuffix: "app/site/3" }),
      targetGroup(GROUP),
      listener([forwardTo(GROUP)]),
      ...deployed,
    );
    this.world = new World(this.simulation, this.account, "us-west-2");
    const { bus } = this.world;
    bus.subscribe("task", (event) => this.tasks.push({ ...event, at: this.simulation.now }));
    bus.subscribe("service-event", ({ message }) =>
      this.said.push(message.replace(/\(task [0-9a-f]{32}\)/g, "(task)").replace(/ecs-svc\/[0-9a-f]+/g, "ID")),
    );
    bus.subscribe("deployment", ({ state, reason }) =>
      this.deployments.push(`${state} ${reason.replace(/ecs-svc\/[0-9a-f]+/, "ID")}`),
    );
    this.balancers = new LoadBalancers(this.world, { put: () => {} });
    this.ec2 = new Ec2(this.world);
    const sink = {
      put: (metric: Metric, at: number, _: number, values: StatisticSet) => this.puts.push({ metric, at, values }),
    };
    this.ecs = new Ecs(this.world, this.balancers, sink, behaviour);
  }

  run(until: number): Promise<void> {
    return this.simulation.run(until);
  }

  /** Launches an instance that joins the cluster 80 seconds later. */
  launch(by: Partial<Instance> = {}): Instance {
    return this.ec2.launch({
      type: "m4.large",
      zone: "us-west-2a",
      market: "spot",
      owner: "sfr-1",
      imageId: "ami-1",
      userData: joins(),
      subnetId: "subnet-1",
      ...by,
    });
  }

  get service(): Service {
    const service = this.ecs.service(this.record);
    if (!service) throw new Error("no service is deployed");
    return service;
  }

  get record(): AccountRecord {
    return this.account.records("aws:ecs/service:Service")[0] as AccountRecord;
  }

  set(name: string, value: Props[string]): void {
    this.world.set(this.record, name, value);
  }

  /** Tasks that run, by zone and instance type. */
  places(): string[] {
    return [...this.service.tasks]
      .filter(({ lastStatus }) => lastStatus === "RUNNING")
      .map(({ host }) => `${host.instance.type} in ${host.instance.zone}`)
      .sort();
  }
}
