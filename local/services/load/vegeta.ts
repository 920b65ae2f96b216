/** What `vegeta attack` does, as a script starts it. */
export interface Attack {
  /** Asked for in turn, each as often as the others. */
  urls: string[];
  /** Requests a second over all of them together. */
  perSecond: number;
  /** Seconds; Infinity where the attack ends only when it is stopped. */
  durationSeconds: number;
}

/** Seconds in each unit of Go's durations, with both ways to write µ: pkg.go.dev/time#ParseDuration */
const UNITS: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Vegeta's own rate where none is given: github.com/tsenart/vegeta, "-rate" of "vegeta attack". */
const DEFAULT_RATE = "50/1s";

/**
 * The attack that a user data script starts, or undefined where it starts none: rate, duration and targets file are read
 * from the command line of `vegeta attack`, the targets from the here-document that writes that file.
 *
 * @throws Error for a command line that Vegeta would refuse, a rate without limit, or a targets file that the script does not
 *   write.
 */
export function attackOf(script: string): Attack | undefined {
  const line = commandLine(script);
  if (line === undefined) return undefined;
  const options = Object.fromEntries(
    [...line.matchAll(/(?:^|\s)--?([a-z0-9-]+)(?:=|\s+)("[^"]*"|'[^']*'|\S+)/g)].map(([, name = "", value = ""]) => [
      name,
      value.replace(/^(["'])(.*)\1$/, "$2"),
    ]),
  );
  const duration = options.duration === undefined ? 0 : seconds(options.duration);
  return {
    urls: targetsOf(script, options.targets),
    perSecond: perSecond(options.rate ?? DEFAULT_RATE),
    // "(0 = forever)".
    durationSeconds: duration === 0 ? Number.POSITIVE_INFINITY : duration,
  };
}

/** What follows `vegeta attack`, over continued lines, up to a pipe or the next command; comments start nothing. */
function commandLine(script: string): string | undefined {
  const lines = script.replace(/\\\n/g, " ").split("\n");
  const line = lines.find((one) => /\bvegeta\s+attack\b/.test(one) && !/^\s*#/.test(one));
  return line && /\bvegeta\s+attack\b([^|;&]*)/.exec(line)?.[1];
}

/**
 * `50`, `50/s`, `50/1s` or `3000/1m`; 0 and `infinity`, which Vegeta takes for as fast as possible, say no number:
 * github.com/tsenart/vegeta, flags.go `rateFlag`.
 */
function perSecond(rate: string): number {
  const [, count = "", unit] = /^(\d+)(?:\/(.+))?$/.exec(rate) ?? [];
  if (rate === "infinity" || (count !== "" && Number(count) === 0)) {
    throw new Error(`vegeta attack -rate=${rate}: as fast as possible is not modelled; give a rate such as 50/1s`);
  }
  if (count === "") throw new Error(`vegeta attack -rate=${rate}: expected a rate such as 50/1s`);
  const time = unit === undefined ? 1 : seconds(Object.hasOwn(UNITS, unit) ? `1${unit}` : unit);
  if (time === 0) throw new Error(`vegeta attack -rate=${rate}: expected a time longer than 0, such as 50/1s`);
  return Number(count) / time;
}

/** A duration of Go's, such as `15m`, `1h30m` or `.5h`. */
function seconds(duration: string): number {
  if (duration === "0") return 0;
  const parts = [...duration.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const read = parts.map(([whole]) => whole).join("");
  if (parts.length === 0 || read !== duration) {
    throw new Error(`vegeta attack: "${duration}" is no duration; expected one such as 15m or 1h30m`);
  }
  return parts.reduce((sum, [, count = "", unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

/** The URLs of a targets file in Vegeta's http format: a line `GET URL` each. */
function targetsOf(script: string, file = "stdin"): string[] {
  const documents = script.matchAll(/^cat\s*>\s*(\S+)\s*<<\s*(["']?)(\w+)\2\n([\s\S]*?)^\3$/gm);
  const document = [...documents].find(([, path]) => path === file);
  if (!document) throw new Error(`vegeta attack -targets=${file}: the script writes no such file`);
  const urls = [...(document[4] ?? "").matchAll(/^[A-Z]+ (\S+)$/gm)].map(([, url = ""]) => url);
  if (urls.length === 0) throw new Error(`vegeta attack -targets=${file}: expected a line "GET URL" for each target`);
  return urls;
}
