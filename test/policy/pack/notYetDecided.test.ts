import assert from "node:assert/strict";
import { UNKNOWN } from "../harness";
import { deployBoxes } from "./pack";

const BEGINNING = "not-yet-decided: not known before `pulumi up`, which judges again:";

describe("not-yet-decided", () => {
  it("is silent where all is known", () => {
    assert.deepEqual(deployBoxes({ a: 1, b: 1 }), []);
  });

  it("lists what each rule has left open, and of which resources", () => {
    assert.deepEqual(deployBoxes({ a: UNKNOWN, b: 1, c: UNKNOWN }), [
      "few-boxes: the number of boxes is 3; at most 2 is allowed. Lower it.",
      `${BEGINNING}\n  few-boxes: size of a, c\n  small-box: size of a, c`,
    ]);
  });

  it("forgets what was open when it is known in the next deployment", () => {
    deployBoxes({ a: UNKNOWN });
    assert.deepEqual(deployBoxes({ a: 1 }), []);
  });
});
