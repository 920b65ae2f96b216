import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that listens, as its visitors know it. */
export interface Listening {
  /** Its address without a slash at the end. */
  base: string;
  get: (path: string, init?: RequestInit) => Promise<Response>;
  text: (path: string, init?: RequestInit) => Promise<string>;
  close: () => Promise<void>;
}

/** A server on a free port of loopback. A redirect is an answer, not followed. */
export async function listen(handler: RequestListener): Promise<Listening> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (path: string, init?: RequestInit) => fetch(`${base}${path}`, { redirect: "manual", ...init });
  return {
    base,
    get,
    text: async (path, init) => (await get(path, init)).text(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
