import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { FUNCTION } from "../../local/account/types/lambda/references";
import { shapeFailures } from "../../local/account/validate";
import { archive, CODE, greeter } from "./lambdaFixture";
import { failures } from "./support";

const [SIGNATURE = ""] = Object.keys(archive({}));
const ASSET: Props = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17" };

/** What is wrong with a function of the archive, with some of that changed. */
const wrong = (by: Props): string[] =>
  failures(FUNCTION, { ...greeter, code: { ...archive({ "index.js": CODE }), ...by } });

describe("account: archives", () => {
  const refused = ["code: expected an archive of assets with their text, got an object"];
  const cases: [what: string, by: Props][] = [
    ["an asset that only names a file", { assets: { "index.js": { ...ASSET, path: "index.js" } } }],
    [
      "an asset that only names a file, as the CLI's engine sends it",
      { assets: { "index.js": { ...ASSET, text: "", path: "index.js", uri: "" } } },
    ],
    ["an asset behind a URL", { assets: { "index.js": { ...ASSET, text: "", uri: "https://example.com/index.js" } } }],
    ["a file without a signature", { assets: { "index.js": { text: CODE } } }],
    ["an archive without files", { assets: null }],
    ["what is signed as an asset", ASSET],
  ];
  for (const [what, by] of cases) it(`refuse ${what}`, () => assert.deepEqual(wrong(by), refused));

  it("are not assets, and the other way round", () => {
    const asset = { ...ASSET, text: CODE };
    assert.deepEqual(shapeFailures("asset", asset, "source"), []);
    const reason = "expected an asset with its text, got an object";
    for (const other of [archive({ "index.js": CODE }), { ...ASSET, path: "index.js" }]) {
      assert.deepEqual(shapeFailures("asset", other, "source"), [{ property: "source", reason }]);
    }
  });

  it("take assets with what the CLI's engine adds to them", () => {
    const asset = { ...ASSET, text: CODE, path: "", uri: "", hash: "30545e08d4c6ffa1" };
    assert.deepEqual(wrong({ assets: { "index.js": asset }, hash: "17b1f29991febeaf" }), []);
  });
});
