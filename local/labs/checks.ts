import type { Check } from "../report/model";

/** A number that must lie between two others, both included. */
export function between(
  what: string,
  seen: number,
  { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY }: { low?: number; high?: number },
  { source, unit = "", digits = 0 }: { source: string; unit?: string; digits?: number },
): Check {
  const show = (value: number) => `${value.toLocaleString("en-US", { maximumFractionDigits: digits })}${unit}`;
  const expected =
    low === high
      ? show(low)
      : high === Number.POSITIVE_INFINITY
        ? `at least ${show(low)}`
        : low === Number.NEGATIVE_INFINITY
          ? `at most ${show(high)}`
          : `${show(low)} to ${show(high)}`;
  return { what, expected, seen: show(seen), passed: seen >= low && seen <= high, source };
}

/** A number that must be exactly this. */
export function exactly(
  what: string,
  seen: number,
  expected: number,
  options: { source: string; unit?: string },
): Check {
  return between(what, seen, { low: expected, high: expected }, options);
}

/** Anything else that must hold. */
export function holds(what: string, passed: boolean, words: { expected: string; seen: string; source: string }): Check {
  return { what, passed, ...words };
}

/** How long something took that must happen within a time; `undefined` where it has not happened at all. */
export function within(what: string, seconds: number | undefined, limit: number, source: string): Check {
  return {
    what,
    expected: `within ${duration(limit)}`,
    seen: seconds === undefined ? "not at all" : `after ${duration(seconds)}`,
    passed: seconds !== undefined && seconds <= limit,
    source,
  };
}

/** Seconds as a person says them: `45 s`, `2 min 30 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}

/** "1 task", "2 tasks". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : `${noun}s`}`;
}
