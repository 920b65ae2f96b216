// @ts-check
import { createServer } from "node:http";
import process from "node:process";
import { createCats } from "./cats.mjs";
import { reasonOf, VERSIONS } from "./types.mjs";

/** The load balancer keeps its connections for 60 s by default; closed here earlier, some requests would be lost. */
const KEEP_ALIVE = 65_000;

/** ECS ends a container 30 s after SIGTERM; a connection that is not done by then is closed at this time, in ms. */
const PATIENCE = 10_000;

/** @type {import("./types.mjs").Log} */
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

/** @param {string} [text] @returns {import("./types.mjs").Version} */
function versionOf(text) {
  const version = VERSIONS.find((one) => one === text);
  if (version !== undefined) return version;
  const given = text ? JSON.stringify(text) : "not set";
  throw new RangeError(
    `CATS_VERSION is ${given}; use one of ${VERSIONS.join(", ")}. An image has it from: docker build --build-arg VERSION=v1 .`,
  );
}

/**
 * Reads a secure string with the rights of the task's role. It gives up in 5 s at the latest, as the service does not
 * listen before.
 *
 * @param {string} name
 * @returns {Promise<string>}
 */
async function readParameter(name) {
  // v1 reads none and needs no SDK in its memory.
  const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient({
    region: process.env.REGION,
    maxAttempts: 2,
    // A request that takes too long is only warned of, unless it must throw.
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });
  try {
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await client.send(command, { abortSignal: AbortSignal.timeout(5000) });
    return Parameter?.Value ?? "";
  } finally {
    client.destroy();
  }
}

async function main() {
  const port = portOf(process.env.PORT);
  const version = versionOf(process.env.CATS_VERSION);
  const { env } = process;
  const cats = createCats({ version, env, random: Math.random, readParameter, fetch, log });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, cats.handle);
  stopWith(server);
  await cats.start();
  server.on("error", fail);
  server.listen(port, () => {
    const address = server.address();
    log({
      level: "info",
      message: "listening",
      version,
      port: typeof address === "object" ? address?.port : undefined,
    });
  });
}

/**
 * Ends the process in order: accepts nobody, finishes what was asked, then exits with 0.
 *
 * @param {import("node:http").Server} server
 */
function stopWith(server) {
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    log({ level: "info", message: "stopping", reason: signal });
    // A connection on which a request is still coming in is not kept once it has its answer.
    server.prependListener("request", (_, response) => response.setHeader("connection", "close"));
    if (!server.listening) process.exit(0);
    server.close(() => process.exit(0));
    setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** @param {unknown} error */
function fail(error) {
  process.stderr.write(`cats cannot start: ${reasonOf(error)}\n`);
  process.exit(1);
}

main().catch(fail);
