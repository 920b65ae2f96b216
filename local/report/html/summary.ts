import { formatDuration } from "../duration";
import type { Chapter, Check, Report } from "../model";
import { type Counted, sumOf, type Totals } from "../totals";
import { type Html, html } from "./markup";
import { formatValue, scoreOf, sign, verdictMark } from "./words";

/** What the whole rehearsal was, and what came of it. */
export function renderHeader(report: Report): Html {
  const { stack, seed, epoch, chapters } = report;
  return html`
<header>
  <p class="site">catsndogs.lol</p>
  <h1>Rehearsal of ${stack}</h1>
  <p class="overall">${verdictMark(scoreOf(chapters.flatMap(({ checks }) => checks)))}</p>
  <dl class="facts">
    <div><dt>Stack</dt><dd>${stack}</dd></div>
    <div><dt>Seed of chance</dt><dd>${seed}</dd></div>
    <div><dt>Virtual time begins</dt><dd><time datetime="${epoch}">${epoch.slice(0, 10)} ${epoch.slice(11, 16)} UTC</time></dd></div>
  </dl>
  ${summaryTable(chapters)}
  ${failures(chapters)}
</header>`;
}

const COLUMNS = ["Chapter", "Checks", "Virtual time", "Requests served", "Requests lost", "Spent"] as const;

function summaryTable(chapters: readonly Counted<Chapter>[]): Html {
  const sum = row(
    html`In all`,
    chapters.flatMap(({ checks }) => checks),
    {
      seconds: chapters.reduce((seconds, { from, to }) => seconds + to - from, 0),
      totals: sumOf(chapters.map(({ totals }) => totals)),
    },
  );
  const rows = chapters.map(({ id, title, checks, from, to, totals }) =>
    row(html`<a href="#${id}">${title}</a>`, checks, { seconds: to - from, totals }),
  );
  return html`
  <table class="cards summary" role="table">
    <caption>Chapters of the rehearsal</caption>
    <thead role="rowgroup"><tr role="row">${COLUMNS.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
    <tbody role="rowgroup">${rows}</tbody>
    ${chapters.length > 1 && html`<tfoot role="rowgroup">${sum}</tfoot>`}
  </table>`;
}

function row(
  title: Html,
  checks: readonly Check[],
  { seconds, totals }: { seconds: number; totals: Totals | undefined },
): Html {
  const cells = [
    verdictMark(scoreOf(checks)),
    formatDuration(seconds),
    formatValue(totals?.served),
    formatValue(totals?.lost),
    formatValue(totals?.dollars, "dollars"),
  ];
  return html`<tr role="row"><th role="rowheader" scope="row">${title}</th>${cells.map(
    (cell, i) => html`<td role="cell" data-label="${COLUMNS[i + 1]}">${cell}</td>`,
  )}</tr>`;
}

/** What has failed, where everybody looks first. */
function failures(chapters: readonly Chapter[]): Html | undefined {
  const failed = chapters.flatMap(({ id, title, checks }) =>
    checks.filter(({ passed }) => !passed).map((check) => ({ id, title, ...check })),
  );
  if (failed.length === 0) return undefined;
  return html`
  <section class="failures" aria-label="Failed checks">
    <h2>What failed</h2>
    <ul>${failed.map(
      ({ id, title, what, expected, seen }) =>
        html`<li>${sign(false)} <a href="#${id}">${title}</a>: ${what}: expected ${expected}, seen ${seen}</li>`,
    )}</ul>
  </section>`;
}
