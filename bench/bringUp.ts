import { growthExponent, inTurn, median } from "./measure";
import { bringUpServices } from "./services";

/** Numbers of services to bring up, to see how the time grows. */
const SIZES = [1, 5, 10, 25, 50];

/** How often each is measured. */
const ROUNDS = 5;

/** `npm start` as a whole process, against a process that only loads the SDKs that it needs. */
export function benchProcess(): void {
  const load = ["--import", "tsx", "-e", "require('@pulumi/pulumi'); require('@pulumi/aws'); require('@pulumi/awsx')"];
  const [bare = 0, whole = 0] = inTurn(ROUNDS, [load, ["--require", "tsx/cjs", "local/start.ts"]]);
  console.log("npm start, a whole process (medians)");
  console.log(`  loading the SDKs alone    ${bare.toFixed(2)} s`);
  console.log(`  up, rehearse, destroy     ${whole.toFixed(2)} s   ${(whole / bare).toFixed(2)} times the loading\n`);
}

/** How bringing up and destroying grows with the number of services. */
export async function benchGrowth(): Promise<void> {
  await bringUpServices(1);
  console.log("bring-up and destroy of N web services on one cluster, in process (medians)");
  const points: [number, number][] = [];
  for (const size of SIZES) {
    const runs: { seconds: number; resources: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await bringUpServices(size));
    const seconds = median(runs.map((run) => run.seconds));
    const resources = runs[0]?.resources ?? 0;
    points.push([resources, seconds]);
    console.log(
      `  ${String(size).padStart(2)} services  ${String(resources).padStart(4)} resources  ${seconds.toFixed(2)} s` +
        `   ${((seconds / resources) * 1000).toFixed(1)} ms a resource`,
    );
  }
  console.log(`  growth: time ~ resources^${growthExponent(points).toFixed(2)}\n`);
}
