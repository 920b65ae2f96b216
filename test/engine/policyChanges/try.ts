import { resolve } from "node:path";
import { POLICY_PACK, Workspace } from "../cli";
import { errors } from "../events";
import type { ProgramChange } from "./change";
import { ChangedProgram } from "./changedProgram";
import { isStopped, said } from "./said";

async function show(change: ProgramChange): Promise<void> {
  const program = new ChangedProgram([change]);
  const workspace = new Workspace({ main: program.folder });
  try {
    await workspace.init("alice", change.settings);
    const flags = ["--policy-pack", POLICY_PACK];
    const run = await workspace.preview("alice", flags, { fails: isStopped([change]) });
    console.log(`${change.rule}: ${change.line} => ${change.becomes}`);
    console.log([...said(run).map((one) => `  ${one}`), errors(run).trim()].join("\n"));
  } finally {
    workspace.remove();
    program.remove();
  }
}

/**
 * Prints what the pack says to the changes that a file exports, one preview each:
 * `npx tsx test/engine/policyChanges/try.ts FILE [RULE]`.
 */
async function main(file = "", rule?: string): Promise<void> {
  const changes = Object.values(require(resolve(file))).flat() as ProgramChange[];
  for (const change of changes) if (rule === undefined || change.rule === rule) await show(change);
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
