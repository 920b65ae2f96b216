import assert from "node:assert/strict";
import { InputError } from "../../local/start/inputError";
import { readOptions } from "../../local/start/options";

const DEFAULTS = {
  stack: "workshop",
  sets: [],
  seed: 1,
  reportFile: "report/index.html",
  json: false,
  help: false,
};

describe("the command line of npm start", () => {
  it("defaults to the workshop stack", () => {
    assert.deepEqual(readOptions([]), DEFAULTS);
  });

  it("reads every option, and lets --lab win over --set", () => {
    assert.deepEqual(
      readOptions(["--stack", "alice", "--lab", "1", "--set", "lab=2", "--set", "a=b", "--export", "x.json"]),
      { ...DEFAULTS, stack: "alice", sets: ["lab=2", "a=b", "catsndogs:lab=1"], exportFile: "x.json" },
    );
  });

  it("reads what the rehearsal is to be", () => {
    assert.deepEqual(readOptions(["--scenario", "zone-loss", "--seed", "7", "--report", "x.html", "--json"]), {
      ...DEFAULTS,
      scenario: "zone-loss",
      seed: 7,
      reportFile: "x.html",
      json: true,
    });
  });

  for (const [argv, problem] of [
    [["--lap", "1"], "Unknown option '--lap'. See npm start -- --help"],
    [["up"], '"up" is no option. See npm start -- --help'],
    [["--lab", "two"], "--lab two: expected a whole number, for example --lab 1"],
    [["--export", ""], "--export: expected the name of a file"],
    [["--report", ""], "--report: expected the name of a file"],
    [["--seed", "x"], "--seed x: expected a whole number from 0 to 999999999, for example --seed 7"],
    [
      ["--scenario", "flood"],
      "--scenario flood: expected one of spot-storm, price-spike, zone-loss, flapping, silent-traffic, for example --scenario spot-storm",
    ],
  ] as const) {
    it(`refuses ${argv.join(" ")}`, () => {
      assert.throws(
        () => readOptions(argv),
        (error) => error instanceof InputError && error.problems.join() === problem,
      );
    });
  }
});
