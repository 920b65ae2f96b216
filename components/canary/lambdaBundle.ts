import { join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { buildSync } from "esbuild";

const ROOT = join(__dirname, "..", "..");

const bundles = new Map<string, string>();

/**
 * The code of a function in lambdas/ as one file, `index.js`, that exports `handler`. AWS's SDK is left out: Lambda's Node
 * runtimes have it. The same sources give the same text, so that an unchanged function is not deployed again.
 *
 * @param name of its folder
 */
export function lambdaBundle(name: string): asset.AssetArchive {
  return new asset.AssetArchive({ "index.js": new asset.StringAsset(bundled(name)) });
}

function bundled(name: string): string {
  const known = bundles.get(name) ?? bundle(name);
  bundles.set(name, known);
  return known;
}

function bundle(name: string): string {
  const { outputFiles } = buildSync({
    // Relative to the root: esbuild names the files in comments, and they are to be the same everywhere.
    absWorkingDir: ROOT,
    entryPoints: [`lambdas/${name}/handler.ts`],
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    external: ["@aws-sdk/*"],
    write: false,
    // What is wrong is in the error that it throws.
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
