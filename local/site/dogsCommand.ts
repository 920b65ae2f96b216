import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import type { ContainerCommand } from "./commands";
import { nginxArguments, nginxConfFor, saysListening } from "./nginx";

/** Whether there is an nginx on PATH. */
export const hasNginx = spawnSync("nginx", ["-v"], { stdio: "ignore" }).status === 0;

/**
 * Dogs in nginx, as in their image, on a port that is free.
 *
 * @param folder Where nginx may write.
 * @returns undefined for a version that there is none of
 */
export async function dogsInNginx(version: string, folder: string): Promise<ContainerCommand | undefined> {
  const { dogsFiles, VERSIONS } = await import("../../apps/dogs/files.mjs");
  const known = VERSIONS.find((one) => one === version);
  if (known === undefined) return undefined;
  const own = mkdtempSync(join(folder, "dogs-"));
  const root = join(own, "html");
  mkdirSync(root);
  const { "index.html": page = "", "nginx.conf": configuration = "" } = dogsFiles(known);
  writeFileSync(join(root, "index.html"), page);
  const port = await freePort();
  const file = join(own, "nginx.conf");
  writeFileSync(file, nginxConfFor({ port, root, folder: own, configuration }));
  return {
    file: "nginx",
    args: nginxArguments(file),
    environment: { PATH: process.env.PATH ?? "" },
    portIn: (line) => (saysListening(line) ? port : undefined),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
