// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { VERSIONS } from "./files.mjs";
import { createDogs } from "./serve.mjs";

/** Longer than the load balancer's idle timeout; closed here earlier, some requests would be lost. In ms, as in nginx.conf. */
const KEEP_ALIVE = 65_000;

/** ECS ends a container 30 s after SIGTERM; a connection that is not done by then is closed at this time, in ms. */
const PATIENCE = 10_000;

/** @param {Record<string, unknown>} entry */
const log = (entry) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);

/**
 * The port to listen on.
 *
 * @param {string} [text] From 0, which takes any that is free, to 65535; 80 by default.
 */
function portOf(text = "80") {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new RangeError(`PORT is ${JSON.stringify(text)}; use a number from 0 to 65535`);
}

/** @param {string} [text] v1 by default. */
function versionOf(text = "v1") {
  const version = VERSIONS.find((one) => one === text);
  if (version !== undefined) return version;
  throw new RangeError(`DOGS_VERSION is ${JSON.stringify(text)}; use one of ${VERSIONS.join(", ")}`);
}

/**
 * The files of a folder that dogs were built from.
 *
 * @param {string} folder
 * @throws Error where there is no such folder, or no page in it
 */
function filesIn(folder) {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const files = Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name), "utf8")]));
  if (files["index.html"] !== undefined) return files;
  throw new Error(`DOGS_FOLDER is ${JSON.stringify(folder)}; use a folder with an index.html`);
}

function main() {
  const port = portOf(process.env.PORT);
  const folder = process.env.DOGS_FOLDER;
  const what = folder === undefined ? { version: versionOf(process.env.DOGS_VERSION) } : { files: filesIn(folder) };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, createDogs(what));
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    log({ level: "info", message: "stopping", reason: signal });
    // A connection on which a request is still coming in is not kept once it has its answer.
    server.prependListener("request", (_, response) => response.setHeader("connection", "close"));
    server.close(() => process.exit(0));
    setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  server.on("error", fail);
  server.listen(port, () => {
    const address = server.address();
    log({
      level: "info",
      message: "listening",
      ...("version" in what ? what : { folder }),
      port: typeof address === "object" ? address?.port : undefined,
    });
  });
}

/** @param {unknown} error */
function fail(error) {
  process.stderr.write(`dogs cannot start: ${error}\n`);
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error);
}
