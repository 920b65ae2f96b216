/** `npm run diagram`: writes the picture of the release's state machine into docs/lab7.md. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failBackStates, successStates } from "../components/canary/endStates";
import { lockStates } from "../components/canary/lockStates";
import type { ReleaseMachineArgs } from "../components/canary/releaseArgs";
import { stepStates } from "../components/canary/stepStates";
import { CANARY_STEPS, CANARY_WAIT_SECONDS } from "../components/canaryDeploymentArgs";
import { diagram } from "./canaryDiagram/diagram";

const PAGE = join(__dirname, "..", "docs", "lab7.md");

/** What a picture does not show. */
const ARGS: ReleaseMachineArgs = {
  ...{ stack: "", record: "", table: "", topicArn: "", updateRoute53Arn: "", checkHealthArn: "" },
  ...{ steps: CANARY_STEPS, waitSeconds: CANARY_WAIT_SECONDS, pauseSeconds: 3600 },
};

/** The page with the picture as it should be. */
export function withDiagram(page: string): string {
  const picture = diagram({
    Lock: lockStates(ARGS),
    Steps: stepStates(ARGS),
    Success: successStates(ARGS),
    "Fail back": failBackStates(ARGS),
  });
  return page.replace(/```mermaid\n[\s\S]*?```/, () => `\`\`\`mermaid\n${picture}\n\`\`\``);
}

if (require.main === module) writeFileSync(PAGE, withDiagram(readFileSync(PAGE, "utf8")));
