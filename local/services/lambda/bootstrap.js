// What a worker runs: Lambda's own program for Node, as far as a bundled handler can tell. Plain JavaScript, so that a worker
// starts without a compiler.
const { createRequire, isBuiltin } = require("node:module");
const { format } = require("node:util");
const vm = require("node:vm");
const { parentPort, workerData } = require("node:worker_threads");

const { source, file, name, root } = workerData;
const fromRoot = createRequire(root);

// Node warns of what it will do in years to come, which is nothing that the function has written.
process.removeAllListeners("warning");

for (const level of ["log", "info", "warn", "error", "debug"]) {
  console[level] = (...words) => parentPort.postMessage({ line: format(...words) });
}

/** AWS's SDK is in the runtime; everything else has to be in the bundle. */
function requireInside(wanted) {
  if (isBuiltin(wanted) || wanted.startsWith("@aws-sdk/")) return fromRoot(wanted);
  const error = new Error(`Cannot find module '${wanted}'\nRequire stack:\n- /var/task/${file}`);
  error.name = "Runtime.ImportModuleError";
  throw error;
}

function load() {
  const loaded = { exports: {} };
  const parameters = ["exports", "require", "module", "__filename", "__dirname"];
  const run = vm.compileFunction(source, parameters, { filename: `/var/task/${file}` });
  run(loaded.exports, requireInside, loaded, `/var/task/${file}`, "/var/task");
  const handler = loaded.exports[name];
  if (typeof handler === "function") return handler;
  const error = new Error(`${file.replace(/\.js$/, "")}.${name} is undefined or not exported`);
  error.name = "Runtime.HandlerNotFound";
  throw error;
}

function failure(error) {
  const { name: errorType = "Error", message = String(error), stack = "" } = error ?? {};
  return { errorType, errorMessage: message, trace: stack.split("\n") };
}

let handler;
let broken;
try {
  handler = load();
} catch (error) {
  broken = failure(error);
}

parentPort.on("message", async ({ id, event, context }) => {
  if (broken) {
    parentPort.postMessage({ id, failure: broken });
    return;
  }
  try {
    const result = await handler(event, { ...context, getRemainingTimeInMillis: () => context.timeout * 1000 });
    parentPort.postMessage({ id, result: result === undefined ? "null" : JSON.stringify(result) });
  } catch (error) {
    parentPort.postMessage({ id, failure: failure(error) });
  }
});
