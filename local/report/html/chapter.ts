import { formatClock, formatDuration } from "../duration";
import type { Chapter, Check, ReportEvent } from "../model";
import { type Html, html } from "./markup";
import { bandSummary, chartSummary, numbers } from "./numbers";
import { scoreOf, sign, verdictMark } from "./words";

/** So many events of a chapter stand in the page; its script shows the others when asked to. */
export const EVENTS_SHOWN = 100;

/** Who acts from outside: where that was is marked in the charts. */
export const ACTOR = "attendee";

/** @param index Of the chapter in the report; the page's script finds its data by it. */
export function renderChapter(chapter: Chapter, index: number): Html {
  const { id, title, story, checks, from, to } = chapter;
  return html`
<section class="chapter" id="${id}" data-chapter="${index}" aria-labelledby="${id}-title">
  <div class="heading">
    <h2 id="${id}-title">${title}</h2>
    <p>${verdictMark(scoreOf(checks))} <span class="took">in ${formatDuration(to - from)} of virtual time</span></p>
  </div>
  <p class="story">${story}</p>
  <div class="columns">
    <div class="timeline">
      <h3>Timeline</h3>
      ${actions(chapter)}
      ${chapter.charts.map(({ id: chartId, title: chartTitle, unit }, chart) =>
        figure(`${id}-${chartId}`, chartTitle, unit, chartSummary(chapter, chart), html`data-chart="${chart}"`),
      )}
      ${chapter.bands.length > 0 && figure(`${id}-alarms`, "Alarms", "state", bandSummary(chapter), html`data-bands`)}
      <p class="hint">Time runs in hours and minutes since the chapter began. Drag over a chart to look closer, double-click to see all.</p>
      <noscript><p class="hint">The charts need JavaScript; the numbers below do not.</p></noscript>
      ${numbers(chapter)}
    </div>
    <div class="findings">
      ${checkTable(chapter)}
    </div>
  </div>
  ${eventList(chapter)}
</section>`;
}

/** What the attendee does, as the charts mark it. */
function actions({ events, from }: Chapter): Html | undefined {
  const acts = events.filter(({ source }) => source === ACTOR);
  if (acts.length === 0) return undefined;
  return html`<ol class="actions" aria-label="What the attendee does">${acts.map(
    ({ at, text }) => html`<li><time>${formatClock(at - from)}</time> ${text}</li>`,
  )}</ol>`;
}

function figure(id: string, title: string, unit: string, summary: string, data: Html): Html {
  return html`
      <figure ${data}>
        <figcaption id="${id}"><strong>${title}</strong> <span class="unit">${unit}</span> <output class="moment"></output></figcaption>
        <div class="plot" role="img" aria-label="${title}. ${summary}"></div>
        <div class="legend" role="group" aria-label="Curves of ${title}"></div>
      </figure>`;
}

function checkTable({ checks, title }: Chapter): Html {
  if (checks.length === 0) return html`<h3>Checks</h3><p>This chapter has none.</p>`;
  const names = ["Result", "What is looked at", "Expected", "Seen", "Source"];
  return html`
      <h3>Checks</h3>
      <table class="cards checks" role="table">
        <caption class="unseen">Checks of ${title}</caption>
        <thead role="rowgroup"><tr role="row">${names.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
        <tbody role="rowgroup">${checks.map(checkRow)}</tbody>
      </table>`;
}

function checkRow({ what, expected, seen, passed, source }: Check): Html {
  return html`
          <tr role="row" class="${passed ? "passed" : "failed"}">
            <td role="cell" class="result">${sign(passed)} ${passed ? "passed" : "failed"}</td>
            <th role="rowheader" scope="row">${what}</th>
            <td role="cell" data-label="Expected">${expected}</td>
            <td role="cell" data-label="Seen">${seen}</td>
            <td role="cell" class="source" data-label="Source">${source}</td>
          </tr>`;
}

function eventList({ events, from }: Chapter): Html | undefined {
  if (events.length === 0) return undefined;
  const rest = events.length - EVENTS_SHOWN;
  return html`
  <details class="events">
    <summary><h3>Events <span class="count">${events.length}</span></h3></summary>
    <p class="search" hidden><label>Show only events with <input type="search" autocomplete="off"></label> <output></output></p>
    <ol>${events.slice(0, EVENTS_SHOWN).map((event) => eventItem(event, from))}</ol>
    ${rest > 0 && html`<p class="rest">and ${rest.toLocaleString("en-US")} more <button type="button" hidden>Show all</button></p>`}
  </details>`;
}

/** The page's script makes the same of an event: client/events.mjs. */
function eventItem({ at, source, text, level = "info" }: ReportEvent, from: number): Html {
  const mark = level !== "info" && html`<strong class="level">${level}</strong> `;
  return html`<li class="${level}"><time>${formatClock(at - from)}</time><span class="who">${source}</span><span class="said">${mark}${text}</span></li>`;
}
