import { Resolver } from "node:dns/promises";
import { request } from "node:http";

/** One way to see the site as a visitor does. */
export interface Visitor {
  /** Opens a page, and returns the address that answered. */
  open: (path: string) => Promise<{ address: string; status: number }>;
}

/** The longest that an answer is waited for, in milliseconds. */
const ANSWERS_WITHIN = 10_000;

/**
 * A visitor who asks the zone's own name servers, as the workshop does with `dig`: the domain need not be registered. Each visit
 * asks anew, so that shares show at once.
 */
export function visitorOf(host: string, nameServers: readonly string[]): Visitor {
  const system = new Resolver();
  const zone = new Resolver();
  let isReady: Promise<void> | undefined;
  const prepare = async () => {
    const addresses = await Promise.all(nameServers.map((name) => system.resolve4(name)));
    zone.setServers(addresses.flat());
  };
  return {
    open: async (path) => {
      isReady ??= prepare();
      await isReady;
      const [address] = await zone.resolve4(host);
      if (address === undefined) throw new Error(`The name servers know no address of ${host}.`);
      return { address, status: await statusOf(address, host, path) };
    },
  };
}

function statusOf(address: string, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: address, path, headers: { host }, timeout: ANSWERS_WITHIN }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("timeout", () => asked.destroy(new Error(`${address} has not answered within 10 seconds.`)));
    asked.on("error", reject);
    asked.end();
  });
}

/**
 * Opens pages of the site, some a second, until it is stopped. A visit that fails is only counted: it is the release that judges.
 */
export async function visits(visitor: Visitor, count: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const paths = ["/", "/cats/", "/dogs/"];
  const all = Array.from({ length: count }, async (_, index) => {
    const { address, status } = await visitor.open(paths[index % paths.length] ?? "/");
    return `${address}, status ${status}`;
  });
  for (const outcome of await Promise.allSettled(all)) {
    const key = outcome.status === "fulfilled" ? outcome.value : `failed: ${(outcome.reason as Error).message}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
