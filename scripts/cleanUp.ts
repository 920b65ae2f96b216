/** `npm run clean-up`: deregisters the revisions that a destroyed stack's pipeline has left. */

import { ECSClient } from "@aws-sdk/client-ecs";
import { HELP, readCleanUpCommand } from "./cleanUp/options";
import { deregisterRevisions } from "./cleanUp/revisions";
import { runCommand } from "./common/commandLine";
import { InputError } from "./common/inputError";
import { stackOnAws } from "./common/stack";

async function main(argv: readonly string[]): Promise<number> {
  const { stack, help } = readCleanUpCommand(argv);
  if (help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const { outputs, client } = stackOnAws(stack);
  if (Object.keys(outputs).length > 0) {
    throw new InputError(`Stack ${stack} is still deployed. First: pulumi destroy --stack ${stack}`);
  }
  const ecs = new ECSClient(client);
  const gone = await deregisterRevisions(ecs, `${stack}-dogs`);
  ecs.destroy();
  for (const revision of gone) process.stdout.write(`${revision} deregistered\n`);
  process.stdout.write(
    gone.length === 0 ? "Nothing was left.\n" : `${gone.length} in all; ECS lists them as INACTIVE.\n`,
  );
  return 0;
}

runCommand(main);
