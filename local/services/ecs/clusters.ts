import { ecsClusterOf, ecsConfigOf } from "../../account/types/ec2/userData";
import { text } from "../../account/types/read";
import type { Instance } from "../ec2/instance";
import type { ContainerInstanceStatus } from "../events";
import { AGENT_REGISTRATION, SPOT_NOTICE_POLL } from "../times";
import type { World } from "../world";
import { ContainerInstance, canRegister } from "./containerInstance";
import type { Tasks } from "./tasks";

const CLUSTER = "aws:ecs/cluster:Cluster";

/**
 * Container instances: agents that join the cluster that their user data names, that set themselves to DRAINING when EC2 gives
 * notice, if the user data says so, and that are gone with their instance.
 *
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-spot.html and container-instance-draining.html
 */
export class Clusters {
  private readonly byId = new Map<string, ContainerInstance>();
  private readonly byCluster = new Map<string, ContainerInstance[]>();
  /** Ids of instances that no longer answer, until they are terminated. */
  private readonly unreachable = new Set<string>();
  private readonly listeners: ((host: ContainerInstance) => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly tasks: Tasks,
  ) {
    world.bus.subscribe("instance", (instance) => this.follow(instance));
    world.bus.subscribe("instance-unreachable", ({ id }) => this.disconnect(id));
    world.bus.subscribe("spot-interruption", ({ instance }) => this.heed(instance));
  }

  /** Calls somebody whenever a container instance has come into a state. */
  onChange(listener: (host: ContainerInstance) => void): void {
    this.listeners.push(listener);
  }

  /** The container instances of a cluster by its name, in order of registration. */
  hosts(cluster: string): readonly ContainerInstance[] {
    return this.byCluster.get(cluster) ?? [];
  }

  /** Those that can be given tasks. */
  open(cluster: string): ContainerInstance[] {
    return this.hosts(cluster).filter(({ status, connected }) => status === "ACTIVE" && connected);
  }

  /** The container instance on an EC2 instance. */
  host(instanceId: string): ContainerInstance | undefined {
    return this.byId.get(instanceId);
  }

  /** Sets a container instance to DRAINING: it gets no new tasks, and those of services move elsewhere. */
  drain(instanceId: string): void {
    const host = this.byId.get(instanceId);
    if (host?.status === "ACTIVE" && host.connected) this.move(host, "DRAINING");
  }

  /** An agent that is there finds the notice when it next asks for it, if it asks at all. */
  private heed({ id, userData }: Instance): void {
    if (ecsConfigOf(userData).ECS_ENABLE_SPOT_INSTANCE_DRAINING !== "true") return;
    this.world.simulation.after(SPOT_NOTICE_POLL, () => this.drain(id));
  }

  private follow(instance: Instance): void {
    if (instance.state === "terminated") this.unreachable.delete(instance.id);
    if (instance.state === "running") {
      const cluster = ecsClusterOf(instance.userData);
      if (cluster !== undefined) {
        this.world.simulation.after(AGENT_REGISTRATION, () => this.register(instance, cluster));
      }
      return;
    }
    const host = this.byId.get(instance.id);
    if (!host) return;
    const reason = `Host EC2 (instance ${instance.id}) terminated.`;
    if (instance.state === "shutting-down") {
      host.connected = false;
      for (const task of host.tasks) this.tasks.kill(task, reason);
    } else if (instance.state === "terminated") {
      host.connected = false;
      for (const task of [...host.tasks]) this.tasks.lose(task, reason);
      this.remove(host);
    }
  }

  private register(instance: Instance, cluster: string): void {
    const isThere = this.world.records(CLUSTER).some(({ outputs }) => text(outputs, "name") === cluster);
    if (instance.state !== "running" || this.unreachable.has(instance.id) || !isThere) return;
    if (!canRegister(instance)) return;
    const { region, account, simulation } = this.world;
    const arn = `arn:aws:ecs:${region}:${account.state.accountId}:container-instance/${cluster}/${this.world.hex(32)}`;
    const firstPort = simulation.random(`ports|${instance.id}`).integer(32768, 40000);
    const host = new ContainerInstance(arn, cluster, instance, simulation.time, firstPort);
    this.byId.set(instance.id, host);
    this.byCluster.set(cluster, [...this.hosts(cluster), host]);
    this.move(host, "ACTIVE");
    // The notice may have come while it booted.
    if (instance.interruptedAt !== undefined) this.heed(instance);
  }

  private disconnect(instanceId: string): void {
    this.unreachable.add(instanceId);
    const host = this.byId.get(instanceId);
    if (!host) return;
    host.connected = false;
    for (const task of host.tasks) this.tasks.silence(task);
  }

  private remove(host: ContainerInstance): void {
    this.byId.delete(host.id);
    this.byCluster.set(
      host.cluster,
      this.hosts(host.cluster).filter((other) => other !== host),
    );
    this.move(host, "INACTIVE");
  }

  private move(host: ContainerInstance, status: ContainerInstanceStatus): void {
    host.status = status;
    this.world.bus.publish("container-instance", { cluster: host.cluster, instanceId: host.id, status });
    for (const listener of this.listeners) listener(host);
  }
}
