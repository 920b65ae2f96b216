import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import type { asset } from "@pulumi/pulumi";
import { lambdaBundle } from "../../../components/canary/lambdaBundle";

async function sourceOf(name: string): Promise<string> {
  const files = (await lambdaBundle(name).assets) as Record<string, asset.StringAsset>;
  assert.deepEqual(Object.keys(files), ["index.js"]);
  return String(await files["index.js"]?.text);
}

describe("canary: the bundle of a function", () => {
  for (const name of ["updateRoute53", "checkHealth", "handleEcsEvents"]) {
    it(`of ${name} is one file that needs the SDK alone, and exports its handler`, async () => {
      const source = await sourceOf(name);
      const needed = [...source.matchAll(/require\("([^"]+)"\)/g)].map(([, module = ""]) => module);
      assert.ok(needed.length > 0);
      assert.deepEqual(
        needed.filter((module) => !module.startsWith("@aws-sdk/")),
        [],
      );
      assert.match(source, /handler: \(\) => handler/);
      assert.ok(source.length < 20_000, "no library has come along");
    });
  }

  it("names no folder of the machine that has made it", async () => {
    assert.equal((await sourceOf("checkHealth")).includes(process.cwd()), false);
  });

  it("says which variable is missing when it is loaded without one", async () => {
    const source = await sourceOf("updateRoute53");
    const sdk = { Route53Client: class {}, ChangeResourceRecordSetsCommand: class {} };
    const load = (env: object) =>
      runInNewContext(source, { module: { exports: {} }, require: () => sdk, process: { env } });
    assert.throws(() => load({}), { message: "The environment variable STACK is not set." });
    assert.throws(() => load({ STACK: "s", HOSTED_ZONE_ID: "Z", RECORD_NAME: "www", SIDES: "blue" }), {
      message: "The environment variable SIDES is not JSON.",
    });
  });

  it("refuses a folder that is not there", () => {
    assert.throws(() => lambdaBundle("nothing"), /Could not resolve/);
  });
});
