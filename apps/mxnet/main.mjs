// @ts-check
import process from "node:process";
import { createPlaceholder } from "./placeholder.mjs";

const placeholder = createPlaceholder({
  log: (entry) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`),
});
// Process 1 of a container does not end by a signal that it has no handler for.
process.once("SIGTERM", placeholder.stop);
process.once("SIGINT", placeholder.stop);
process.exitCode = await placeholder.run();
