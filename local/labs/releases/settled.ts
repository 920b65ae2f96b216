import { readReleaseState, STATE_KEY } from "../../../lambdas/common/releaseState";
import { getItem } from "../../account/actions/dynamodb";
import { rootOf } from "../../account/iam/principal";
import type { Check } from "../../report/model";
import { duration, holds } from "../checks";
import type { ReleaseSite } from "../releaseSite";
import type { ReleaseWitness } from "../releaseWitness";
import type { Stage } from "../stage";

/** How long a release may take, in seconds: three steps, each until name servers and resolvers know and then a minute; the tasks' start. */
export const RELEASE = 900;
/** How long all visitors may take to be back, in seconds, from when somebody wants that: see ROUTE53_SYNC and the TTL. */
export const BACK = 180;
/** Tasks of green cats: lab 7, test the deployment, step 4. */
export const TASKS = 3;

/** What must be true after any release: one side has all, nobody holds the lock, and one notification says how it went. */
export function settled(
  { world, simulation }: Stage,
  { canary }: ReleaseSite,
  seen: ReleaseWitness,
  { stable, outcome, before }: { stable: "blue" | "green"; outcome: string; before: number },
): Check[] {
  const caller = { principal: rootOf(world.account.state.accountId), region: world.region };
  const { Item } = getItem(world.account, caller, { TableName: canary.table, Key: STATE_KEY });
  const state = readReleaseState(Item as Parameters<typeof readReleaseState>[0]);
  const { blue, green } = seen.weights.at(-1) ?? { blue: 0, green: 0 };
  const told = seen.notifications.slice(before).filter(({ attributes }) => attributes.outcome !== "STARTED");
  const all = stable === "blue" ? "blue 100, green 0" : "blue 0, green 100";
  return [
    holds(`all visitors are ${stable}'s`, `blue ${blue}, green ${green}` === all && state.stable === stable, {
      expected: `${all}; stable: ${stable}`,
      seen: `blue ${blue}, green ${green}; stable: ${state.stable}`,
      source: "either all blue or all green at the end",
    }),
    holds("nobody holds the lock", state.lockOwner === undefined, {
      expected: "free",
      seen: state.lockOwner ?? "free",
      source: "a finished release can be followed by another",
    }),
    holds("one notification says how it went", told.map(({ attributes }) => attributes.outcome).join() === outcome, {
      expected: outcome,
      seen: told.map(({ subject, at }) => `${subject} (${duration(simulation.now - at)} ago)`).join("; ") || "none",
      source: "SNS topic for what happened",
    }),
  ];
}

/** At no moment do both records weigh 0, or anything but 100 together. */
export function weightsSum({ changes, weights }: ReleaseWitness): Check {
  const sums = new Set([...changes, ...weights].map(({ blue, green }) => blue + green));
  return holds("the sum of both weights, always", [...sums].join() === "100", {
    expected: "100",
    seen: [...sums].join(", "),
    source: "both records in one change",
  });
}

export function alarmNamed({ world }: Stage, ending: string): string {
  return world.records("aws:cloudwatch/metricAlarm:MetricAlarm").find(({ id }) => id.endsWith(ending))?.id ?? "";
}

/** How an execution of the release has ended since a time; undefined while none has. */
export function endOf({ executions }: ReleaseWitness, stateMachineArn: string, since: number) {
  return executions.find((one) => isOf(one, stateMachineArn, since) && one.status !== "RUNNING");
}

export function countOf({ executions }: ReleaseWitness, stateMachineArn: string, since: number): number {
  return executions.filter((one) => isOf(one, stateMachineArn, since) && one.status === "RUNNING").length;
}

function isOf(one: ReleaseWitness["executions"][number], stateMachineArn: string, since: number): boolean {
  return one.stateMachineArn === stateMachineArn && one.startedAt >= since;
}

/** Whom the name servers answer with. */
export function answers({ control }: Stage, host: string): string {
  return control.zones
    .weights(host)
    .map(({ setIdentifier, weight }) => `${setIdentifier} ${weight}`)
    .sort()
    .join(", ");
}

/** The version of cats that a visitor sees who opens the site by its name. */
export async function versionOf(stage: Stage, host: string): Promise<string> {
  const response = await stage.openByName(host, "/cats/");
  await response.text();
  return response.headers.get("x-cats-version") ?? `status ${response.status}`;
}
