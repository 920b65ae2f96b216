import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { showViolations } from "../../local/start/show";

const found = (policy: string, message: string, name?: string) => ({
  policy,
  level: "advisory",
  message,
  remediationSteps: `Mend ${policy}.`,
  ...(name && { urn: `urn:pulumi:alice::catsndogs::aws:sns/topic:Topic::${name}` }),
});

describe("findings of the policy pack", () => {
  it("are shown rule by rule, with what to do once", () => {
    const shown = showViolations([
      found("one", "a is 1.", "cats"),
      found("two", "too much."),
      found("one", "a is 2.", "dogs"),
    ]);
    assert.deepEqual(shown.map(stripVTControlCharacters), [
      "  [advisory] one",
      "    cats: a is 1.",
      "    dogs: a is 2.",
      "    Mend one.",
      "  [advisory] two",
      "    too much.",
      "    Mend two.",
    ]);
  });
});
