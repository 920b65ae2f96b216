import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getParameter } from "../account/actions/ssm";
import { text } from "../account/types/read";
import type { Ecs } from "../services/ecs/ecs";
import { environmentOf, type Task } from "../services/ecs/task";
import type { Dispatch, LoadBalancers } from "../services/elb/loadBalancer";
import type { Protocol } from "../services/elb/request";
import type { World } from "../services/world";
import { startApplication } from "./applications";
import { builtImage } from "./built";

/** As browsers have it. */
const MOST_REDIRECTS = 20;

/**
 * The way from a browser to the applications: the load balancer's own rules choose a task, and the application in it answers
 * over HTTP on loopback. An application starts when the first request comes to its task, and keeps its state for as long as
 * the task lives.
 */
export class Web {
  /** The task that answered last, or undefined where the load balancer did. */
  lastTask: Task | undefined;
  /** By the ARN of the task. */
  private readonly servers = new Map<string, Promise<Server>>();

  constructor(
    private readonly world: World,
    private readonly balancers: LoadBalancers,
    private readonly ecs: Pick<Ecs, "taskAt">,
  ) {
    world.bus.subscribe("task", ({ arn, lastStatus }) => {
      if (lastStatus === "STOPPED") void this.stop(arn);
    });
  }

  /**
   * Asks for a page, as `fetch` does.
   *
   * @throws TypeError `fetch failed` where nobody listens
   */
  async fetch(input: string, init: RequestInit = {}): Promise<Response> {
    let url = new URL(input);
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.once(url, init);
      const location = response.headers.get("location");
      if (location === null || response.status < 300 || response.status >= 400 || init.redirect === "manual") {
        return response;
      }
      if (redirects === MOST_REDIRECTS)
        throw new TypeError("fetch failed", { cause: new Error("redirect count exceeded") });
      url = new URL(location, url);
    }
  }

  /** Ends all applications. */
  async close(): Promise<void> {
    const all = [...this.servers.keys()];
    await Promise.all(all.map((arn) => this.stop(arn)));
  }

  private async once(url: URL, init: RequestInit): Promise<Response> {
    this.lastTask = undefined;
    const dispatch = this.balancers.take(url.hostname, {
      path: url.pathname,
      query: url.search.slice(1),
      host: url.host,
      method: init.method ?? "GET",
      protocol: url.protocol.slice(0, -1).toUpperCase() as Protocol,
      ...(url.port !== "" && { port: Number(url.port) }),
    });
    if (dispatch.kind !== "target") return answerOf(dispatch, url);
    const { targetGroupArn, instanceId, port, request } = dispatch;
    const task = this.ecs.taskAt(targetGroupArn, instanceId, port);
    if (!task) return new Response("502 Bad Gateway\n", { status: 502 });
    this.lastTask = task;
    const server = await this.serverOf(task);
    const query = request.query ? `?${request.query}` : "";
    const inside = `http://127.0.0.1:${(server.address() as AddressInfo).port}${request.path}${query}`;
    return fetch(inside, { ...init, redirect: "manual" });
  }

  private serverOf(task: Task): Promise<Server> {
    const known = this.servers.get(task.arn) ?? this.start(task);
    this.servers.set(task.arn, known);
    return known;
  }

  private async start(task: Task): Promise<Server> {
    const { simulation } = this.world;
    const random = simulation.random(`application|${task.arn}`);
    const image = task.spec.containers.find(({ essential }) => essential)?.image ?? "";
    const built = builtImage(this.world.account, this.world.region, image);
    const handler = await startApplication({
      image,
      ...(built.kind === "built" && { files: built.files }),
      environment: environmentOf(task),
      random: () => random.fraction(),
      now: () => simulation.now * 1000,
      readParameter: async (name) => this.readParameter(task, name),
      metadata: {
        DockerId: simulation.digest(`container|${task.arn}`),
        Labels: { "com.amazonaws.ecs.task-arn": task.arn },
      },
    });
    const server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** Reads by the task's role; without one the SDK finds no credentials in the container. */
  private readParameter(task: Task, name: string): string {
    const { account, region } = this.world;
    const definition = this.world
      .records("aws:ecs/taskDefinition:TaskDefinition")
      .find(({ outputs }) => outputs.arn === task.spec.arn);
    const principal = text(definition?.inputs ?? {}, "taskRoleArn");
    if (principal === undefined) {
      const error = new Error("Could not load credentials from any providers");
      error.name = "CredentialsProviderError";
      throw error;
    }
    return getParameter(account, { principal, region }, { Name: name, WithDecryption: true }).Parameter.Value;
  }

  private async stop(arn: string): Promise<void> {
    const known = this.servers.get(arn);
    this.servers.delete(arn);
    const server = await known?.catch(() => undefined);
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

/** The load balancer's own answer. */
function answerOf(dispatch: Exclude<Dispatch, { kind: "target" }>, url: URL): Response {
  switch (dispatch.kind) {
    case "refused":
      throw new TypeError("fetch failed", { cause: new Error(`connect ECONNREFUSED ${url.host}`) });
    case "redirect":
      return new Response(null, { status: dispatch.statusCode, headers: { location: dispatch.location } });
    case "fixed-response":
      return new Response(dispatch.body, {
        status: dispatch.statusCode,
        headers: { "content-type": dispatch.contentType },
      });
    case "error":
      return new Response(`${dispatch.statusCode}\n`, { status: dispatch.statusCode });
  }
}
