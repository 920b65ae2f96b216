import assert from "node:assert/strict";
import { readRunOptions, USAGE } from "../../local/run/options";
import { InputError } from "../../local/start/inputError";

function problemOf(...argv: string[]): string {
  try {
    readRunOptions(argv);
  } catch (error) {
    if (error instanceof InputError) return error.problems.join("\n");
    throw error;
  }
  throw new Error(`${argv.join(" ")} should have been refused`);
}

describe("npm run local: the command line", () => {
  const expected = { command: "up", stack: "alice", rest: ["--diff"] };
  for (const argv of [
    ["up", "--stack", "alice", "--diff"],
    ["up", "--diff", "-s", "alice"],
    ["--stack=alice", "up", "--diff"],
    ["-s=alice", "up", "--diff"],
  ]) {
    it(`reads ${argv.join(" ")}`, () => assert.deepEqual(readRunOptions(argv), expected));
  }

  it("takes the stack workshop where none is named", () => {
    assert.deepEqual(readRunOptions(["stack", "ls"]), { command: "stack", stack: "workshop", rest: ["ls"] });
  });

  it("shows how it is used where there is no command", () => {
    assert.equal(problemOf(), USAGE);
    assert.equal(problemOf("--diff"), USAGE);
  });

  for (const word of ["--help", "-h"]) {
    it(`shows it for ${word}`, () => assert.equal(readRunOptions([word]).help, true));
  }

  for (const [given, expected] of [
    [["stack", "init", "alice"], ["init"]],
    [
      ["stack", "rm", "alice", "--force"],
      ["rm", "--force"],
    ],
    [["stack", "rm", "--stack", "alice"], ["rm"]],
  ] as const) {
    it(`takes the stack of ${given.join(" ")} from there`, () => {
      assert.deepEqual(readRunOptions(given), { command: "stack", stack: "alice", rest: expected });
    });
  }

  it("refuses a stack's name there as after --stack", () => {
    assert.match(problemOf("stack", "init", "Alice"), /^--stack Alice: expected/);
  });

  it("selects no stack", () => {
    assert.equal(
      problemOf("stack", "select", "alice"),
      "npm run local has no selected stack: each command takes --stack NAME, and without it the stack is workshop",
    );
  });

  for (const name of ["Alice", "alice-", "alice--b", "averylongname", "1st", ""]) {
    it(`refuses the stack "${name}"`, () => {
      assert.equal(
        problemOf("up", "--stack", name),
        `--stack ${name}: expected 1 to 12 lower-case letters, digits and single hyphens, beginning with a letter and not ` +
          "ending in a hyphen. Choose such a name, for example --stack alice",
      );
    });
  }

  it("refuses --stack without a name", () => assert.match(problemOf("up", "--stack"), /^--stack : expected/));
});
