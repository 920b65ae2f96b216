import type { Account } from "../../account";
import { type AccountRecord, AwsError } from "../../model";

/** The counter of a family's revisions. It goes on after a revision is deregistered: a number is never given twice. */
export function revisionsOf(region: string, family: string): string {
  return `ecs task definition ${region} ${family}`;
}

/**
 * The ACTIVE task definition that a service or a rule names by ARN, by `family:revision`, or by family alone, which
 * means its latest ACTIVE revision; undefined where it is deregistered or never was.
 */
export function findActive(account: Account, region: string, named: string): AccountRecord | undefined {
  const { family, revision } = parse(named);
  const active = account
    .records("aws:ecs/taskDefinition:TaskDefinition")
    .filter((record) => record.region === region && record.id === family)
    .filter(({ outputs }) => !named.startsWith("arn:") || named.startsWith(String(outputs.arnWithoutRevision)))
    .sort((a, b) => Number(b.outputs.revision) - Number(a.outputs.revision));
  return revision === undefined ? active[0] : active.find(({ outputs }) => outputs.revision === revision);
}

/**
 * As {@link findActive}, for where there must be one.
 *
 * @throws AwsError `ClientException` where the revision is deregistered or never was.
 */
export function activeTaskDefinition(account: Account, region: string, named: string): AccountRecord {
  const found = findActive(account, region, named);
  if (found) return found;
  const { family, revision = 0 } = parse(named);
  const registered = account.state.counters[revisionsOf(region, family)] ?? 0;
  const isInactive = revision >= 1 && revision <= registered;
  throw new AwsError("ClientException", isInactive ? "TaskDefinition is inactive" : "TaskDefinition not found.");
}

function parse(named: string): { family: string; revision: number | undefined } {
  const [family = "", revision] = (named.split(":task-definition/")[1] ?? named).split(":");
  return { family, revision: revision === undefined ? undefined : Number(revision) };
}
