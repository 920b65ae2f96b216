import type { Account } from "../account/account";
import { INSTANCE } from "../account/types/ec2/references";
import type { Chapter, Report } from "../report/model";
import { Recorder } from "../report/recorder";
import { EPOCH } from "../services/kernel/simulation";
import { chartsOf } from "./charts";
import type { Lab } from "./lab";
import { lab1 } from "./lab1";
import { lab2 } from "./lab2";
import { lab3 } from "./lab3";
import { lab4 } from "./lab4";
import { lab5 } from "./lab5";
import { lab6 } from "./lab6";
import { lab7 } from "./lab7";
import { raiseQuotas } from "./quotas";
import { SCENARIOS } from "./scenarios";
import { type Apply, Stage } from "./stage";

/** A deployed stack that can be deployed again, and copied. */
export interface Rehearsable {
  readonly account: Account;
  readonly region: string;
  apply: Apply;
  clone(): Rehearsable;
}

export interface RehearsalOptions {
  /** The stack's name. */
  stack: string;
  /** Up to which lab it is deployed. */
  lab: number;
  /** Name of a scenario to run in place of the labs. Default: the labs. */
  scenario?: string;
  /** Any whole number. Default: 1. */
  seed?: number;
  /** Told every virtual minute which lab is at what second of its time; what it returns is waited for. */
  on?: (lab: Lab, seconds: number) => void | Promise<void>;
}

const LABS: readonly (readonly [number, Lab])[] = [
  [1, lab1],
  [2, lab2],
  [3, lab3],
  [4, lab4],
  [5, lab5],
  [6, lab6],
  [7, lab7],
];

/** Up to which lab the stack is deployed when a rehearsal begins, at most; a later lab begins with its own deployment. */
const FIRST = 2;

/** What a rehearsal consists of: the labs up to the deployed one, or a scenario's chapters. */
export function chaptersFor({ lab, scenario }: Pick<RehearsalOptions, "lab" | "scenario">): readonly Lab[] {
  if (scenario !== undefined) return SCENARIOS[scenario] ?? [];
  return LABS.filter(([number]) => number <= lab).map(([, one]) => one);
}

/**
 * Runs the labs one after another in virtual time on a deployed stack, or a scenario's chapters, each of which gets a copy
 * of the stack.
 */
export async function rehearse(deployed: Rehearsable, options: RehearsalOptions): Promise<Report> {
  const { stack, scenario, seed = 1 } = options;
  const labs = chaptersFor(options);
  const chapters: Chapter[] = [];
  let stage: [Stage, Recorder] | undefined;
  try {
    for (const lab of labs) {
      if (!stage || scenario !== undefined) {
        await stage?.[0].close();
        stage = await setUp(scenario === undefined ? deployed : deployed.clone(), options.lab, seed);
      }
      chapters.push(await play(lab, ...stage, options.on));
    }
  } finally {
    await stage?.[0].close();
  }
  return { stack, seed, epoch: new Date(EPOCH).toISOString(), chapters };
}

async function setUp(deployed: Rehearsable, lab: number, seed: number): Promise<[Stage, Recorder]> {
  const { account, region } = deployed;
  // Later labs, and a load generator that is deployed already, have to wait for their turn.
  if (lab > FIRST || account.records(INSTANCE).length > 0) {
    await deployed.apply({ lab: Math.min(lab, FIRST), loadTest: false });
  }
  const stage = new Stage({ account, region, seed, apply: (settings) => deployed.apply(settings) });
  raiseQuotas(account, stage.world);
  return [stage, new Recorder(stage.world, { charts: chartsOf(stage) })];
}

async function play(lab: Lab, stage: Stage, recorder: Recorder, on: RehearsalOptions["on"]): Promise<Chapter> {
  const { simulation } = stage;
  const began = simulation.now;
  const { id, title, story } = lab;
  recorder.begin({ id, title, story });
  stage.begin((text) => recorder.note("attendee", text));
  const follow = on && simulation.every(60, () => simulation.perform(async () => on(lab, simulation.now - began)));
  try {
    return recorder.end(await lab.run(stage));
  } finally {
    follow?.cancel();
  }
}
