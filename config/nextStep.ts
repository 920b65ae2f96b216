import type { WorkshopConfig } from "../config";
import { HIGHEST_LAB } from "./workshop";

/** What an attendee does after this deployment, as an output of the stack. */
export function nextStep({ lab, loadTest, stack }: Pick<WorkshopConfig, "lab" | "loadTest" | "stack">): string {
  if (loadTest && lab >= 2) {
    return "Watch cats, dogs and the fleet scale, then end the load: pulumi config set catsndogs:loadTest false && pulumi up";
  }
  const now = NOW[lab]?.replace("STACK", stack);
  const next =
    lab < HIGHEST_LAB ? `go on to lab ${lab + 1}: pulumi config set catsndogs:lab ${lab + 1} && pulumi up` : "";
  return [now, next]
    .filter((part) => part !== "")
    .join("; then ")
    .replace(/^./, (first) => first.toUpperCase());
}

/** What there is to do in each lab, before the next. */
const NOW: Record<number, string> = {
  0: "",
  1: "",
  2: "open siteUrl, and put it under load: pulumi config set catsndogs:loadTest true && pulumi up",
  3: "open siteUrl, and look at cats until you see a unicorn",
  4: "look for missing cats, end that with pulumi config set catsndogs:imageAssessor false && pulumi up, and bring them back with npm run reset-pictures -- --stack STACK",
  5: "see where ECS has placed mxnet and cats, and let mxnet run elsewhere: pulumi config set --path catsndogs:mxnet.instanceType m4.large && pulumi up",
  6: "release dogs: npm run release-dogs -- --stack STACK --version v2",
  7: "release the third version of cats: npm run canary -- start --stack STACK",
};
