// @ts-check
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { assess } from "./assessor.mjs";

/** What a shell says of a process that SIGTERM has ended: 128 and the signal's number. */
const ENDED_BY_SIGTERM = 143;

/** @param {Record<string, unknown>} entry */
const log = (entry) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);

// Process 1 of a container does not end by a signal that it has no handler for.
process.once("SIGTERM", () => {
  log({ level: "info", message: "stopping", reason: "SIGTERM" });
  process.exit(ENDED_BY_SIGTERM);
});

const code = await assess({
  env: process.env,
  fetch,
  random: Math.random,
  now: () => performance.now() / 1000,
  sleep: (seconds) => wait(seconds * 1000),
  log,
});
// Connections that are kept alive would delay the end.
process.exit(code);
