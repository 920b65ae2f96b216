import type { Account } from "../account/account";
import { LOAD_BALANCER } from "../account/types/lb/references";
import { text, texts } from "../account/types/read";
import { ssmHandlers } from "../api/handlers";
import { LocalApi } from "../api/localApi";
import { desiredCountOf, nameOf } from "../services/ecs/serviceSettings";
import { ecsHandlers } from "./ecsHandlers";
import { FrontDoor } from "./frontDoor";
import { Schedule } from "./schedule";
import { SiteTasks } from "./siteTasks";
import { Targets } from "./targets";

const SERVICE = "aws:ecs/service:Service";

export interface SiteOptions {
  /** With the deployed stack, up to lab 2 at least. */
  account: Account;
  region: string;
  /** Told what happens: each line that a container prints, and what the schedule does. */
  onLine?: (source: string, line: string) => void;
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
 * the clock; and AWS's endpoint for all of them.
 */
export class Site {
  readonly api: LocalApi;
  private readonly targets = new Targets();
  private readonly tasks: SiteTasks;
  private readonly front: FrontDoor;
  readonly schedule: Schedule;
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
    this.api = new LocalApi({
      account,
      region,
      handlers: { ...ssmHandlers(account), ...ecsHandlers(account, this.tasks) },
    });
    this.front = new FrontDoor({
      records: (type) => account.records(type),
      dnsName: this.dnsName,
      targets: this.targets,
    });
    this.schedule = new Schedule({ account, region, tasks: this.tasks, onLine });
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
    await Promise.all(this.options.account.records(SERVICE).map((service) => this.startService(service)));
    this.schedule.start();
    return this.address;
  }

  /** Ends everything, the containers by SIGTERM. */
  async stop(): Promise<void> {
    this.schedule.stop();
    await this.tasks.stop();
    await Promise.all([this.front.close(), this.api.close()]);
  }

  private surroundings() {
    if (!this.address) throw new Error("The site has not been started.");
    const { url, apiUrl } = this.address;
    return { api: this.api, apiUrl, addresses: new Map([[`http://${this.dnsName}`, url]]) };
  }

  private async startService(service: Parameters<typeof nameOf>[0]): Promise<void> {
    const taskDefinition = text(service.inputs, "taskDefinition") ?? "";
    const groups = texts(service.inputs, "loadBalancers[*].targetGroupArn");
    const count = desiredCountOf(service);
    const tasks = await Promise.all(
      Array.from({ length: count }, () => this.tasks.start(taskDefinition, `service:${nameOf(service)}`)),
    );
    // One that nobody calls never listens.
    if (groups.length === 0) return;
    await Promise.all(
      tasks.map(async (task) => {
        const port = await task.listening;
        for (const group of groups) this.targets.add(group, { task: task.arn, port });
        void task.process.exited.then(() => this.targets.remove(task.arn));
      }),
    );
  }
}
