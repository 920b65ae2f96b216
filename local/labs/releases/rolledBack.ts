import type { Check } from "../../report/model";
import { runCanary } from "../canaryCommand";
import { exactly, holds, within } from "../checks";
import type { ReleaseSite } from "../releaseSite";
import type { ReleaseWitness } from "../releaseWitness";
import type { Stage } from "../stage";
import { BACK, settled, versionOf } from "./settled";

/** Visitors go back to the side that had them before a release that has succeeded. */
export async function rolledBack(stage: Stage, site: ReleaseSite, seen: ReleaseWitness): Promise<Check[]> {
  const { simulation } = stage;
  const { canary } = site;
  const [began, lost] = [simulation.now, stage.witness.allTraffic().lost];
  const told = seen.notifications.length;
  const { done, lines } = await runCanary(stage, canary, "rollback");
  const back = seen.weights.find(({ at, blue }) => at >= began && blue === 100)?.at;
  // The visitors' resolvers keep the old answer for a minute.
  await simulation.run(simulation.now + 60);
  const source = "Lab 7, overview: “whilst maintaining a running copy of the previous version for quick roll-back”";
  return [
    holds("npm run canary -- rollback succeeds", done, {
      expected: "yes",
      seen: done ? "yes" : lines.join("; "),
      source,
    }),
    within("all name servers answer with blue again", back && back - began, BACK, source),
    holds("the page is that of the second version again", (await versionOf(stage, canary.host)) === "v2", {
      expected: "v2",
      seen: await versionOf(stage, canary.host),
      source,
    }),
    exactly("requests lost by going back", stage.witness.allTraffic().lost - lost, 0, { source }),
    ...settled(stage, site, seen, { stable: "blue", outcome: "SUCCEEDED", before: told }),
  ];
}
