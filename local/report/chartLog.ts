import { downsample } from "./downsample";
import type { Chart, Series } from "./model";

/** A chart to be drawn, and how its curves get their values. */
export interface ChartPlan extends Pick<Chart, "id" | "title" | "unit" | "stacked"> {
  /**
   * Whether a value counts what has happened since the sample before. It becomes a rate a minute then, so that a piece of a minute
   * at a chapter's end does not look like a fall. Default: false.
   */
  perMinute?: boolean;
  /** Asked at each sample for all curves; null where one has no value. */
  series: () => { label: string; value: number | null }[];
}

/** Values are kept to the ten-thousandth: of a dollar, a percent, a request. */
const PRECISION = 1e4;

/** The samples of one chart. Curves may come later, or end. */
export class ChartLog {
  private readonly times: number[] = [];
  private readonly values = new Map<string, (number | null)[]>();

  constructor(private readonly plan: ChartPlan) {}

  /** When it was sampled last. */
  get latest(): number | undefined {
    return this.times.at(-1);
  }

  /** Asks for all values now. */
  sample(at: number): void {
    const before = this.times.at(-1);
    const elapsed = before === undefined ? 0 : at - before;
    for (const { label, value } of this.plan.series()) {
      const values = this.values.get(label) ?? this.times.map(() => null);
      values[this.times.length] = value === null ? null : this.recorded(value, elapsed);
      this.values.set(label, values);
    }
    this.times.push(at);
    for (const values of this.values.values()) if (values.length < this.times.length) values.push(null);
  }

  /** What was sampled, in at most 2,000 samples. */
  chart(): Chart {
    const { id, title, unit, stacked } = this.plan;
    const series: Series[] = [...this.values].map(([label, values]) => ({ label, values }));
    return downsample({ id, title, unit, stacked, times: this.times, series });
  }

  private recorded(value: number, elapsed: number): number | null {
    if (!this.plan.perMinute) return round(value);
    return elapsed > 0 ? round((value * 60) / elapsed) : null;
  }
}

function round(value: number): number {
  return Math.round(value * PRECISION) / PRECISION;
}
