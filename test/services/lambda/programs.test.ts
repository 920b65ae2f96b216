import assert from "node:assert/strict";
import { archive } from "../../account/lambdaFixture";
import { failureOf, type LabOptions, labs } from "./fixture";

describe("the programs of Lambda's functions", () => {
  const lab = labs();

  /** How the only invocation of a handler fails. */
  const failing = async (handler: string, options: LabOptions = {}): Promise<string> =>
    failureOf(await lab(handler, options).invoke());

  it("cannot be loaded without a package that is not in the bundle", async () => {
    const code = archive({ "index.js": 'require("left-pad"); exports.handler = async () => 1;' });
    assert.equal(
      await failing("", { inputs: { code } }),
      "Runtime.ImportModuleError: Error: Cannot find module 'left-pad'\n" +
        "Require stack:\n- /var/task/index.js\n- /var/runtime/index.mjs",
    );
  });

  it("do not find this project's packages, nor its files", async () => {
    for (const wanted of ["@pulumi/pulumi", "./lambdas/common/sides", "tsx"]) {
      const handler = `async () => { try { require("${wanted}"); } catch ({ code }) { return code; } }`;
      assert.equal((await lab(handler).invoke()).Payload, "MODULE_NOT_FOUND", wanted);
    }
  });

  it("fail where their export is missing, or is no function", async () => {
    const of = (text: string) => failing("", { inputs: { code: archive({ "index.js": text }) } });
    assert.equal(await of("exports.main = 1;"), "Runtime.HandlerNotFound: index.handler is undefined or not exported");
    assert.equal(await of("exports.handler = 1;"), "Runtime.HandlerNotFound: index.handler is not a function");
  });

  it("fail where their program is none, and with what it throws when it is loaded", async () => {
    const of = (text: string) => failing("", { inputs: { code: archive({ "index.js": text }) } });
    assert.match(await of("exports.handler = ("), /^Runtime\.UserCodeSyntaxError: SyntaxError: /);
    assert.equal(await of('throw new Error("TABLE is not set");'), "Error: TABLE is not set");
  });

  it("are not run where they are no CommonJS of Node's", async () => {
    const python = lab("", { inputs: { runtime: "python3.13" } });
    await assert.rejects(python.invoke(), { message: "The runtime python3.13 is not modelled; only Node is." });
    const module = lab("", { inputs: { code: archive({ "index.mjs": "export const handler = () => 1;" }) } });
    await assert.rejects(module.invoke(), { message: /^index\.mjs is an ES module, which is not modelled\./ });
  });
});
