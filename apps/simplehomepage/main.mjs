// @ts-check
import { createServer } from "node:http";
import process from "node:process";
import { createHomepage } from "./homepage.mjs";

/** The load balancer keeps its connections for 60 s by default; closed here earlier, some requests would be lost. */
const KEEP_ALIVE = 65_000;

/** ECS ends a container 30 s after SIGTERM; a connection that is not done by then is closed at this time, in ms. */
const PATIENCE = 10_000;

/** @param {Record<string, unknown>} entry */
const log = (entry) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);

/**
 * The port to listen on. 80 needs no root: Docker lets everybody in a container bind it since release 20.10.
 *
 * @param {string} [text] From 0, which takes any that is free, to 65535; 80 by default.
 */
function portOf(text = "80") {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new RangeError(`PORT is ${JSON.stringify(text)}; use a number from 0 to 65535`);
}

function main() {
  const port = portOf(process.env.PORT);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, createHomepage({ env: process.env }));
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
    log({ level: "info", message: "listening", port: typeof address === "object" ? address?.port : undefined });
  });
}

/** @param {unknown} error */
function fail(error) {
  process.stderr.write(`simplehomepage cannot start: ${error}\n`);
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error);
}
