// Starts main.ts with tsx as a require hook, which needs no second thread as its import hook does. What comes from
// packages is loaded first, so that tsx need not look into each of its files.
require("@grpc/grpc-js");
require("@pulumi/pulumi/proto/plugin_pb");
require("@pulumi/pulumi/proto/provider_grpc_pb");
require("proper-lockfile");
require("write-file-atomic");
require("tsx/cjs");
require("./main.ts");
