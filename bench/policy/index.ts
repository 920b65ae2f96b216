import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median, ROOT } from "../measure";
import { awsGuard } from "./awsGuard";
import { PackProcess } from "./packProcess";
import { type PackInput, workshopResources } from "./resources";

/** How often each pack judges the stack, after some rounds in which Node compiles what is hot. */
const ROUNDS = 9;
const WARM_UP = 5;

/** A pack without rules: what is left is the way there and back. */
function emptyPack(): string {
  const folder = join(ROOT, "node_modules", ".cache", "empty-pack");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", version: "0.0.1", main: "index.js" }));
  const entry = join(folder, "index.js");
  writeFileSync(
    entry,
    'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [] });\n',
  );
  return entry;
}

interface Timing {
  name: string;
  rules: number;
  start: number;
  first: number;
  resources: number;
  stack: number;
}

/** Times packs in turn, round by round, so that a machine whose speed drifts slows all of them alike. */
async function timings(
  packs: readonly (readonly [name: string, entry: string])[],
  input: PackInput,
): Promise<Timing[]> {
  const running: { name: string; pack: PackProcess; first: number; rounds: { resources: number; stack: number }[] }[] =
    [];
  try {
    for (const [name, entry] of packs) {
      const pack = await PackProcess.start(entry);
      const { resources, stack } = await pack.judge(input);
      running.push({ name, pack, first: resources + stack, rounds: [] });
    }
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      for (const { pack, rounds } of running) {
        const taken = await pack.judge(input);
        if (round >= WARM_UP) rounds.push(taken);
      }
    }
  } finally {
    for (const { pack } of running) pack.stop();
  }
  return running.map(({ name, pack: { rules, start }, first, rounds }) => {
    const resources = median(rounds.map((one) => one.resources));
    return { name, rules, start, first, resources, stack: median(rounds.map((one) => one.stack)) };
  });
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`.padStart(8);

function line({ name, rules, start, first, resources, stack }: Timing, empty: Timing, count: number): string {
  const own = resources + stack - empty.resources - empty.stack;
  const each = (1000 * own) / count;
  return (
    `  ${name.padEnd(10)} ${String(rules).padStart(3)} rules   start ${ms(start)}   first stack ${ms(first)}   ` +
    `then ${ms(resources + stack)}   a resource ${each.toFixed(0).padStart(4)} µs   ` +
    `a resource and rule ${(each / rules).toFixed(2).padStart(5)} µs`
  );
}

/**
 * What the policy pack costs, beside AWSGuard on the same resources: both in processes of their own, called as the engine
 * calls them, without what a pack with no rules takes for the same.
 */
export async function benchPolicyPack(): Promise<void> {
  const input = await workshopResources();
  const guard = awsGuard();
  const packs = [["empty", emptyPack()] as const, ["catsndogs", join(ROOT, "policy", "start.js")] as const];
  const [empty, ...others] = await timings(guard ? [...packs, ["AWSGuard", guard] as const] : packs, input);
  if (!empty) return;
  const count = input.requests.length;
  console.log(`the policy pack on the workshop's ${count} resources (medians of ${ROUNDS} rounds in turn)`);
  for (const timing of others) console.log(line(timing, empty, count));
  const [own, published] = others.map((one) => one.resources + one.stack - empty.resources - empty.stack);
  const [ownRules, publishedRules] = others.map(({ rules }) => rules);
  if (own !== undefined && published !== undefined && ownRules && publishedRules) {
    const ratio = own / ownRules / (published / publishedRules);
    console.log(`  a rule of catsndogs takes ${ratio.toFixed(2)} times what one of AWSGuard takes   goal: under 1.00`);
  } else {
    console.log("  AWSGuard: skipped, for npm could not install it");
  }
  console.log();
}
