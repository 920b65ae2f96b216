import { Account } from "../../local/account/account";
import { lab7 } from "../../local/labs/lab7";
import { raiseQuotas } from "../../local/labs/quotas";
import { Stage, type StageOptions } from "../../local/labs/stage";
import type { Check } from "../../local/report/model";
import { DeployedStack } from "../../local/start/deployedStack";
import { policies } from "../../policy/policies";

const program = require("../../index") as () => unknown;

/** Seconds in which instances come up, and the tasks of lab 6. */
const SETTLED = 900;

export interface Lab7Options {
  disturb?: StageOptions["disturb"];
  /** Does something behind Pulumi's back each time when the stack has been deployed. */
  tamper?: (account: Account) => void;
  settings?: Readonly<Record<string, unknown>>;
}

/** What lab 7 has found, and the stage it was on; close it. */
export interface Lab7 {
  checks: Check[];
  stage: Stage;
  /** What the attendee did. */
  notes: string[];
}

/** Lab 7 alone, on a stack that was deployed up to lab 6 and has come to rest. */
export async function runLab7({ disturb, tamper = () => {}, settings = {} }: Lab7Options = {}): Promise<Lab7> {
  const own = Object.entries({ imageRegistry: "registry.example.com", lab: 6, ...settings }).map(([name, value]) => [
    `catsndogs:${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const values = { "aws:region": "us-west-2", ...Object.fromEntries(own) };
  const deployable = { project: "catsndogs", stack: "workshop", values, program, policies };
  const { deployed } = await DeployedStack.up(deployable, new Account());
  const { account, region } = deployed;
  const stage = new Stage({
    account,
    region,
    apply: async (changes) => {
      await deployed.apply(changes);
      tamper(account);
    },
    ...(disturb && { disturb }),
  });
  raiseQuotas(account, stage.world);
  await stage.simulation.run(SETTLED);
  const notes: string[] = [];
  stage.begin((text) => notes.push(text));
  return { checks: await lab7.run(stage), stage, notes };
}

/** The checks that have failed, by what they look at. */
export function failed({ checks }: Lab7): string[] {
  return checks.filter(({ passed }) => !passed).map(({ what, seen }) => `${what}: ${seen}`);
}
