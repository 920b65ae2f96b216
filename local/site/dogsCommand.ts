import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { dogsAnswer } from "../containers/built";
import { type ContainerCommand, commandFor } from "./commands";
import { nginxArguments, nginxConfFor, saysListening } from "./nginx";

/** Whether there is an nginx on PATH. */
export const hasNginx = spawnSync("nginx", ["-v"], { stdio: "ignore" }).status === 0;

/** Files that dogs are built from, by their name. */
export type DogsFiles = Readonly<Record<string, string>>;

/** The files of a version of apps/dogs, or undefined where there is no such version. */
export async function filesOfVersion(version: string): Promise<DogsFiles | undefined> {
  const { dogsFiles, VERSIONS } = await import("../../apps/dogs/files.mjs");
  const known = VERSIONS.find((one) => one === version);
  return known && dogsFiles(known);
}

/**
 * Dogs in nginx, as in their image, on a port that is free.
 *
 * @param folder Where nginx may write.
 * @throws Error where the configuration is none that can run here
 */
export async function dogsInNginx(files: DogsFiles, folder: string): Promise<ContainerCommand> {
  const own = mkdtempSync(join(folder, "dogs-"));
  const root = join(own, "html");
  mkdirSync(root);
  const { "index.html": page = "", "nginx.conf": configuration = "" } = files;
  writeFileSync(join(root, "index.html"), page);
  const port = await freePort();
  const file = join(own, "nginx.conf");
  writeFileSync(file, nginxConfFor({ port, root, folder: own, configuration }));
  return {
    file: "nginx",
    args: nginxArguments(file),
    environment: { PATH: process.env.PATH ?? "" },
    // The image's STOPSIGNAL: SIGTERM would cut off the requests that nginx is about to answer.
    stopSignal: "SIGQUIT",
    portIn: (line) => (saysListening(line) ? port : undefined),
  };
}

/** What dogs that a pipeline has built are run with. */
export interface BuiltDogs {
  image: string;
  /** What was in the context of the image's build. */
  files: DogsFiles;
  environment: Readonly<Record<string, string>>;
  /** Where their files, and what they write, go. */
  folder: string;
  /** Default: whether there is one. */
  nginx?: boolean;
}

/**
 * Dogs as they were built, in nginx where there is one.
 *
 * @throws Error where they would not answer on the port that their task gives them, or nginx cannot run so here
 */
export async function builtDogs(options: BuiltDogs): Promise<ContainerCommand | undefined> {
  const { image, files, environment, folder, nginx = hasNginx } = options;
  if (!dogsAnswer(files)) {
    throw new Error(`${image} does not answer on port 80: it needs an index.html, and "listen 80;" in its nginx.conf`);
  }
  if (nginx) return dogsInNginx(files, folder);
  const own = mkdtempSync(join(folder, "dogs-"));
  for (const name of ["index.html", "nginx.conf"]) writeFileSync(join(own, name), files[name] ?? "");
  return commandFor({ image, environment: { ...environment, DOGS_FOLDER: own } });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
