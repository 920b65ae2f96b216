import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { Route53Client } from "@aws-sdk/client-route-53";
import type { SFNClient } from "@aws-sdk/client-sfn";
import { SIDES } from "../../lambdas/common/sides";
import type { Clock, Pace } from "../common/clock";
import { follow } from "./follow";
import type { CanaryCommand } from "./options";
import { readRecords } from "./records";
import { type Control, readHistory, readState, setControl } from "./releases";
import { rollback } from "./rollback";
import { start } from "./start";
import { type Visitor, visits } from "./visits";
import type { Canary } from "./whereStackIs";
import { describePast, describeState } from "./words";

/** Those of AWS's services that a release goes through. */
export interface Clients {
  dynamodb: DynamoDBClient;
  ecs: ECSClient;
  route53: Route53Client;
  sfn: SFNClient;
}

/** What an action has around it. */
export interface Surroundings {
  /** Told what happens. */
  log: (line: string) => void;
  clock: Clock;
  visitor: Visitor;
  /** The time, ISO 8601. */
  today: () => string;
  /** The addresses of a name. */
  resolve: (name: string) => Promise<string[]>;
}

/** Seconds between two looks at a release. */
const POLL_EVERY = 5;

/** What a control that was taken comes to. */
const TAKEN: Record<Control, string> = {
  PAUSE: "The release will pause at its next look, which comes before and after each step",
  RESUME: "The release goes on",
  PROMOTE: "The release goes to 100 % next",
  ABORT: "The release will bring all visitors back",
};

/**
 * Does what a command asks for.
 *
 * @returns Whether it is done, and a release that was followed has succeeded.
 * @throws Error that says why not
 */
export async function perform(
  command: CanaryCommand,
  canary: Canary,
  clients: Clients,
  surroundings: Surroundings,
): Promise<boolean> {
  switch (command.action) {
    case "status":
      return status(canary, clients, surroundings);
    case "history":
      return history(canary, clients, surroundings);
    case "visit":
      return visit(command, canary, clients, surroundings);
    case "start":
      return startAndFollow(command, canary, clients, surroundings);
    case "rollback":
      return rollBackAndFollow(command, canary, clients, surroundings);
    default:
      return control(command.action.toUpperCase() as Control, canary, clients, surroundings);
  }
}

async function status({ table, zoneId, host }: Canary, clients: Clients, { log }: Surroundings): Promise<boolean> {
  const records = await readRecords(clients.route53, zoneId, host);
  const state = await readState(clients.dynamodb, table);
  const weights = { blue: records.blue?.weight, green: records.green?.weight };
  for (const line of describeState(state, weights, host)) log(line);
  return true;
}

async function history({ table }: Canary, { dynamodb }: Clients, { log }: Surroundings): Promise<boolean> {
  const releases = await readHistory(dynamodb, table);
  for (const release of releases) log(describePast(release));
  if (releases.length === 0) log("No release has run yet");
  return true;
}

async function control(
  asked: Control,
  { table }: Canary,
  { dynamodb }: Clients,
  { log }: Surroundings,
): Promise<boolean> {
  const isTaken = await setControl(dynamodb, table, asked);
  log(isTaken ? TAKEN[asked] : asked === "RESUME" ? "No release is paused" : "No release runs");
  return isTaken;
}

/** Says which side answered how often; an address that is neither's is shown as it is. */
async function visit(
  { count }: CanaryCommand,
  { zoneId, host }: Canary,
  { route53 }: Clients,
  { log, visitor, resolve }: Surroundings,
): Promise<boolean> {
  const records = await readRecords(route53, zoneId, host);
  const sides = new Map<string, string>();
  for (const side of SIDES) {
    for (const address of await resolve(records[side]?.target ?? "")) sides.set(address, side);
  }
  const counts = await visits(visitor, count);
  for (const [outcome, times] of counts) {
    const [address = ""] = outcome.split(",");
    log(`${String(times).padStart(5)}  ${sides.has(address) ? `${sides.get(address)}: ` : ""}${outcome}`);
  }
  return ![...counts.keys()].some((outcome) => outcome.startsWith("failed"));
}

async function startAndFollow(
  command: CanaryCommand,
  canary: Canary,
  clients: Clients,
  surroundings: Surroundings,
): Promise<boolean> {
  const pace = paceOf(command, surroundings);
  const execution = await start(clients, canary, { ...pace, log: surroundings.log, tasks: command.tasks });
  return followed(execution, command, canary, clients, { ...surroundings, pace });
}

async function rollBackAndFollow(
  command: CanaryCommand,
  canary: Canary,
  clients: Clients,
  surroundings: Surroundings,
): Promise<boolean> {
  const { kind, execution } = await rollback(clients, canary, surroundings.today());
  surroundings.log(`${kind === "aborted" ? "The release brings all visitors back" : "Started"}: ${execution}`);
  const pace = paceOf(command, surroundings);
  const isSucceeded = await followed(execution, command, canary, clients, { ...surroundings, pace });
  // A release that was told to go back is done when it has.
  return kind === "aborted" || isSucceeded;
}

function followed(
  execution: string,
  { visitors }: CanaryCommand,
  { table }: Canary,
  clients: Clients,
  { log, visitor, pace }: Surroundings & { pace: Pace },
): Promise<boolean> {
  const meanwhile = async () => {
    await visits(visitor, visitors * pace.pollEvery);
  };
  return follow(clients, execution, { ...pace, log, table, meanwhile });
}

function paceOf({ timeout }: CanaryCommand, { clock }: Surroundings): Pace {
  return { clock, begun: clock.now(), timeout, pollEvery: POLL_EVERY };
}
