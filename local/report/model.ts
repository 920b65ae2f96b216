/*
 * What the rehearsal hands to whoever shows it: plain JSON, the same for `--json`, the terminal and the page.
 * Times are seconds of virtual time since the rehearsal began.
 */

/** A whole rehearsal. */
export interface Report {
  /** The stack's name. */
  stack: string;
  /** The seed of chance: the same seed and configuration give the same report. */
  seed: number;
  /** The moment at which virtual time begins, ISO 8601 in UTC. */
  epoch: string;
  chapters: Chapter[];
}

/** One lab, or one scenario. */
export interface Chapter {
  /** For example `lab1` or `spot-storm`. */
  id: string;
  title: string;
  /** What is done and why, in a sentence or two. */
  story: string;
  from: number;
  to: number;
  charts: Chart[];
  /** States over time, as those of alarms. */
  bands: Band[];
  events: ReportEvent[];
  checks: Check[];
}

/** Curves that share an axis. */
export interface Chart {
  id: string;
  title: string;
  /** Of the vertical axis, for example `requests a minute` or `%`. */
  unit: string;
  /** Whether the curves add up and are drawn on top of one another. */
  stacked: boolean;
  /** Where the samples lie. */
  times: number[];
  series: Series[];
}

export interface Series {
  label: string;
  /** One for each of the chart's times; null where there is no value. */
  values: (number | null)[];
}

/** One thing's states, in order and without gaps. */
export interface Band {
  label: string;
  spans: { from: number; to: number; state: "OK" | "ALARM" | "INSUFFICIENT_DATA" }[];
}

export interface ReportEvent {
  at: number;
  /** Who says it, for example `ECS`, `Spot fleet`, `CloudWatch`, `attendee`. */
  source: string;
  text: string;
  /** Default `info`. */
  level?: "info" | "warning" | "error";
}

/** Something that must be true, and what was seen. */
export interface Check {
  /** What is looked at. */
  what: string;
  expected: string;
  seen: string;
  passed: boolean;
  /** Where the workshop says so, for example "Lab 2, step 14"; or what else the expectation rests on. */
  source: string;
}
