import { formatTime, formatValue } from "./curves.mjs";
import { colour, em } from "./palette.mjs";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Distances between two marks of the time axis, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE);
STEPS.push(...[1, 2, 3, 6, 12, 24, 48, 96].map((hours) => hours * HOUR));

/** Width of the vertical axis in ems: the same in all charts, so that their times lie below one another. */
const LEFT = 3.6;

function font() {
  return `${Math.round(em() * 0.78)}px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;
}

/** The look that both axes share. */
function axis() {
  return {
    font: font(),
    stroke: () => colour("muted"),
    grid: { stroke: () => colour("grid"), width: 1 },
    ticks: { stroke: () => colour("grid"), width: 1, size: 4 },
  };
}

/** Virtual time since the chapter began. */
export function timeAxis() {
  return {
    ...axis(),
    incrs: STEPS,
    space: 4.2 * em(),
    size: 1.7 * em(),
    values: (_, marks) => marks.map((mark) => (mark === null ? null : formatTime(mark))),
  };
}

/** A chart's values. */
export function valueAxis(unit) {
  return {
    ...axis(),
    space: 2 * em(),
    size: LEFT * em(),
    values: (_, marks, __, ___, step) => marks.map((mark) => tick(mark, unit, step)),
  };
}

/** No tick where only fractions of what is counted would be. */
function tick(mark, unit, step) {
  if (unit === "dollars") return step < 0.01 ? `$${mark.toFixed(3)}` : formatValue(mark, unit);
  return formatValue(mark, unit, 2);
}

/** An axis that takes the same room and shows nothing. */
export function emptyAxis() {
  return { size: LEFT * em(), splits: () => [], grid: { show: false }, ticks: { show: false } };
}

/** Times of a chapter: all of it unless somebody looks closer. */
export function timeScale(chapter) {
  return { time: false, min: 0, max: chapter.to - chapter.from };
}

/** From 0 to a little above the highest value. */
export function valueScale() {
  return { range: (_, __, highest) => [0, highest > 0 ? uPlot.rangeNum(0, highest, 0.08, true)[1] : 1] };
}

/** One cursor for all charts of a chapter. */
export function sharedCursor(chapter) {
  return {
    y: false,
    drag: { x: true, y: false, setScale: true },
    sync: { key: chapter.id, setSeries: false, scales: ["x", null] },
  };
}
