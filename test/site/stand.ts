import type { Account } from "../../local/account/account";
import type { AccountRecord } from "../../local/account/model";
import { Site, type SiteAddress, type SiteOptions } from "../../local/site/site";
import { bringUp } from "../workshop/bringUp";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** A stack of the real program with its site on this machine. */
export class Stand {
  address: SiteAddress = { url: "", apiUrl: "" };

  private constructor(
    readonly account: Account,
    readonly site: Site,
    /** What containers and the schedule have said. */
    readonly lines: readonly string[],
    /** The stack's outputs. */
    readonly outputs: Record<string, unknown>,
  ) {}

  /** @param tamper Changes the account before the site begins. */
  static async start(
    settings: Record<string, unknown> = {},
    tamper: (account: Account) => void = () => {},
    options: Pick<SiteOptions, "speed"> = {},
  ): Promise<Stand> {
    const { account, outputs } = await bringUp(settings);
    shorten(account);
    tamper(account);
    const lines: string[] = [];
    const onLine = (source: string, line: string) => void lines.push(`${source} ${line}`);
    const stand = new Stand(
      account,
      new Site({ account, region: "us-west-2", onLine, ...options }),
      lines,
      Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
    );
    stand.address = await stand.site.start();
    return stand;
  }

  stop(): Promise<void> {
    return this.site.stop();
  }

  /** Asks for a page, without following redirects. */
  get(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.address.url}${path}`, { redirect: "manual", ...init });
  }

  taskDefinition(family: string): AccountRecord {
    const found = this.account.records(TASK_DEFINITION).find(({ inputs }) => inputs.family === family);
    if (!found) throw new Error(`no task definition ${family}`);
    return found;
  }
}

/** Lets a run of the assessor take no time: tests do not wait for 30 s of it. */
function shorten(account: Account): void {
  for (const record of account.records(TASK_DEFINITION)) {
    if (record.inputs.family !== "workshop-ImageAssessor") continue;
    const [container] = JSON.parse(String(record.inputs.containerDefinitions));
    container.environment.push({ name: "RUN_SECONDS", value: "0" });
    record.inputs.containerDefinitions = JSON.stringify([container]);
  }
}
