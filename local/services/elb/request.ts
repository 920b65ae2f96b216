/** What a load balancer knows of a request when it decides what to do with it. */
export interface Request {
  /** With its leading slash, without the query. */
  path: string;
  /** What follows the `?`, percent-encoded as it came. Default: nothing. */
  query?: string;
  /** The host header; with the port where that is not the protocol's own. Default: nothing that a rule could name. */
  host?: string;
  /** Default: GET. */
  method?: string;
  /** By name, in lower case; several values where the header came several times. */
  headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The client's address. IPv4 inside IPv6, as in `::ffff:192.0.2.1`, counts as IPv4. */
  sourceIp?: string;
  /** The listener's protocol. Default: HTTP. */
  protocol?: Protocol;
  /** The listener's port. Default: the protocol's own. */
  port?: number;
}

export type Protocol = "HTTP" | "HTTPS";

/** The port that a URL of a protocol leaves out. */
export const DEFAULT_PORT: Record<Protocol, number> = { HTTP: 80, HTTPS: 443 };
