import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "../account/account";
import type { Caller } from "../account/actions/caller";
import { principalOf, rootOf } from "../account/iam/principal";
import { AwsError } from "../account/model";
import { ROUTE53_REGION } from "../services/route53/authorization";
import { Agent, type ContainerMetadata } from "./agent";
import { CredentialStore, type Credentials } from "./credentials";
import type { Handler, Handlers } from "./handlers";
import { isLoopback, isSignedFor, readJson, respond, respondAws, signerOf } from "./protocol";
import { answerQuery, isQuery, type QueryService } from "./query";
import { answerRoute53, type Route53Handlers } from "./route53";
import { answerS3, type S3Handlers } from "./s3";

/** Only programs on this machine reach it. */
const ADDRESS = "127.0.0.1";

export interface LocalApiOptions {
  account: Account;
  /** Region whose endpoint this is, for example `us-west-2`. */
  region: string;
  /** What it answers. Default: nothing. */
  handlers?: Handlers;
  /** What answers for S3. Default: nothing does. */
  s3?: S3Handlers;
  /** What answers for Route 53. Default: nothing does. */
  route53?: Route53Handlers;
  /** Services that speak the query protocol. Default: none. */
  query?: readonly QueryService[];
}

/**
 * AWS's endpoint for programs that run on this machine: with `AWS_ENDPOINT_URL` on its address, AWS's own SDKs talk to the
 * account. It speaks the JSON protocols, S3's REST with the bucket in the path (`forcePathStyle`), Route 53's REST, and the
 * query protocol. It is the ECS agent's endpoints for containers as well.
 *
 * Who calls is known by the access key's id and the session token; signatures are not checked.
 */
export class LocalApi {
  private readonly account: Account;
  private readonly region: string;
  private readonly handlers: Handlers;
  private readonly s3: S3Handlers | undefined;
  private readonly route53: Route53Handlers | undefined;
  private readonly query: readonly QueryService[];
  private readonly credentials = new CredentialStore();
  private readonly agent = new Agent(this.credentials);
  private server: Server | undefined;
  private requests = 0;

  constructor({ account, region, handlers = {}, s3, route53, query = [] }: LocalApiOptions) {
    this.account = account;
    this.region = region;
    this.handlers = handlers;
    this.s3 = s3;
    this.route53 = route53;
    this.query = query;
  }

  /**
   * Starts to answer.
   *
   * @param port Default: one that is free.
   * @throws Error where it listens already, or where the port is taken
   */
  async listen(port = 0): Promise<{ url: string; port: number }> {
    if (this.server) throw new Error("The local API listens already. Close it first.");
    const server = createServer((request, response) => {
      void this.answer(request, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, ADDRESS, resolve);
    });
    this.server = server;
    const taken = (server.address() as AddressInfo).port;
    return { url: `http://${ADDRESS}:${taken}`, port: taken };
  }

  /** Stops, and ends the connections that clients keep open. Without effect where it does not listen. */
  async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    server.closeAllConnections();
    await closed;
  }

  /**
   * Credentials of a role, or of an administrator, who is the account's root user. The same ones every time.
   *
   * @param principal ARN of a role or of a role's session, or "admin".
   * @throws AwsError `UnrecognizedClientException` for a role that does not exist
   */
  credentialsFor(principal: string): Credentials {
    const arn = principal === "admin" ? rootOf(this.account.state.accountId) : principal;
    principalOf(this.account, this.account.state.accountId, arn);
    return this.credentials.of(arn);
  }

  /** The path of a task role's credentials, for containers. Throws as {@link credentialsFor}. */
  containerCredentials(roleArn: string): string {
    this.credentialsFor(roleArn);
    return this.agent.credentialsPath(roleArn);
  }

  /** The path of a container's metadata. The document is read when it is asked for, so a later change of it shows. */
  registerContainer(document: ContainerMetadata): string {
    return this.agent.metadataPath(document);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers, url = "/" } = request;
    // A page that has its name resolved to this machine could otherwise read the answers: DNS rebinding.
    if (!isLoopback(headers.host)) {
      respond(response, 403, {
        message: `Expected the header Host to be 127.0.0.1 or localhost, got ${headers.host}.`,
      });
      return;
    }
    if (this.s3 && isSignedFor("s3", request)) {
      await answerS3(this.s3, (one) => this.callerOf(one), this.nextRequest(), request, response);
      return;
    }
    if (this.route53 && isSignedFor("route53", request)) {
      // An SDK signs for Route 53's region where it chooses the endpoint itself, and for its own where it was given one.
      const callerOf = (one: IncomingMessage) => this.callerOf(one, ROUTE53_REGION);
      await answerRoute53(this.route53, callerOf, this.nextRequest(), request, response);
      return;
    }
    const path = url.split("?")[0] ?? "";
    if (path === "/" && isQuery(request)) {
      await answerQuery(this.query, (one) => this.callerOf(one), this.nextRequest(), request, response);
      return;
    }
    if (method === "POST" && path === "/") {
      await this.answerCall(request, response);
      return;
    }
    const { status, body } = (method === "GET" && this.agent.answer(path)) || {
      status: 404,
      body: { message: `Nothing answers to ${method} ${path}.` },
    };
    respond(response, status, body);
  }

  private async answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = this.nextRequest();
    try {
      const handler = this.handlerOf(request);
      const caller = this.callerOf(request);
      const output = await handler(caller, await readJson(request));
      respondAws(request, response, requestId, { output });
    } catch (error) {
      respondAws(request, response, requestId, { error });
    }
  }

  private nextRequest(): string {
    this.requests += 1;
    return `00000000-0000-4000-8000-${String(this.requests).padStart(12, "0")}`;
  }

  private handlerOf({ headers }: IncomingMessage): Handler {
    const target = String(headers["x-amz-target"]);
    const handler = Object.hasOwn(this.handlers, target) ? this.handlers[target] : undefined;
    if (handler) return handler;
    const known = Object.keys(this.handlers).sort().join(", ") || "none";
    throw new AwsError("UnknownOperationException", `The operation ${target} is not known here. Known are: ${known}.`);
  }

  /** @param also Another region that may be signed for. */
  private callerOf({ headers }: IncomingMessage, also = this.region): Caller {
    const { accessKeyId, region } = signerOf(headers.authorization);
    const token = headers["x-amz-security-token"];
    const principal = this.credentials.principalOf(accessKeyId, Array.isArray(token) ? token[0] : token);
    if (principal === undefined) {
      throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (region !== this.region && region !== also) {
      throw new AwsError(
        "InvalidSignatureException",
        `Credential should be scoped to a valid region, not '${region}'. This is the endpoint of ${this.region}.`,
      );
    }
    return { principal, region };
  }
}
