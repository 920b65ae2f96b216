import assert from "node:assert/strict";
import { type Command, findPulumi } from "../../local/run/findPulumi";
import { InputError } from "../../local/start/inputError";

const PATH: Command = { file: "pulumi", args: [] };
const NPX: Command = { file: "npx", args: ["--yes", "pulumi"] };

describe("npm run local: where the Pulumi CLI is", () => {
  it("takes the one on PATH, and looks no further", () => {
    const tried: string[] = [];
    const found = findPulumi({}, ({ file }) => tried.push(file) > 0);
    assert.deepEqual(found, PATH);
    assert.deepEqual(tried, ["pulumi"]);
  });

  it("takes npx's where there is none on PATH", () => {
    assert.deepEqual(
      findPulumi({}, ({ file }) => file === "npx"),
      NPX,
    );
  });

  it("says how to get one where there is none", () => {
    assert.throws(
      () => findPulumi({}, () => false),
      (error) =>
        error instanceof InputError &&
        error.problems.join() ===
          "The Pulumi CLI was not found: neither `pulumi` on PATH nor `npx pulumi` runs. " +
            "Install it as www.pulumi.com/docs/install says, or use `npm start`, which needs none",
    );
  });

  it("looks in the environment that it is given", () => {
    const environment = { PATH: "/nowhere" };
    findPulumi(environment, (_command, seen) => seen === environment);
    assert.throws(() => findPulumi({}, (_command, seen) => seen === environment), InputError);
  });
});
