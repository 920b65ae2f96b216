/** `npm run reset-pictures`: brings the pictures of cats back. */

import { ECSClient } from "@aws-sdk/client-ecs";
import { runCommand } from "./common/commandLine";
import { HELP, readResetCommand } from "./resetPictures/options";
import { resetPictures } from "./resetPictures/reset";
import { deployedStack, localStack } from "./resetPictures/whereStackIs";

async function main(argv: readonly string[]): Promise<number> {
  const { stack, local, help } = readResetCommand(argv);
  if (help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const { assessor, client } = local ? localStack(stack) : deployedStack(stack);
  const ecs = new ECSClient(client);
  const log = (line: string) => void process.stdout.write(`${line}\n`);
  // On this machine nobody counts the calls.
  const isReset = await resetPictures(ecs, assessor, { log, ...(local && { pollEvery: 1 }) });
  ecs.destroy();
  return isReset ? 0 : 1;
}

runCommand(main);
