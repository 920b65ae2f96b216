import type { WorkshopConfig } from "../config";
import { HIGHEST_LAB } from "./workshop";

/** What an attendee does after this deployment, as an output of the stack. */
export function nextStep({ lab, loadTest }: Pick<WorkshopConfig, "lab" | "loadTest">): string {
  if (lab < HIGHEST_LAB) {
    return `Go on to lab ${lab + 1}: pulumi config set catsndogs:lab ${lab + 1} && pulumi up`;
  }
  return loadTest
    ? "Watch cats, dogs and the fleet scale, then end the load: pulumi config set catsndogs:loadTest false && pulumi up"
    : "Open siteUrl, then put it under load: pulumi config set catsndogs:loadTest true && pulumi up";
}
