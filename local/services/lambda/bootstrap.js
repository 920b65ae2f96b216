// What a worker runs: Lambda's own program for Node, as far as a bundled handler can tell. Plain JavaScript, so that a worker
// starts without a compiler. Errors have the names and the words of aws/aws-lambda-nodejs-runtime-interface-client.
const { createRequire, isBuiltin } = require("node:module");
const { format, types } = require("node:util");
const vm = require("node:vm");
const { parentPort, workerData } = require("node:worker_threads");

const { source, file, name, root } = workerData;
const fromRoot = createRequire(root);
const base = file.replace(/\.c?js$/, "");

// Node warns of what it will do in years to come, which is nothing that the function has written.
process.removeAllListeners("warning");

for (const [method, level] of Object.entries({
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  debug: "DEBUG",
})) {
  console[method] = (...words) => parentPort.postMessage({ line: format(...words), level });
}
// What else is written goes into the log too, and not to whoever runs this.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, ...rest) => {
    parentPort.postMessage({ line: String(chunk).replace(/\n$/, "") });
    rest.find((one) => typeof one === "function")?.();
    return true;
  };
}

// An error that nobody awaits ends the runtime, and the invocation with it.
process.on("uncaughtException", (error) => end(failure(error)));
process.on("unhandledRejection", (reason) => {
  end({ ...failure(reason), errorType: "Runtime.UnhandledPromiseRejection", errorMessage: String(reason) });
});

function end(ended) {
  parentPort.postMessage({ ended });
  process.exit(1);
}

function named(errorType, message) {
  const error = new Error(message);
  error.name = errorType;
  return error;
}

function moduleNotFound(wanted, from) {
  const error = new Error(
    `Cannot find module '${wanted}'\nRequire stack:\n${from.map((one) => `- ${one}`).join("\n")}`,
  );
  return Object.assign(error, { code: "MODULE_NOT_FOUND" });
}

/** AWS's SDK is in the runtime; everything else has to be in the bundle. */
function requireInside(wanted) {
  if (isBuiltin(wanted) || wanted.startsWith("@aws-sdk/")) return fromRoot(wanted);
  throw moduleNotFound(wanted, [`/var/task/${file}`, "/var/runtime/index.mjs"]);
}

function exportsOf() {
  if (source === undefined) throw moduleNotFound(base, ["/var/runtime/index.mjs"]);
  const loaded = { exports: {} };
  const parameters = ["exports", "require", "module", "__filename", "__dirname"];
  const run = vm.compileFunction(source, parameters, { filename: `/var/task/${file}` });
  run(loaded.exports, requireInside, loaded, `/var/task/${file}`, "/var/task");
  return loaded.exports;
}

function load() {
  let exported;
  try {
    exported = exportsOf();
  } catch (error) {
    if (error instanceof SyntaxError) throw named("Runtime.UserCodeSyntaxError", String(error));
    if (error?.code === "MODULE_NOT_FOUND") throw named("Runtime.ImportModuleError", String(error));
    throw error;
  }
  const handler = exported?.[name];
  if (typeof handler === "function") return handler;
  const what = handler ? "is not a function" : "is undefined or not exported";
  throw named("Runtime.HandlerNotFound", `${base}.${name} ${what}`);
}

function failure(error) {
  if (!types.isNativeError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: String(error.name),
    errorMessage: String(error.message),
    trace: String(error.stack).split("\n"),
  };
}

/** A handler of three parameters may answer by a callback instead of a promise. */
function handled(event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const promise = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (typeof promise?.then === "function") promise.then(resolve, reject);
  });
}

function serialized(result) {
  try {
    return JSON.stringify(result) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
}

let handler;
let broken;
try {
  handler = load();
} catch (error) {
  broken = failure(error);
}

parentPort.on("message", async ({ id, event, context: { timeout, ...known } }) => {
  if (broken) end(broken);
  const getRemainingTimeInMillis = () => timeout * 1000;
  const context = { ...known, callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis };
  try {
    parentPort.postMessage({ id, result: serialized(await handled(event, context)) });
  } catch (error) {
    parentPort.postMessage({ id, failure: failure(error) });
  }
});
