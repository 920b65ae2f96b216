import { base64 } from "../../components/userData";
import { Account } from "../../local/account/account";
import { decodeUserData } from "../../local/account/types/ec2/userData";
import { rehearse } from "../../local/labs/rehearsal";
import type { Report } from "../../local/report/model";
import { DeployedStack } from "../../local/start/deployedStack";
import { policies } from "../../policy/policies";

const program = require("../../index") as () => unknown;

export interface Rehearsal {
  scenario?: string;
  seed?: number;
  lab?: number;
  /** Takes draining out of the instances' user data, as somebody may who writes it anew. */
  withoutDraining?: boolean;
  /** Does something behind Pulumi's back each time when the stack has been deployed with other settings. */
  tamper?: (account: Account, settings: Readonly<Record<string, unknown>>) => void;
  /** The program's own settings. */
  settings?: Readonly<Record<string, unknown>>;
}

/** Deploys the workshop to an account of its own and rehearses it, as `npm start` does. */
export async function rehearsed(rehearsal: Rehearsal = {}): Promise<Report> {
  const { scenario, seed, lab = 2, settings = {}, withoutDraining = false, tamper = () => {} } = rehearsal;
  const own = Object.entries({ imageRegistry: "registry.example.com", lab, ...settings }).map(([name, value]) => [
    `catsndogs:${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const values = { "aws:region": "us-west-2", ...Object.fromEntries(own) };
  const deployable = { project: "catsndogs", stack: "workshop", values, program, policies };
  const { deployed } = await DeployedStack.up(deployable, new Account());
  if (withoutDraining) takeOutDraining(deployed.account);
  const { account, region } = deployed;
  const tampered = {
    account,
    region,
    apply: async (changes: Record<string, unknown>) => {
      await deployed.apply(changes);
      tamper(account, changes);
    },
    clone: () => deployed.clone(),
  };
  return rehearse(tampered, {
    stack: "workshop",
    lab,
    ...(scenario !== undefined && { scenario }),
    ...(seed !== undefined && { seed }),
  });
}

function takeOutDraining(account: Account): void {
  for (const template of account.records("aws:ec2/launchTemplate:LaunchTemplate")) {
    for (const props of [template.inputs, template.outputs]) {
      props.userData = base64(decodeUserData(String(props.userData)).replace(/^ECS_ENABLE_SPOT.*\n/m, ""));
    }
    for (const version of Object.values(template.hidden?.versions ?? {}) as { userData?: string }[]) {
      if (version.userData === undefined) continue;
      version.userData = base64(decodeUserData(version.userData).replace(/^ECS_ENABLE_SPOT.*\n/m, ""));
    }
  }
}

/** What a check has seen, by what it looks at. */
export function seen(report: Report, chapter: string): Record<string, string> {
  const found = report.chapters.find(({ id }) => id === chapter);
  if (!found) throw new Error(`There is no chapter ${chapter}; there are ${report.chapters.map(({ id }) => id)}`);
  return Object.fromEntries(found.checks.map((check) => [check.what, check.seen]));
}

/** The checks that have failed. */
export function failures(report: Report): string[] {
  return report.chapters.flatMap(({ id, checks }) =>
    checks
      .filter(({ passed }) => !passed)
      .map(({ what, expected, seen }) => `${id}: ${what}: ${expected}, not ${seen}`),
  );
}
