import assert from "node:assert/strict";
import { InputError } from "../../local/start/inputError";
import { readOptions } from "../../local/start/options";

describe("the command line of npm start", () => {
  it("defaults to the workshop stack", () => {
    assert.deepEqual(readOptions([]), { stack: "workshop", sets: [], help: false });
  });

  it("reads every option, and lets --lab win over --set", () => {
    assert.deepEqual(
      readOptions(["--stack", "alice", "--lab", "1", "--set", "lab=2", "--set", "a=b", "--export", "x.json"]),
      {
        stack: "alice",
        sets: ["lab=2", "a=b", "catsndogs:lab=1"],
        exportFile: "x.json",
        help: false,
      },
    );
  });

  for (const [argv, problem] of [
    [["--lap", "1"], "Unknown option '--lap'. See npm start -- --help"],
    [["up"], '"up" is no option. See npm start -- --help'],
    [["--lab", "two"], "--lab two: expected a whole number, for example --lab 1"],
    [["--export", ""], "--export: expected the name of a file"],
  ] as const) {
    it(`refuses ${argv.join(" ")}`, () => {
      assert.throws(
        () => readOptions(argv),
        (error) => error instanceof InputError && error.problems.join() === problem,
      );
    });
  }
});
