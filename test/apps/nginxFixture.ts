import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type DogsVersion, dogsFiles } from "../../apps/dogs/files.mjs";
import { nginxArguments, nginxConfFor, saysListening } from "../../local/site/nginx";

/** Whether there is an nginx to ask. */
export const NGINX = spawnSync("nginx", ["-v"], { stdio: "ignore" }).status === 0;

export interface Nginx {
  /** For example http://127.0.0.1:40123. */
  url: string;
  /** Its access log, whole once it is closed. */
  accessLog: () => string;
  /** Ends it, and gives its exit code. */
  close: () => Promise<number | null>;
  /** Removes all it has left. */
  remove: () => void;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** nginx with the image's own configuration, on loopback. */
export async function startNginx(version: DogsVersion): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "dogs-nginx-"));
  const { "index.html": page = "", "nginx.conf": configuration } = dogsFiles(version);
  const port = await freePort();
  const file = join(folder, "nginx.conf");
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(file, nginxConfFor({ port, root: folder, folder, configuration }));
  const child = spawn("nginx", nginxArguments(file), { stdio: ["ignore", "ignore", "pipe"] });
  const ended: Promise<number | null> = once(child, "close").then(([code]) => code);
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      if (saysListening(line)) resolve();
    });
    ended.then((code) => reject(new Error(`nginx ended with ${code}:\n${lines.join("\n")}`)), reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    accessLog: () => readFileSync(join(folder, "access.log"), "utf8"),
    close: () => {
      child.kill("SIGQUIT");
      return ended;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
