import assert from "node:assert/strict";
import { createPlaceholder } from "../../apps/mxnet/placeholder.mjs";
import { Application } from "./application";

const LINE = {
  level: "info",
  message: "placeholder",
  reason: "Apache MXNet was retired in 2023; this reserves its memory for the placement lab and classifies nothing",
  otherImage: "pulumi config set --path 'catsndogs:mxnet.image' HOST/NAME:TAG",
};

describe("the placeholder for mxnet", () => {
  it("says once what it is, stays up, and ends with 0 when it is stopped", async () => {
    const logged: unknown[] = [];
    const placeholder = createPlaceholder({ log: (entry) => void logged.push(entry) });
    let code: number | undefined;
    const ended = placeholder.run().then((given) => {
      code = given;
    });
    await new Promise(setImmediate);
    assert.equal(code, undefined);
    assert.deepEqual(logged, [LINE]);
    placeholder.stop("SIGTERM");
    await ended;
    assert.equal(code, 0);
    assert.deepEqual(logged, [LINE, { level: "info", message: "stopping", reason: "SIGTERM" }]);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`exits with 0 by ${signal}`, async () => {
      const application = new Application("apps/mxnet/main.mjs", {});
      assert.deepEqual(await application.line("placeholder"), LINE);
      application.signal(signal);
      assert.equal(await application.code(), 0, application.stderr);
      assert.deepEqual(application.lines, [LINE, { level: "info", message: "stopping", reason: signal }]);
    });
  }
});
