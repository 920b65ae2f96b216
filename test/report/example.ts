import type { Chapter, Check, Report } from "../../local/report/model";

export const PASSED: Check = {
  what: "Spot instances that run",
  expected: "3",
  seen: "3",
  passed: true,
  source: "Lab 1, the end",
};

export const FAILED: Check = {
  what: "requests lost, of 45,000 that were made while the load lasted",
  expected: "0",
  seen: "56",
  passed: false,
  source: "a site that scales loses nobody",
};

/** A chapter of two minutes with a chart of each kind, an alarm and an event. */
export function chapter(changes: Partial<Chapter> = {}): Chapter {
  return {
    id: "lab2",
    title: "Lab 2: the site under load",
    story: "The load generator is switched on.",
    from: 60,
    to: 180,
    charts: [
      {
        id: "requests",
        title: "Requests",
        unit: "requests a minute",
        stacked: false,
        times: [60, 120, 180],
        series: [
          { label: "cats", values: [0, 1500, 1500] },
          { label: "dogs", values: [null, 1500, null] },
        ],
      },
      {
        id: "instances",
        title: "Instances, by pool",
        unit: "instances",
        stacked: true,
        times: [60, 120, 180],
        series: [
          { label: "m4.large in us-west-2a", values: [1, 1, 2] },
          { label: "c4.large in us-west-2b", values: [2, 2, 2] },
        ],
      },
    ],
    bands: [
      {
        label: "ScaleUp",
        spans: [
          { from: 60, to: 100, state: "OK" },
          { from: 100, to: 180, state: "ALARM" },
        ],
      },
    ],
    events: [{ at: 100, source: "CloudWatch", text: "ScaleUp goes from OK to ALARM" }],
    checks: [PASSED, FAILED],
    ...changes,
  };
}

export function report(...chapters: Chapter[]): Report {
  return { stack: "workshop", seed: 1, epoch: "2026-01-01T00:00:00.000Z", chapters };
}
