import colors from "picocolors";
import { formatDuration } from "./duration";
import type { Chapter, Check } from "./model";

export { formatDuration };

/** Columns of a row: what is looked at, what is expected, what was seen; with the gaps and the sign it fits in 80. */
const WIDTHS = [34, 19, 20] as const;
const GAP = "  ";

/** The checks of all chapters as a table for a terminal of 80 columns: nothing is cut, what is long takes more lines. */
export function checkTable(chapters: readonly Chapter[]): string[] {
  return chapters.flatMap((chapter) => [...heading(chapter), ...chapter.checks.flatMap(row), ""]);
}

function heading({ title, from, to, checks }: Chapter): string[] {
  const failed = checks.filter(({ passed }) => !passed).length;
  const all = `${checks.length} ${checks.length === 1 ? "check" : "checks"}`;
  const verdict = failed > 0 ? `${failed} of ${all} failed` : `${all} passed`;
  const titles = lines(["check", "expected", "seen"]).map((line) => colors.dim(`${GAP}${GAP}${line}`));
  return [colors.bold(title), colors.dim(`${GAP}${formatDuration(to - from)} of virtual time, ${verdict}`), ...titles];
}

function row({ what, expected, seen, passed }: Check): string[] {
  const sign = passed ? colors.green("✔") : colors.red("✘");
  return lines([what, expected, seen]).map((line, i) => `${GAP}${i === 0 ? sign : " "} ${line}`);
}

/** The cells side by side, each wrapped to its column. */
function lines(cells: readonly [string, string, string]): string[] {
  const wrapped = cells.map((cell, column) => wrap(cell, WIDTHS[column] ?? 0));
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, i) =>
    wrapped
      .map((part, column) => (part[i] ?? "").padEnd(WIDTHS[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** Words go to the next line; a word that is longer than a line is broken. */
function wrap(text: string, width: number): string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((one) => one.match(new RegExp(`.{1,${width}}`, "gu")) ?? [])) {
    if (line !== "" && line.length + 1 + word.length > width) {
      wrapped.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...wrapped, line];
}
