import type { Account } from "../account/account";
import type { AccountRecord } from "../account/model";
import { putObject } from "../account/s3/objects";
import { fleetPools } from "../account/types/ec2/pools";
import { LOAD_BALANCER } from "../account/types/lb/references";
import { builtImage } from "../containers/built";
import { imageName } from "../containers/image";
import { behaviourOfImages } from "../containers/programs";
import { Web } from "../containers/web";
import { ApplicationAutoScaling } from "../services/autoscaling/applicationAutoScaling";
import { Alarms } from "../services/cloudwatch/alarms";
import { Metrics } from "../services/cloudwatch/metrics";
import { Pipelines } from "../services/codepipeline/pipelines";
import { CostMeter } from "../services/cost";
import { AutoScalingGroups } from "../services/ec2/autoScalingGroup";
import type { Instance } from "../services/ec2/instance";
import { Ec2 } from "../services/ec2/instances";
import { SpotFleets } from "../services/ec2/spotFleet";
import { type PoolName, SpotMarket } from "../services/ec2/spotMarket";
import type { ContainerInstance } from "../services/ecs/containerInstance";
import { Ecs } from "../services/ecs/ecs";
import { desiredCountOf } from "../services/ecs/serviceSettings";
import { LoadBalancers } from "../services/elb/loadBalancer";
import type { Quality } from "../services/elb/quality";
import { ScheduledRules } from "../services/eventbridge/scheduledRules";
import { Simulation } from "../services/kernel/simulation";
import { LoadGenerators } from "../services/load/generator";
import { World } from "../services/world";
import { ControlPlane, type ControlPlaneOptions } from "./controlPlane";
import { fleetOf, servicesOf, targetGroupOf } from "./deployed";
import { Witness } from "./witness";

/** Changes the stack's configuration and deploys it again, as `pulumi config set` and `pulumi up` do. */
export type Apply = (settings: Record<string, unknown>) => Promise<void>;

export interface StageOptions {
  /** The account with the deployed stack. Its quotas are as they are there. */
  account: Account;
  region: string;
  /** Default: 1. */
  seed?: number;
  apply: Apply;
  /** What is made difficult for the release's functions and events. Default: nothing. */
  disturb?: Pick<ControlPlaneOptions, "before" | "taskDeliveries">;
}

/** A deployed stack with everything of AWS's that acts on it, in virtual time; and somebody who watches. */
export class Stage {
  readonly simulation: Simulation;
  readonly world: World;
  readonly market: SpotMarket;
  readonly ec2: Ec2;
  readonly fleets: SpotFleets;
  readonly metrics: Metrics;
  readonly balancers: LoadBalancers;
  readonly ecs: Ecs;
  /** The way of a browser to the site. */
  readonly web: Web;
  readonly alarms: Alarms;
  readonly pipelines: Pipelines;
  readonly control: ControlPlane;
  readonly generators: LoadGenerators;
  readonly cost: CostMeter;
  readonly witness: Witness;
  /** What is wrong with tasks that are started from now on, by `NAME:TAG` of their image. */
  readonly faults = new Map<string, Quality>();
  private readonly deploy: Apply;
  private note: (text: string) => void = () => {};

  constructor({ account, region, seed = 1, apply, disturb = {} }: StageOptions) {
    this.simulation = new Simulation({ seed });
    this.world = new World(this.simulation, account, region);
    this.metrics = new Metrics(this.world);
    this.market = new SpotMarket(this.world);
    this.cost = new CostMeter(this.world, this.market);
    this.balancers = new LoadBalancers(this.world, this.metrics);
    this.ec2 = new Ec2(this.world);
    const behaviourOf = behaviourOfImages(
      (input, init) => this.web.fetch(input, init),
      (image) => builtImage(account, region, image),
      (image) => {
        const { name, tag } = imageName(image);
        return this.faults.get(`${name}:${tag}`);
      },
    );
    this.ecs = new Ecs(this.world, this.balancers, this.metrics, behaviourOf);
    this.web = new Web(this.world, this.balancers, this.ecs);
    this.generators = new LoadGenerators(this.world, this.balancers);
    this.fleets = new SpotFleets(this.world, this.ec2, this.market);
    new AutoScalingGroups(this.world, this.ec2);
    new ApplicationAutoScaling(this.world);
    new ScheduledRules(this.world, this.ecs, this.metrics);
    this.pipelines = new Pipelines(this.world);
    const { world, metrics, balancers, ecs, pipelines } = this;
    this.control = new ControlPlane({ world, metrics, balancers, ecs, pipelines, ...disturb });
    this.alarms = new Alarms(this.world, this.metrics);
    this.witness = new Witness(this.world, {
      settle: () => this.balancers.settle(),
      reservation: () => this.reservation(),
      healthy: () => servicesOf(this.world).reduce((sum, service) => sum + this.healthy(service), 0),
    });
    this.deploy = apply;
  }

  /** A lab begins; somebody writes down what the attendee does in it. */
  begin(note: (text: string) => void): void {
    this.note = note;
    this.witness.begin();
  }

  /** Deploys the stack with other settings. No virtual time passes; services see what has changed. */
  async apply(settings: Record<string, unknown>): Promise<void> {
    const given = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
    this.note(given.length === 0 ? "pulumi up" : `pulumi config set ${given.join(", ")}; pulumi up`);
    await this.deploy(settings);
    this.world.sync();
    this.cost.refresh();
  }

  /** Opens a page of the site, as a browser does. @param path With its leading slash. */
  open(path: string): Promise<Response> {
    return this.web.fetch(`http://${this.dnsName}${path}`);
  }

  /** Opens a page of the site by a name in the stack's hosted zone, as a browser does whose name servers are the zone's. */
  async openByName(host: string, path: string): Promise<Response> {
    const answer = this.control.zones.resolve(host);
    if (!answer) throw new Error(`The name servers know no address of ${host}.`);
    return this.web.fetch(`http://${answer.dnsName}${path}`, { headers: { host } });
  }

  /** Lets visitors look at a page of the site from now on, so many requests a second of all of them together; 0 ends that. */
  visitors(path: string, perSecond: number): void {
    this.balancers.setTraffic("visitors", perSecond > 0 ? [{ loadBalancerDns: this.dnsName, path, perSecond }] : []);
  }

  private get dnsName(): string {
    return String(this.world.records(LOAD_BALANCER)[0]?.outputs.dnsName);
  }

  /** Uploads an object, as the attendee does, and writes that down. Returns its version. */
  upload(bucket: string, key: string, body: Uint8Array): string {
    this.note(`aws s3 cp ${key} s3://${bucket}/`);
    const { versionId } = putObject(this.world.account, bucket, key, body);
    this.world.bus.publish("object-created", { bucket, key, versionId, size: body.byteLength });
    return versionId;
  }

  /** Ends what runs outside of virtual time. */
  async close(): Promise<void> {
    await this.web.close();
    await this.control.close();
  }

  /** Does something at the console, and writes it down. */
  act(text: string, action: () => void): void {
    this.note(text);
    action();
  }

  /** Instances that run, of whatever kind, in order of launch. */
  instances(): Instance[] {
    return this.ec2.all().filter(({ state }) => state === "running");
  }

  runningSpot(): Instance[] {
    return this.instances().filter(({ market }) => market === "spot");
  }

  /** Instances on demand that belong to the cluster, and so not the load generator. */
  runningOnDemand(): Instance[] {
    return this.instances().filter(({ market, owner, id }) => market === "on-demand" && owner !== id);
  }

  /** The fleet's pools. */
  pools(): PoolName[] {
    const { inputs, region } = fleetOf(this.world);
    return fleetPools(inputs, region, this.world.account).flatMap(({ launch, zone }) =>
      launch.instanceType === undefined || zone === undefined ? [] : [{ type: launch.instanceType, zone }],
    );
  }

  /** Instances that have joined their cluster and can be given tasks. */
  containerInstances(): ContainerInstance[] {
    return this.ec2.all().flatMap(({ id }) => {
      const host = this.ecs.clusters.host(id);
      return host?.status === "ACTIVE" && host.connected ? [host] : [];
    });
  }

  desired(service: AccountRecord): number {
    return desiredCountOf(service);
  }

  running(service: AccountRecord): number {
    return this.ecs.service(service)?.running ?? 0;
  }

  /** Tasks of a service that its load balancer finds healthy. */
  healthy(service: AccountRecord): number {
    return this.balancers.healthy(targetGroupOf(service) ?? "");
  }

  /** Percent of the cluster's memory that tasks reserve. */
  reservation(): number | undefined {
    const [cluster] = this.world.records("aws:ecs/cluster:Cluster");
    return cluster && this.ecs.memoryReservation(String(cluster.outputs.name));
  }
}
