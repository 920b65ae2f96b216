import type { AccountRecord } from "../account/model";
import type { Check } from "../report/model";
import type { ContainerInstance } from "../services/ecs/containerInstance";
import { exactly, holds, within } from "./checks";
import { currentRevision, nameOf, serviceNamed } from "./deployed";
import type { Lab } from "./lab";
import { watchUpdate } from "./rollingUpdate";
import type { Stage } from "./stage";

/** How long a deployment of a few tasks may take, in seconds. */
const UPDATE = 900;
/** How long ECS may take to say that it cannot place a task, in seconds. */
const COMPLAINT = 300;

/** Lab 5: machine learning on instances of one type, which may not be there, and cats on the instance with catnip. */
export const lab5: Lab = {
  id: "lab5",
  title: "Lab 5: placement",
  story:
    "Cats move to the instance with catnip. The machine-learning service is bound to a type of instance that does not run " +
    "just now, and then to one that does.",
  async run(stage) {
    const absent = typesOf(stage).find((type) => !running(stage).has(type));
    const cats = serviceNamed(stage.world, "cats");
    const { took } = await watchUpdate(stage, cats, () => stage.apply(deployed(absent)), UPDATE);
    const checks = [
      within("cats have moved", took, UPDATE, "Lab 5, “Update the cats service to use the custom attribute”"),
      ...catsChecks(stage, cats),
    ];
    if (absent !== undefined) checks.push(await complaint(stage, absent));
    checks.push(...(await mxnetRuns(stage)));
    return checks;
  },
};

/** The stack at lab 5, with mxnet on a type if there is a choice. */
function deployed(type: string | undefined) {
  return { lab: 5, ...(type !== undefined && { mxnet: { instanceType: type } }) };
}

/** Types of the fleet. */
function typesOf(stage: Stage): string[] {
  return [...new Set(stage.pools().map(({ type }) => type))];
}

/** Container instances by type. */
function running(stage: Stage): Map<string, ContainerInstance[]> {
  const byType = new Map<string, ContainerInstance[]>();
  for (const host of stage.containerInstances()) {
    byType.set(host.instance.type, [...(byType.get(host.instance.type) ?? []), host]);
  }
  return byType;
}

function catsChecks(stage: Stage, cats: AccountRecord): Check[] {
  // The stack may let cats go anywhere.
  if (currentRevision(stage.world, cats)?.constraints.length === 0) return [];
  const tasks = [...(stage.ecs.service(cats)?.tasks ?? [])];
  const there = tasks.filter(({ host }) => host.attribute("catslike") === "catnip");
  const markets = [...new Set(there.map(({ host }) => host.instance.market))];
  const source =
    "Lab 5, the end: “all cats tasks are now running on the container instance with the catslike attribute”";
  return [
    exactly("tasks of cats on instances with catslike=catnip", there.length, stage.desired(cats), { source }),
    holds("those instances", markets.join() === "on-demand", {
      expected: "on-demand",
      seen: markets.join(", ") || "none",
      source,
    }),
  ];
}

/** What ECS says of a constraint that no instance meets. */
async function complaint(stage: Stage, type: string): Promise<Check> {
  const { simulation, witness, world } = stage;
  const service = nameOf(serviceNamed(world, "mxnetservice"));
  const said = () =>
    witness.serviceEvents.find((event) => event.service === service && event.message.includes("unable to place"));
  await simulation.runUntil(() => said() !== undefined, simulation.now + COMPLAINT);
  const message = said()?.message ?? "nothing";
  return holds(`ECS says that no instance is ${type}`, message.includes("MemberOf placement constraint unsatisfied"), {
    expected: "MemberOf placement constraint unsatisfied",
    seen: message.replace(/^\(service [^)]*\) /, ""),
    source: "Lab 5, “Ensure the placement constraints are being honored”",
  });
}

/** Binds mxnet to the type that has the most room, as the attendee does who looks which types run. */
async function mxnetRuns(stage: Stage): Promise<Check[]> {
  const { simulation, world, ecs } = stage;
  const service = serviceNamed(world, "mxnetservice");
  const memory = currentRevision(world, service)?.needs.memory ?? 0;
  const rooms = [...running(stage)].map(([type, hosts]) => ({ type, ...roomOf(hosts, memory) }));
  const [best] = rooms.sort((a, b) => b.zones - a.zones || b.tasks - a.tasks || a.type.localeCompare(b.type));
  const desired = stage.desired(service);
  const expected = Math.min(desired, best?.tasks ?? 0);
  await stage.apply({ mxnet: { instanceType: best?.type } });
  const began = simulation.now;
  const placed = () => [...(ecs.service(service)?.tasks ?? [])].filter(({ lastStatus }) => lastStatus === "RUNNING");
  const done = await simulation.runUntil(() => placed().length >= expected, began + UPDATE);
  const hosts = placed().map(({ host }) => host.instance);
  const zones = new Set(hosts.map(({ zone }) => zone)).size;
  const wantedZones = Math.min(best?.zones ?? 0, expected);
  return [
    within(`mxnet runs on ${best?.type}`, done ? simulation.now - began : undefined, UPDATE, CONSTRAINT),
    exactly(`tasks of mxnet, of which ${desired} are desired`, hosts.length, expected, { source: CONSTRAINT }),
    holds(
      "the types of their instances",
      hosts.every(({ type }) => type === best?.type),
      {
        expected: best?.type ?? "none",
        seen: hosts.map(({ type }) => type).join(", ") || "none",
        source: CONSTRAINT,
      },
    ),
    holds("they are spread over zones", zones >= wantedZones, {
      expected: `${wantedZones} of the zones that have such an instance with room`,
      seen: hosts.map(({ zone }) => zone).join(", ") || "none",
      source: "Lab 5, step 2.2: spread over attribute:ecs.availability-zone first",
    }),
  ];
}

const CONSTRAINT =
  "Lab 5, step 2: “attribute:ecs.instance-type == …”, a type “that is currently running in the cluster”";

/** How many tasks fit on some instances, and in how many zones at least one does. */
function roomOf(hosts: readonly ContainerInstance[], memory: number): { tasks: number; zones: number } {
  const open = hosts.filter(({ free }) => free.memory >= memory);
  return {
    tasks: open.reduce((sum, { free }) => sum + Math.floor(free.memory / memory), 0),
    zones: new Set(open.map(({ instance }) => instance.zone)).size,
  };
}
