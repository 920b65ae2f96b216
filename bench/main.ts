/** `npm run bench`: how fast the program comes up, how fast virtual time passes, and what the policy pack costs. Figures are ratios within one run; nothing is judged by them. */
import { benchGrowth, benchProcess } from "./bringUp";
import { benchEngine } from "./engine";
import { benchPolicyPack } from "./policy";
import { benchVirtualTime } from "./virtualTime";

async function main(): Promise<void> {
  benchProcess();
  await benchGrowth();
  await benchVirtualTime();
  await benchPolicyPack();
  await benchEngine();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
