import { ALL_KINDS, type Findings } from "./search";

/** The rules, the kinds of mutants that each finds, and one of them in words. */
export function table(findings: ReadonlyMap<string, Findings>): string {
  const width = Math.max(...[...findings.keys()].map((name) => name.length));
  const head = ALL_KINDS.map((kind, index) => `${"".padEnd(width)}  ${"│".repeat(index)}┌ ${kind}`);
  const rows = [...findings].map(([name, found]) => {
    const cells = ALL_KINDS.map((kind) => (found.has(kind) ? "●" : "·")).join("");
    const [example = "nothing"] = found.values();
    return `${name.padEnd(width)}  ${cells}  ${example}`;
  });
  return [...head, ...rows].join("\n");
}
