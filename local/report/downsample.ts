import type { Chart } from "./model";

/** More samples than this are not kept of a chapter: a screen has no more columns. */
export const MOST_SAMPLES = 2000;

type Values = readonly (number | null)[];
/** Neighbouring samples: the first one's index, and the index after the last one's. At least two. */
type Group = readonly [start: number, end: number];

/**
 * A chart with at most so many samples. Of each group of neighbouring samples two remain, and they hold the group's lowest and
 * highest value in the order in which they came, so that every peak is still to be seen. Curves that add up keep those two
 * samples in which their sum is lowest and highest.
 *
 * @param most Default: {@link MOST_SAMPLES}.
 */
export function downsample(chart: Chart, most: number = MOST_SAMPLES): Chart {
  const { times, series, stacked } = chart;
  if (times.length <= most) return chart;
  const groups = groupsOf(times.length, Math.floor(most / 2));
  const indicesOf = (values: Values): number[] => groups.flatMap((group) => extremes(values, group));
  const shared = stacked ? indicesOf(times.map((_, i) => sumAt(chart, i))) : undefined;
  const kept = shared ?? groups.flatMap(([start, end]) => [start, end - 1]);
  return {
    ...chart,
    times: kept.map((i) => times[i] ?? 0),
    series: series.map(({ label, values }) => ({
      label,
      values: (shared ?? indicesOf(values)).map((i) => values[i] ?? null),
    })),
  };
}

function groupsOf(samples: number, count: number): Group[] {
  const bound = (i: number): number => Math.floor((i * samples) / count);
  return Array.from({ length: count }, (_, i) => [bound(i), bound(i + 1)]);
}

/** Where a group's lowest and its highest value are, in order: the group's ends where it has no value. */
function extremes(values: Values, [start, end]: Group): [number, number] {
  let low = { at: start, value: Number.POSITIVE_INFINITY };
  let high = { at: end - 1, value: Number.NEGATIVE_INFINITY };
  for (let at = start; at < end; at += 1) {
    const value = values[at] ?? null;
    if (value === null) continue;
    if (value < low.value) low = { at, value };
    if (value >= high.value) high = { at, value };
  }
  return low.at < high.at ? [low.at, high.at] : [high.at, low.at];
}

function sumAt({ series }: Chart, i: number): number {
  return series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0);
}
