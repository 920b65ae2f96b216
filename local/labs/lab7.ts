import type { Check } from "../report/model";
import { exactly, holds } from "./checks";
import type { Lab } from "./lab";
import { type ReleaseSite, releaseSite, servicesBehind, weightsOf } from "./releaseSite";
import { failing } from "./releases/failing";
import { released } from "./releases/healthy";
import { rolledBack } from "./releases/rolledBack";
import { answers, RELEASE, versionOf } from "./releases/settled";
import { ReleaseWitness } from "./releaseWitness";
import type { Stage } from "./stage";

/** Requests a second of the visitors who open the site by its name: fewer than those for which green cats would scale. */
const VISITORS = 15;

/** Lab 7: cats are released to a few visitors first; a release that does not stand the visitors goes back by itself. */
export const lab7: Lab = {
  id: "lab7",
  title: "Lab 7: canary releases of cats",
  story:
    "The green side is deployed, without a task of cats. The attendee gives green cats three tasks, which releases the third " +
    "version to 10, 50 and 100 % of the visitors; brings them back; and releases once more, this time cats that fail under the " +
    "load of half the visitors.",
  async run(stage) {
    const { simulation, world, control } = stage;
    await stage.apply({ lab: 7 });
    const site = releaseSite(world);
    const seen = new ReleaseWitness(world, site.canary.host);
    await simulation.runUntil(() => isGreenReady(stage), simulation.now + RELEASE);
    control.dns.setVisitors("visitors", [{ name: site.canary.host, path: "/cats/", perSecond: VISITORS }]);
    await simulation.run(simulation.now + 60);
    const checks = await before(stage, site);
    checks.push(...(await released(stage, site, seen)));
    checks.push(await survivesUp(stage));
    checks.push(...(await rolledBack(stage, site, seen)));
    checks.push(...(await failing(stage, site, seen)));
    control.dns.setVisitors("visitors", []);
    return checks;
  },
};

/** Whether everything of green's is healthy but cats, which have no task yet. */
function isGreenReady(stage: Stage): boolean {
  return servicesBehind(stage.world, "green").every((service) => stage.healthy(service) >= stage.desired(service));
}

async function before(stage: Stage, { canary, sides }: ReleaseSite): Promise<Check[]> {
  return [
    holds("the name servers answer with the blue side alone", answers(stage, canary.host) === "blue 100, green 0", {
      expected: "blue 100, green 0",
      seen: answers(stage, canary.host),
      source: "Lab 7, check DNS, step 4",
    }),
    holds("the page is that of the second version", (await versionOf(stage, canary.host)) === "v2", {
      expected: "v2",
      seen: await versionOf(stage, canary.host),
      source: "Lab 7, check DNS, step 2: “you should see version 2 of the cats page”",
    }),
    exactly("tasks of green cats", stage.running(sides.green.released), 0, {
      source: "Lab 7, test the deployment: tasks come with the release",
    }),
  ];
}

/** Another deployment of the stack, after the release. */
async function survivesUp(stage: Stage): Promise<Check> {
  const before = JSON.stringify(weightsOf(stage.world));
  await stage.apply({});
  const after = JSON.stringify(weightsOf(stage.world));
  return holds("pulumi up leaves the weights where the release has put them", before === after, {
    expected: before,
    seen: after,
    source: "what others change is left to them",
  });
}
