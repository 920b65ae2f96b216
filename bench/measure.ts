import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The repository's root, where commands run. */
export const ROOT = join(__dirname, "..");

/** The middle of several measurements: one slow run, on a busy machine, does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Runs a Node process to its end and returns the seconds it took; throws when it fails. */
export function secondsOf(args: readonly string[]): number {
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`node ${args.join(" ")} exited ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - began) / 1e9;
}

/**
 * Runs several commands in turn, `rounds` times after one round to warm the disk's cache, so that a machine whose
 * speed drifts slows all of them alike. Returns the median seconds of each.
 */
export function inTurn(rounds: number, commands: readonly (readonly string[])[]): number[] {
  const seconds = commands.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    commands.forEach((command, i) => {
      const taken = secondsOf(command);
      if (round > 0) seconds[i]?.push(taken);
    });
  }
  return seconds.map(median);
}

/** The exponent k of y = c·x^k that fits best: 1 is linear growth, 2 quadratic. */
export function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
