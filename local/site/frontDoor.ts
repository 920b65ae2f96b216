import { createServer, type IncomingMessage, request as proxied, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccountRecord } from "../account/model";
import { decide } from "../services/elb/routing";
import type { Action } from "../services/elb/rules";
import { Dealer } from "../services/elb/traffic";
import type { Targets } from "./targets";

/** Only this machine may open the site. */
const ADDRESS = "127.0.0.1";

export interface FrontDoorOptions {
  /** The deployed resources of a type. */
  records: (type: string) => AccountRecord[];
  /** The load balancer's DNS name; what is asked of this machine counts as asked of it. */
  dnsName: string;
  targets: Targets;
}

/**
 * The site's load balancer on this machine: the stack's own listener and rules decide where a request goes, and it goes to a
 * process of the target group that they name, one after the other.
 */
export class FrontDoor {
  private readonly server: Server;
  private readonly dealer = new Dealer();

  constructor(private readonly options: FrontDoorOptions) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /**
   * @param port 0 for one that is free.
   * @throws Error `EADDRINUSE` where the port is taken
   */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, ADDRESS, resolve);
    });
    return `http://${ADDRESS}:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.server.closeAllConnections();
    await closed;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { records, dnsName } = this.options;
    const [path = "/", ...query] = (request.url ?? "/").split("?");
    const { action } = decide({ records }, dnsName, {
      path,
      query: query.join("?"),
      host: dnsName,
      method: request.method ?? "GET",
      headers: request.headers,
      sourceIp: ADDRESS,
    });
    if (action?.kind === "forward") this.forward(request, response, action);
    else answerItself(response, action);
  }

  private forward(request: IncomingMessage, response: ServerResponse, action: Action & { kind: "forward" }): void {
    const { targets } = this.options;
    const shares = action.targetGroups.map(({ arn, weight }) => [arn, weight] as const);
    const [[group] = [""]] = [...this.dealer.deal(1, shares)].filter(([, count]) => count > 0);
    const target = targets.next(group);
    if (!target) {
      error(response, 503, "Service Temporarily Unavailable");
      return;
    }
    const { path, query, method } = action.request;
    const inside = proxied(
      {
        host: ADDRESS,
        port: target.port,
        method,
        path: query ? `${path}?${query}` : path,
        headers: { ...request.headers, "x-forwarded-for": ADDRESS, "x-forwarded-proto": "http" },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    inside.on("error", () => {
      if (response.headersSent) response.destroy();
      else error(response, 502, "Bad Gateway");
    });
    request.pipe(inside);
  }
}

/** What the listener answers without a target. */
function answerItself(response: ServerResponse, action: Exclude<Action, { kind: "forward" }> | undefined): void {
  switch (action?.kind) {
    case "redirect":
      response.writeHead(action.statusCode, { location: action.location }).end();
      return;
    case "fixed-response":
      response.writeHead(action.statusCode, { "content-type": action.contentType }).end(action.body);
      return;
    case "error":
      error(response, action.statusCode, action.statusCode === 500 ? "Internal Server Error" : "Service Unavailable");
      return;
    default:
      error(response, 503, "No listener on this port");
  }
}

/** As the load balancer's own pages look. */
function error(response: ServerResponse, status: number, words: string): void {
  const title = `${status} ${words}`;
  response
    .writeHead(status, { "content-type": "text/html" })
    .end(`<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`);
}
