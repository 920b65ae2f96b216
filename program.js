// What Pulumi's engine starts. The packages come before tsx, which would look into each of their 1,500 files.
require("@pulumi/aws");
require("@pulumi/awsx");
require("tsx/cjs");
const { findSourceMap } = require("node:module");
const { install } = require("source-map-support");

// The SDK takes an error's stack for every promise that it makes, which costs more than all else that is done for a
// resource. Four frames are enough to say where an error came from. The SDK would read a source map for each of its own
// files; only this program's are wanted, and tsx has handed those to Node.
Error.stackTraceLimit = 4;
install({
  overrideRetrieveSourceMap: true,
  retrieveSourceMap(source) {
    const map = source.includes("node_modules") ? undefined : findSourceMap(source);
    return map ? { url: source, map: { ...map.payload, sources: [source] } } : null;
  },
});

module.exports = require("./index.ts");
