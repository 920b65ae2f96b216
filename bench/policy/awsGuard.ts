import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../measure";

/** The published pack to compare with, and the SDKs whose versions are this project's. Its SDK of AWS stays its own: it needs an older one. */
const VERSION = "0.3.1";
const SDKS = ["@pulumi/policy", "@pulumi/pulumi"];

/**
 * The main file of a pack of all AWSGuard rules, or undefined where npm cannot install them. AWSGuard is no dependency
 * of the project, as it brings an SDK of its own that nobody else needs; it is kept below node_modules until the next
 * `npm ci`.
 */
export function awsGuard(): string | undefined {
  const folder = join(ROOT, "node_modules", ".cache", `awsguard-${VERSION}`);
  const entry = join(folder, "index.js");
  if (existsSync(entry)) return entry;
  const { dependencies } = require(join(ROOT, "package.json")) as { dependencies: Record<string, string> };
  const overrides = Object.fromEntries(SDKS.map((name) => [name, dependencies[name]]));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({
      name: "awsguard-bench",
      version: VERSION,
      private: true,
      main: "index.js",
      dependencies: { "@pulumi/awsguard": VERSION },
      overrides,
    }),
  );
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "ignore" });
  if (status !== 0) return undefined;
  writeFileSync(entry, 'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard({ all: "advisory" });\n');
  return entry;
}
