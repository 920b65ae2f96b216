import { POLICY_PACK, Workspace } from "../cli";
import type { ProgramChange } from "./change";
import { ChangedProgram } from "./changedProgram";
import { said } from "./said";

/**
 * Prints what the pack says to the changes that a file exports, one preview each:
 * `npx tsx test/engine/policyChanges/try.ts FILE [RULE]`.
 */
async function main(file = "", rule?: string): Promise<void> {
  const changes = Object.values(require(require("node:path").resolve(file))).flat() as ProgramChange[];
  for (const change of changes.filter((one) => rule === undefined || one.rule === rule)) {
    const program = new ChangedProgram([change]);
    const workspace = new Workspace({ main: program.folder });
    try {
      await workspace.init("alice", change.settings);
      const began = Date.now();
      const run = await workspace
        .preview("alice", ["--policy-pack", POLICY_PACK], { fails: true })
        .catch((error) => error);
      console.log(`${change.rule}: ${change.line} => ${change.becomes} (${Date.now() - began} ms)`);
      console.log(
        run instanceof Error
          ? run.message
          : said(run)
              .map((one) => `  ${one}`)
              .join("\n"),
      );
      if (!(run instanceof Error)) {
        const errors = run.events.flatMap((e: { diagnosticEvent?: { severity: string; message: string } }) =>
          e.diagnosticEvent?.severity === "error" ? [e.diagnosticEvent.message] : [],
        );
        console.log(errors.join("\n"));
      }
    } finally {
      workspace.remove();
      program.remove();
    }
  }
}

void main(process.argv[2], process.argv[3]);
