import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releaseMachine } from "../../components/canary/releaseMachine";
import { withDiagram } from "../../scripts/canaryDiagram";
import { diagram } from "../../scripts/canaryDiagram/diagram";
import { RELEASE_ARGS } from "../canary/bench";

const page = readFileSync(join(__dirname, "..", "..", "docs", "lab7.md"), "utf8");

describe("the picture of the release's state machine", () => {
  it("in docs/lab7.md is that of the definition; npm run diagram writes it", () => {
    assert.equal(page, withDiagram(page));
  });

  it("shows every state", () => {
    for (const state of Object.keys(releaseMachine(RELEASE_ARGS).States))
      assert.match(page, new RegExp(`    ${state}[[{(]`));
  });

  it("shows states in their groups, choices and ends by their shape, and each way once", () => {
    const picture = diagram({
      "First part": { A: { Type: "Pass", Next: "B" } },
      Rest: {
        B: {
          Type: "Choice",
          Choices: [
            { Condition: "{% true %}", Next: "C" },
            { Condition: "{% false %}", Next: "C" },
          ],
          Default: "D",
        },
        C: { Type: "Succeed" },
        D: { Type: "Fail" },
      },
    });
    assert.equal(
      picture,
      [
        "flowchart TD",
        '  subgraph First_part["First part"]',
        "    A[A]",
        "  end",
        '  subgraph Rest["Rest"]',
        "    B{B}",
        "    C([C])",
        "    D([D])",
        "  end",
        "  A --> B",
        "  B --> C",
        "  B --> D",
      ].join("\n"),
    );
  });
});
