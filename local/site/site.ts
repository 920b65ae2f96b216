import type { Account } from "../account/account";
import { LOAD_BALANCER } from "../account/types/lb/references";
import { text } from "../account/types/read";
import { ecsServiceHandlers } from "../api/ecsServices";
import { ssmHandlers } from "../api/handlers";
import { LocalApi } from "../api/localApi";
import { type AwsServices, awsServices } from "./awsServices";
import { ecsHandlers } from "./ecsHandlers";
import { FrontDoor } from "./frontDoor";
import { logsHandlers } from "./logsHandlers";
import { pipelineHandlers } from "./pipelineHandlers";
import { Schedule } from "./schedule";
import { SiteClock } from "./siteClock";
import { SiteServices } from "./siteServices";
import { SiteTasks } from "./siteTasks";
import { Targets } from "./targets";
import { uploadsTold } from "./uploads";

/** Virtual seconds a second: a release, of two minutes on AWS, is over in less than half a minute. */
const SPEED = 10;

export interface SiteOptions {
  /** With the deployed stack, up to lab 2 at least. */
  account: Account;
  region: string;
  /** Told what happens: each line that a container prints, and what the schedule does. */
  onLine?: (source: string, line: string) => void;
  /** Virtual seconds a second; with 0 they pass by {@link Site.clock} alone. Default: 10. */
  speed?: number;
}

/** Where a site is. */
export interface SiteAddress {
  /** Of the site, for a browser. */
  url: string;
  /** Of AWS's endpoint, for its SDKs. */
  apiUrl: string;
}

/**
 * The stack's site on this machine: its services' tasks as processes, behind the load balancer's own rules; its schedule by
 * the clock; its pipelines in virtual time, which goes faster; and AWS's endpoint for all of them.
 */
export class Site {
  readonly api: LocalApi;
  private readonly targets = new Targets();
  private readonly tasks: SiteTasks;
  private readonly front: FrontDoor;
  readonly schedule: Schedule;
  /** Of what happens in virtual time. */
  readonly clock: SiteClock;
  readonly aws: AwsServices;
  private readonly services: SiteServices;
  private readonly dnsName: string;
  private address: SiteAddress | undefined;

  constructor(private readonly options: SiteOptions) {
    const { account, region, onLine = () => {} } = options;
    const [loadBalancer] = account.records(LOAD_BALANCER);
    this.dnsName = text(loadBalancer?.outputs ?? {}, "dnsName") ?? "";
    this.tasks = new SiteTasks({
      account,
      region,
      surroundings: () => this.surroundings(),
      onLine: ({ group }, line) => onLine(group, line),
    });
    this.aws = awsServices(account, region);
    const { world, pipelines } = this.aws;
    const { tasks, targets } = this;
    this.services = new SiteServices({ world, tasks, targets, onLine });
    this.clock = new SiteClock(world.simulation, ({ message }) => onLine("clock", `stops: ${message}`));
    world.bus.subscribe("pipeline", ({ pipeline, stage, state, summary }) =>
      onLine(`pipeline:${pipeline}`, [stage, state, summary].filter((word) => word !== "").join("  ")),
    );
    this.api = new LocalApi({
      account,
      region,
      handlers: {
        ...ssmHandlers(account),
        ...ecsHandlers(account, tasks),
        ...ecsServiceHandlers({ account, status: (service) => this.services.status(service) }),
        ...pipelineHandlers(account, pipelines),
        ...logsHandlers(account, pipelines.logs),
      },
      s3: uploadsTold(account, world.bus),
    });
    this.front = new FrontDoor({ records: (type) => account.records(type), dnsName: this.dnsName, targets });
    this.schedule = new Schedule({ account, region, tasks, onLine });
  }

  /**
   * Starts everything, and is done when every task of every service answers.
   *
   * @param port Of the site. Default: one that is free.
   * @throws Error where the port is taken, or where a container ends before it answers
   */
  async start(port = 0): Promise<SiteAddress> {
    const url = await this.front.listen(port);
    const { url: apiUrl } = await this.api.listen();
    this.address = { url, apiUrl };
    await this.services.start();
    this.schedule.start();
    this.clock.start(this.options.speed ?? SPEED);
    return this.address;
  }

  /** Ends everything, the containers by the signals that their images name. */
  async stop(): Promise<void> {
    this.clock.stop();
    this.schedule.stop();
    await this.tasks.stop();
    await Promise.all([this.front.close(), this.api.close()]);
  }

  private surroundings() {
    if (!this.address) throw new Error("The site has not been started.");
    const { url, apiUrl } = this.address;
    return { api: this.api, apiUrl, addresses: new Map([[`http://${this.dnsName}`, url]]) };
  }
}
