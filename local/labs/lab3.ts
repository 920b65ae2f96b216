import type { AccountRecord } from "../account/model";
import { number } from "../account/types/read";
import { imageName } from "../containers/image";
import type { Check } from "../report/model";
import { between, exactly, holds, within } from "./checks";
import { serviceNamed, servicesOf } from "./deployed";
import type { Lab } from "./lab";
import { type RollingUpdate, watchUpdate } from "./rollingUpdate";
import type { Stage } from "./stage";
import { type Visits, visit } from "./visits";

/** How long a deployment of a few tasks may take, in seconds. */
const UPDATE = 900;
/** Pages of cats that the attendee opens, enough to tell one in ten from none and from all. */
const PAGES = 300;
/** What a fair one in ten stays within at so many pages: three standard deviations of the binomial distribution. */
const DEVIATION = 3 * Math.sqrt((0.1 * 0.9) / PAGES);
/** Requests a second of the visitors who are on the site during the update. */
const VISITORS = 5;

/** Lab 3: a new version of cats takes the place of the old while people look at them, and it knows where the unicorns are. */
export const lab3: Lab = {
  id: "lab3",
  title: "Lab 3: unicorns, and a rolling update",
  story:
    "The secret is made, and the second version of cats takes the place of the first, half of its tasks at a time, while " +
    "visitors look at cats. Then the attendee opens the page until unicorns have shown up.",
  async run(stage) {
    const { simulation, world, witness } = stage;
    const before = new Set(servicesOf(world));
    const cats = serviceNamed(world, "cats");
    stage.visitors("/cats/", VISITORS);
    const update = await watchUpdate(stage, cats, () => stage.apply({ lab: 3 }), UPDATE);
    await simulation.run(simulation.now + 60);
    stage.visitors("/cats/", 0);
    const { served, lost } = witness.allTraffic();
    const replaced = servicesOf(world).filter((service) => !before.has(service)).length;
    const cat = await visit(stage, "/cats/", PAGES);
    const dog = await visit(stage, "/dogs/", 10);
    return [
      ...updateChecks(cats, update),
      exactly("services that pulumi up has replaced", replaced, 0, {
        source: "Lab 3, step 13: the service is updated, not made anew",
      }),
      exactly("requests lost meanwhile", lost, 0, {
        source: "Lab 3, note: “you should not stop all the containers before starting new ones”",
      }),
      between(
        "requests answered meanwhile",
        served,
        { low: VISITORS * 60 },
        {
          source: "Lab 3, note: cats are “serving production traffic”",
        },
      ),
      ...pageChecks(versionOf(stage, cats), cat, dog),
    ];
  },
};

function updateChecks(service: AccountRecord, { took, fewest, most, desired }: RollingUpdate): Check[] {
  const minimum = number(service.inputs, "deploymentMinimumHealthyPercent") ?? 100;
  const maximum = number(service.inputs, "deploymentMaximumPercent") ?? 200;
  const percent = (tasks: number) => (tasks / desired) * 100;
  return [
    within("every task of cats is of the new revision and healthy", took, UPDATE, "Lab 3, step “View service”"),
    between(
      "the fewest tasks of cats that ran",
      percent(fewest),
      { low: minimum },
      {
        unit: " %",
        source: "Lab 3, step 15: minimum healthy percent 50",
      },
    ),
    between(
      "the most tasks of cats that there were",
      percent(most),
      { high: maximum },
      {
        unit: " %",
        source: "Lab 3, step 16: maximum healthy percent 100",
      },
    ),
  ];
}

/** The version of cats that is deployed, or undefined where it is an image of somebody's own. */
function versionOf({ ecs }: Stage, cats: AccountRecord): string | undefined {
  const [task] = ecs.service(cats)?.tasks ?? [];
  const { name, tag } = imageName(task?.spec.containers[0]?.image ?? "");
  return name === "cats" && ["v1", "v2", "v3"].includes(tag) ? tag : undefined;
}

/** What the pages say depends on the version that the stack runs: the workshop's is the second. */
function pageChecks(version: string | undefined, cat: Visits, dog: Visits): Check[] {
  const share = (100 * cat.unicorns) / cat.pages;
  const answered = exactly("pages of cats that were opened and answered", cat.statuses.get(200) ?? 0, cat.pages, {
    source: PAGE,
  });
  if (version === undefined || version === "v1") return [answered];
  return [
    answered,
    holds("all of them are of the version that is deployed", [...cat.versions].join() === version, {
      expected: version,
      seen: [...cat.versions].join(", "),
      source: PAGE,
    }),
    ...(version === "v2" ? [release(cat)] : []),
    between(
      "unicorns among them",
      share,
      { low: 100 * (0.1 - DEVIATION), high: 100 * (0.1 + DEVIATION) },
      {
        unit: " %",
        digits: 1,
        source: "Lab 3, the end: “a one in ten chance that the page will load a unicorn image”",
      },
    ),
    exactly("unicorns among the dogs", dog.unicorns, 0, {
      source: "Lab 3, overview: “the dogs service should not have access”",
    }),
  ];
}

function release({ last }: Visits): Check {
  const words = "new and improved v2 release";
  return holds("they say so", last.includes(words), {
    expected: `“${words}”`,
    seen: last.includes(words) ? "there it is" : "not there",
    source: PAGE,
  });
}

const PAGE = "Lab 3, the end: the “new and improved v2 release” page";
