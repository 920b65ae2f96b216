import type { Check } from "../model";
import { type Html, html } from "./markup";

/** How many of some checks have passed. */
export interface Score {
  passed: number;
  failed: number;
}

export function scoreOf(checks: readonly Check[]): Score {
  const passed = checks.filter((check) => check.passed).length;
  return { passed, failed: checks.length - passed };
}

/** "All 12 checks passed", "2 of 12 checks failed". */
export function verdict({ passed, failed }: Score): string {
  const all = passed + failed;
  if (all === 0) return "No checks";
  if (failed > 0) return `${failed} of ${all} ${all === 1 ? "check" : "checks"} failed`;
  return all === 1 ? "1 check passed" : `All ${all} checks passed`;
}

/** The same behind a sign. */
export function verdictMark(score: Score): Html {
  return html`<span class="verdict ${score.failed > 0 ? "failed" : "passed"}">${sign(score.failed === 0)} ${verdict(score)}</span>`;
}

/** For the eye only: words have to say the same. */
export function sign(passed: boolean): Html {
  return html`<span class="sign" aria-hidden="true">${passed ? "✔" : "✘"}</span>`;
}

/** A number of a chart in its unit's own form: `$0.12`, `33.4 %`, `1,500`. */
export function formatValue(value: number | null | undefined, unit = ""): string {
  if (value === null || value === undefined) return "–";
  if (unit === "dollars") return `$${fixed(value, 2, 2)}`;
  return `${fixed(value, 0, 1)}${unit === "%" ? " %" : ""}`;
}

function fixed(value: number, least: number, most: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
}
