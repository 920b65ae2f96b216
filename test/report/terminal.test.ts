import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { checkTable, formatDuration } from "../../local/report/terminal";
import { chapter, PASSED } from "./example";

describe("checks on a terminal", () => {
  const table = (...chapters: Parameters<typeof checkTable>[0]) => checkTable(chapters).map(stripVTControlCharacters);

  it("are a table in which nothing is cut", () => {
    assert.deepEqual(table(chapter()), [
      "Lab 2: the site under load",
      "  2 min of virtual time, 1 of 2 checks failed",
      "    check                               expected             seen",
      "  ✔ Spot instances that run             3                    3",
      "  ✘ requests lost, of 45,000 that were  0                    56",
      "    made while the load lasted",
      "",
    ]);
  });

  it("fit into 80 columns, whatever is in them", () => {
    const word = "x".repeat(90);
    const lines = table(chapter({ checks: [{ ...PASSED, what: word, expected: `a ${word}`, seen: "b ".repeat(50) }] }));
    for (const line of lines) assert.ok(line.length <= 80, line);
    // Two words of 90, and one x in the heading "expected".
    assert.equal(lines.join("").match(/x/g)?.length, 181);
  });

  it("say that all have passed", () => {
    assert.ok(table(chapter({ checks: [PASSED] })).includes("  2 min of virtual time, 1 check passed"));
  });
});

describe("durations", () => {
  for (const [seconds, text] of [
    [0, "0 s"],
    [59.9, "59 s"],
    [60, "1 min"],
    [725, "12 min 05 s"],
    [3600, "1 h"],
    [3960, "1 h 06 min"],
    [90_000, "25 h"],
  ] as const) {
    it(`${seconds} s is ${text}`, () => assert.equal(formatDuration(seconds), text));
  }
});
