import { join } from "node:path";
import { median, ROOT } from "./measure";
import { BenchProject, hasPulumi, type Preview } from "./pulumi";

/** How often each preview is measured, after one round that warms caches. */
const ROUNDS = 3;

/**
 * The program on the real engine: what a preview takes, and of that the labs, the policy pack and the plugin's start.
 * The previews are run in turn and compared round by round, so that a machine whose speed drifts slows all of them alike.
 */
export async function benchEngine(): Promise<void> {
  if (!hasPulumi()) {
    console.log("previews on the Pulumi engine: skipped, for there is no `pulumi` on PATH\n");
    return;
  }
  const bench = new BenchProject();
  try {
    show(measurePreviews(bench));
    const starts: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) starts.push(await bench.pluginStart());
    console.log(`  the provider plugin's start   ${seconds(median(starts.slice(1)))}   goal: under 0.70 s\n`);
  } finally {
    bench.remove();
  }
}

type Round = Record<"empty" | "lab0" | "lab2" | "pack", { seconds: number; resources: number }>;

function measurePreviews(bench: BenchProject): Round[] {
  const workshop = bench.workshop();
  const empty: Preview = { project: bench.empty(), stack: "empty" };
  const lab0: Preview = { project: workshop, stack: "lab0" };
  const lab2: Preview = { project: workshop, stack: "lab2" };
  const pack: Preview = { ...lab2, flags: ["--policy-pack", join(ROOT, "policy")] };
  bench.stack(empty.project, empty.stack, 0);
  bench.stack(workshop, lab0.stack, 0);
  bench.stack(workshop, lab2.stack, 2);
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [first, second, third, fourth] = [empty, lab0, lab2, pack].map((preview) => bench.preview(preview));
    if (round === 0 || !first || !second || !third || !fourth) continue;
    rounds.push({ empty: first, lab0: second, lab2: third, pack: fourth });
  }
  return rounds;
}

function show(rounds: readonly Round[]): void {
  const middle = (of: (round: Round) => number) => median(rounds.map(of));
  const times = (name: keyof Round) =>
    `${middle((r) => r[name].seconds / r.empty.seconds).toFixed(2)} times the empty one`;
  const each = middle((r) => (1000 * (r.lab2.seconds - r.lab0.seconds)) / (r.lab2.resources - r.lab0.resources));
  const [{ lab0, lab2 } = { lab0: { resources: 0 }, lab2: { resources: 0 } }] = rounds;
  console.log(`previews on the Pulumi engine (medians of ${ROUNDS}, differences and ratios within a round)`);
  console.log(`  an empty program              ${seconds(middle((r) => r.empty.seconds))}`);
  console.log(
    `  lab 0, ${label(lab0.resources)}           ${seconds(middle((r) => r.lab0.seconds))}   ${times("lab0")}`,
  );
  console.log(
    `  lab 2, ${label(lab2.resources)}           ${seconds(middle((r) => r.lab2.seconds))}   ${times("lab2")}`,
  );
  console.log(`  lab 2, with the policy pack   ${seconds(middle((r) => r.pack.seconds))}   ${times("pack")}`);
  console.log(`  a resource, lab 0 to lab 2    ${each.toFixed(1)} ms   goal: at most 8 ms`);
  const packCost = middle((r) => r.pack.seconds - r.lab2.seconds);
  console.log(`  the policy pack               ${seconds(packCost)}   goal: at most 1.00 s`);
}

function label(resources: number): string {
  return `${String(resources).padStart(2)} resources`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
