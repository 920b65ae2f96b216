import assert from "node:assert/strict";
import { parseKey, setAt, typed } from "../../local/start/configPath";

describe("the path syntax of --set", () => {
  it("reads names, indexes and quoted names", () => {
    assert.deepEqual(parseKey("spotCapacity.min"), ["spotCapacity", "min"]);
    assert.deepEqual(parseKey("spotInstanceTypes[2]"), ["spotInstanceTypes", 2]);
    assert.deepEqual(parseKey('a["b.c"][0].d'), ["a", "b.c", 0, "d"]);
    assert.deepEqual(parseKey('a["say \\"hi\\""]'), ["a", 'say "hi"']);
  });

  for (const [path, message] of [
    ["", "the key is empty"],
    ["a[*].b", '"a[*].b" names many values; name one'],
    [".a", '".a" is no path: ".a" is neither .name nor [index] nor ["name"]'],
    ["a..b", '"a..b" is no path: "..b" is neither .name nor [index] nor ["name"]'],
    ["a[x]", '"a[x]" is no path: "[x]" is neither .name nor [index] nor ["name"]'],
    ["a[0]b", '"a[0]b" is no path: a dot is missing before "b"'],
  ] as const) {
    it(`refuses ${JSON.stringify(path)}`, () => assert.throws(() => parseKey(path), { message }));
  }

  it("makes objects and lists on the way and leaves the original alone", () => {
    const original = { spotCapacity: { min: 3, max: 10 } };
    assert.deepEqual(setAt(original, ["spotCapacity", "min"], 4), { spotCapacity: { min: 4, max: 10 } });
    assert.deepEqual(original, { spotCapacity: { min: 3, max: 10 } });
    assert.deepEqual(setAt(undefined, ["out", "steps", 0, "add"], 2), { out: { steps: [{ add: 2 }] } });
  });

  it("lets a list grow by one element and no further", () => {
    assert.deepEqual(setAt(["a"], [1], "b"), ["a", "b"]);
    assert.throws(() => setAt(["a"], [2], "b"), { message: "index 2 is beyond the end of a list of 1" });
  });

  it("refuses to look inside what has no inside", () => {
    assert.throws(() => setAt("0.25", ["min"], 1), {
      message: '"0.25" is not an object, so "min" cannot be set in it',
    });
    assert.throws(() => setAt({}, [0], 1), { message: "{} is not a list, so 0 cannot be set in it" });
  });

  it("types booleans and integers, and nothing else", () => {
    assert.deepEqual(["true", "false", "20", "-1", "0.25", "007", "1e3", ""].map(typed), [
      true,
      false,
      20,
      -1,
      "0.25",
      "007",
      "1e3",
      "",
    ]);
  });
});
