import { formatDuration } from "../duration";
import type { Band, Chapter, Chart, Series } from "../model";
import { type Html, html } from "./markup";
import { formatValue } from "./words";

/** The lowest, the highest and the last value of a curve. */
interface Range {
  lowest: number | null;
  highest: number | null;
  last: number | null;
}

function rangeOf({ values }: Series): Range {
  let lowest: number | null = null;
  let highest: number | null = null;
  let last: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (lowest === null || value < lowest) lowest = value;
    if (highest === null || value > highest) highest = value;
    last = value;
  }
  return { lowest, highest, last };
}

/** A chart in a sentence, for those who cannot see it. */
export function chartSummary({ charts, from, to }: Chapter, index: number): string {
  const { unit, series } = charts[index] as Chart;
  const curves = series.map((one) => {
    const { lowest, highest, last } = rangeOf(one);
    return `${one.label}: from ${formatValue(lowest, unit)} to ${formatValue(highest, unit)}, at the end ${formatValue(last, unit)}`;
  });
  return `In ${unit}, over ${formatDuration(to - from)}. ${curves.join("; ")}.`;
}

/** The alarms' states in a sentence. */
export function bandSummary({ bands }: Chapter): string {
  return bands
    .map((band) => `${band.label}: ${inAlarm(band)}, at the end ${band.spans.at(-1)?.state ?? "unknown"}`)
    .join("; ");
}

function inAlarm({ spans }: Band): string {
  const alarms = spans.filter(({ state }) => state === "ALARM");
  if (alarms.length === 0) return "never in ALARM";
  const seconds = alarms.reduce((sum, { from, to }) => sum + to - from, 0);
  return `${alarms.length === 1 ? "once" : `${alarms.length} times`} in ALARM, ${formatDuration(seconds)} in all`;
}

/** What the charts show, as tables: for screen readers, for print, and where there is no JavaScript. */
export function numbers({ charts, bands, title }: Chapter): Html {
  return html`
      <details class="numbers">
        <summary>The timeline in numbers</summary>
        <div class="scroll" role="region" aria-label="Numbers of ${title}" tabindex="0">
        <table>
          <caption>Curves</caption>
          <thead><tr>${["Curve", "Lowest", "Highest", "At the end"].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
          ${charts.map(
            ({ title, unit, series }) => html`<tbody>
            <tr><th scope="rowgroup" colspan="4">${title}, ${unit}</th></tr>
            ${series.map((one) => curveRow(one, unit))}
          </tbody>`,
          )}
        </table>
        ${
          bands.length > 0 &&
          html`<table>
          <caption>Alarms</caption>
          <thead><tr>${["Alarm", "In ALARM", "At the end"].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${bands.map((band) => html`<tr><th scope="row">${band.label}</th><td>${inAlarm(band)}</td><td>${band.spans.at(-1)?.state ?? "–"}</td></tr>`)}</tbody>
        </table>`
        }
        </div>
      </details>`;
}

function curveRow(series: Series, unit: string): Html {
  const { lowest, highest, last } = rangeOf(series);
  const cells = [lowest, highest, last].map((value) => html`<td>${formatValue(value, unit)}</td>`);
  return html`<tr><th scope="row">${series.label}</th>${cells}</tr>`;
}
