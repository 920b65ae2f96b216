import { writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import colors from "picocolors";
import { HIGHEST_LAB } from "../../config/workshop";
import { chaptersFor, rehearse } from "../labs/rehearsal";
import { renderReport } from "../report/html";
import type { Report } from "../report/model";
import { checkTable, formatDuration } from "../report/terminal";
import type { DeployedStack } from "./deployedStack";
import type { StartOptions } from "./options";
import type { Progress } from "./progress";
import { plural } from "./show";

/** How many checks of a report have failed. */
export function failedChecks({ chapters }: Report): number {
  return chapters.flatMap(({ checks }) => checks).filter(({ passed }) => !passed).length;
}

/** Rehearses the labs, or a scenario, of a deployed stack; shows what was checked, and writes the page. */
export async function showRehearsal(
  deployed: DeployedStack,
  options: StartOptions,
  progress: Progress,
  write: (...lines: string[]) => void,
): Promise<Report> {
  const lab = Number(deployed.setting("lab") ?? HIGHEST_LAB);
  const { stack, scenario, seed } = options;
  const labs = chaptersFor({ lab, ...(scenario !== undefined && { scenario }) });
  let current: string | undefined;
  const end = () => current !== undefined && progress.done(current);
  const report = await rehearse(deployed, {
    stack,
    lab,
    seed,
    ...(scenario !== undefined && { scenario }),
    // The spinner needs a moment of the machine's time to turn.
    on: async ({ title }, seconds) => {
      if (title !== current) {
        end();
        progress.begin(title);
        current = title;
      }
      progress.update(formatDuration(seconds));
      if (progress.isAnimated) await setImmediate();
    },
  });
  end();
  if (labs.length === 0) return report;
  write("", colors.bold("Checks"), ...checkTable(report.chapters));
  writeFileSync(options.reportFile, renderReport(report));
  const failed = failedChecks(report);
  const result = `${plural(failed, "check")} failed; the report is ${options.reportFile}`;
  if (failed > 0) progress.failed(result);
  else progress.done(`the report is ${options.reportFile}`);
  return report;
}
