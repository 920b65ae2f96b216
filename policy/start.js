// Pulumi runs a pack through ts-node with a type check, which costs seconds after every edit. This entry loads the pack
// through tsx instead. The SDK comes first because tsx would look into each of its thousand files.
require("@pulumi/policy");
require("tsx/cjs");
require("./index.ts");
