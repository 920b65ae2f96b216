import type { Subject } from "../../../policy/ecs/clusterQuery";
import { instanceType } from "../../account/data/instanceTypes";
import { ecsConfigOf } from "../../account/types/ec2/userData";
import { parseJson } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { Instance } from "../ec2/instance";
import type { ContainerInstanceStatus } from "../events";
import type { Host } from "./placement";
import { type Resources, registeredResources } from "./resources";
import type { Task } from "./task";

/** The range that Linux gives ports from, and Docker those of containers with host port 0. */
const EPHEMERAL = { first: 32768, last: 60999 };

/** Ports of the host itself: SSH, Docker and the agent, as ECS reserves them. */
const RESERVED_PORTS = [22, 2375, 2376, 51678, 51679];

/** The agent's version; Typical of the AMIs at the time at which the simulation begins. */
const AGENT_VERSION = "1.101.0";

/** An instance in a cluster, with the tasks on it. */
export class ContainerInstance implements Host, Subject {
  readonly registered: Resources;
  readonly free: Resources;
  readonly tasks = new Set<Task>();
  status: ContainerInstanceStatus = "ACTIVE";
  /** Whether its agent hears what ECS says. */
  connected = true;
  private readonly ports = new Set<number>(RESERVED_PORTS);
  private readonly byGroup = new Map<string, number>();
  private readonly attributes: Readonly<Record<string, string>>;
  private nextPort: number;

  /**
   * @param arn Of the container instance.
   * @param firstPort Where the host begins to give ports from.
   */
  constructor(
    readonly arn: string,
    readonly cluster: string,
    readonly instance: Instance,
    private readonly registeredAt: string,
    firstPort: number,
  ) {
    this.registered = registeredOn(instance);
    this.free = { ...this.registered };
    this.attributes = attributesOf(instance);
    this.nextPort = firstPort;
  }

  get id(): string {
    return this.instance.id;
  }

  attribute(name: string): string | undefined {
    return this.attributes[name];
  }

  field(name: string): string | undefined {
    if (name === "runningTasksCount") return String(this.running);
    const fields: Record<string, string> = {
      agentConnected: String(this.connected),
      agentVersion: AGENT_VERSION,
      ec2InstanceId: this.instance.id,
      registeredAt: this.registeredAt,
    };
    return fields[name];
  }

  groups(): readonly string[] {
    return [...this.byGroup.keys()];
  }

  tasksOf(group: string): number {
    return this.byGroup.get(group) ?? 0;
  }

  usesPort(port: number): boolean {
    return this.ports.has(port);
  }

  /** Sets aside what a task needs, and gives it its host ports. */
  add(task: Task): void {
    const { needs, containers } = task.spec;
    this.free.cpu -= needs.cpu;
    this.free.memory -= needs.memory;
    this.tasks.add(task);
    this.byGroup.set(task.group, this.tasksOf(task.group) + 1);
    for (const { name, ports } of containers) {
      for (const { container, host } of ports) {
        const port = host === 0 ? this.freePort() : host;
        this.ports.add(port);
        task.ports.set(`${name}:${container}`, port);
      }
    }
  }

  remove(task: Task): void {
    if (!this.tasks.delete(task)) return;
    this.free.cpu += task.spec.needs.cpu;
    this.free.memory += task.spec.needs.memory;
    const left = this.tasksOf(task.group) - 1;
    if (left > 0) this.byGroup.set(task.group, left);
    else this.byGroup.delete(task.group);
    for (const port of task.ports.values()) this.ports.delete(port);
  }

  /** Tasks in the status RUNNING: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html */
  private get running(): number {
    return [...this.tasks].filter(({ lastStatus }) => lastStatus === "RUNNING").length;
  }

  private freePort(): number {
    while (this.ports.has(this.nextPort)) this.step();
    const port = this.nextPort;
    this.step();
    return port;
  }

  private step(): void {
    this.nextPort = this.nextPort === EPHEMERAL.last ? EPHEMERAL.first : this.nextPort + 1;
  }
}

/**
 * Whether an instance's agent comes to register it. It does not where ECS_INSTANCE_ATTRIBUTES is no JSON object of texts, or
 * ECS_RESERVED_MEMORY more than there is: aws/amazon-ecs-agent, agent/config/parse.go `parseInstanceAttributes` and
 * `registerContainerInstance`.
 */
export function canRegister(instance: Instance): boolean {
  return ownAttributesOf(instance.userData) !== undefined && registeredOn(instance).memory >= 0;
}

/**
 * ECS_RESERVED_MEMORY is taken from what tasks get; the agent takes anything but 0 to 65,535 for 0:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
function registeredOn({ type, userData }: Instance): Resources {
  const given = ecsConfigOf(userData).ECS_RESERVED_MEMORY ?? "";
  const reserved = /^\d+$/.test(given) ? Number(given) : 0;
  return registeredResources(type, reserved > 65_535 ? 0 : reserved);
}

/** The attributes that an instance's user data gives it, or undefined where they are no JSON object of texts. */
function ownAttributesOf(userData: string): Record<string, string> | undefined {
  const given = ecsConfigOf(userData).ECS_INSTANCE_ATTRIBUTES;
  if (!given) return {};
  const value = parseJson(given);
  if (!isObject(value) || Object.values(value).some((one) => typeof one !== "string")) return undefined;
  return value as Record<string, string>;
}

/**
 * The attributes that ECS gives an instance, and its own from ECS_INSTANCE_ATTRIBUTES:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes
 */
function attributesOf({ type, zone, imageId, subnetId, userData }: Instance): Record<string, string> {
  return {
    "ecs.instance-type": type,
    "ecs.availability-zone": zone,
    "ecs.ami-id": imageId,
    "ecs.os-type": "linux",
    "ecs.cpu-architecture": instanceType(type)?.architecture ?? "x86_64",
    ...(subnetId === undefined ? {} : { "ecs.subnet-id": subnetId }),
    ...ownAttributesOf(userData),
  };
}
