import assert from "node:assert/strict";
import { UNKNOWN } from "../harness";
import { BOX, deployBoxes } from "./pack";

const REASON = "It is emptied this month.";
const exemption = (resource: string, expires = "2999-12-31") => ({ resource, reason: REASON, expires });

const TOO_LARGE = "size is 5; at most 1 is allowed. Lower it.";

describe("exemption-review", () => {
  it("has nothing to say of a stack without exemptions", () => {
    assert.deepEqual(deployBoxes({ a: 1, b: 5 }), [`small-box b: ${TOO_LARGE}`]);
  });

  it("shows each exemption in force, with the violation that it covers", () => {
    assert.deepEqual(deployBoxes({ a: 1, b: 5 }, { "small-box": [exemption("b")] }), [
      `exemption-review b: exempt from small-box until 2999-12-31, because: ${REASON} Without it: ${TOO_LARGE}`,
    ]);
  });

  it("covers one rule and one resource, and no more", () => {
    assert.deepEqual(deployBoxes({ a: 5, b: 5, c: 1 }, { "small-box": [exemption("b")] }), [
      `small-box a: ${TOO_LARGE}`,
      "few-boxes: the number of boxes is 3; at most 2 is allowed. Lower it.",
      `exemption-review b: exempt from small-box until 2999-12-31, because: ${REASON} Without it: ${TOO_LARGE}`,
    ]);
  });

  it("shows what a pattern covers, resource by resource", () => {
    assert.deepEqual(deployBoxes({ a: 5, b: 5 }, { "small-box": [exemption(`${BOX}::*`)] }), [
      `exemption-review a: exempt from small-box until 2999-12-31, because: ${REASON} Without it: ${TOO_LARGE}`,
      `exemption-review b: exempt from small-box until 2999-12-31, because: ${REASON} Without it: ${TOO_LARGE}`,
    ]);
  });

  it("lets the stack as a whole be exempted by its name", () => {
    assert.deepEqual(deployBoxes({ a: 1, b: 1, c: 1 }, { "few-boxes": [exemption("boxes-alice")] }), [
      `exemption-review boxes-alice: exempt from few-boxes until 2999-12-31, because: ${REASON} Without it: the number of ` +
        "boxes is 3; at most 2 is allowed. Lower it.",
    ]);
  });

  it("reports one that is over, which covers nothing any more", () => {
    assert.deepEqual(deployBoxes({ b: 5 }, { "small-box": [exemption("b", "2000-01-31")] }), [
      `small-box b: ${TOO_LARGE}`,
      "exemption-review: the exemption of b from small-box expired on 2000-01-31; an exemption that is over does nothing. " +
        `Mend what it covered, or decide anew. It was given because: ${REASON}`,
    ]);
  });

  it("reports one that is of no use, and why", () => {
    assert.deepEqual(deployBoxes({ a: 1 }, { "small-box": [exemption("a")] }), [
      "exemption-review: the exemption of a from small-box is unused: the rule finds nothing wrong there. Remove it.",
    ]);
    assert.deepEqual(deployBoxes({ a: 1 }, { "small-box": [exemption("b")] }), [
      "exemption-review: the exemption of b from small-box is unused: the stack has no such resource. Remove it, or correct " +
        "its name.",
    ]);
    assert.deepEqual(deployBoxes({ a: 1 }, { "small-box": [exemption("boxes-alice")] }), [
      "exemption-review: the exemption of boxes-alice from small-box is unused: the rule does not look at " +
        "pulumi:pulumi:Stack. Remove it.",
    ]);
  });

  it("reports one of a rule that finds nothing to judge", () => {
    assert.deepEqual(deployBoxes({}, { "small-box": [exemption("a")] }), [
      "exemption-review: the exemption of a from small-box is unused: the stack has no such resource. Remove it, or correct " +
        "its name.",
    ]);
  });

  it("does not call unused what a preview cannot decide", () => {
    assert.deepEqual(deployBoxes({ a: UNKNOWN }, { "small-box": [exemption("a")] }), [
      "not-yet-decided: not known before `pulumi up`, which judges again:\n  few-boxes: size of a\n  small-box: size of a",
    ]);
  });

  it("begins anew with each deployment", () => {
    deployBoxes({ b: 5 }, { "small-box": [exemption("b")] });
    assert.deepEqual(deployBoxes({ b: 1 }), []);
  });
});
