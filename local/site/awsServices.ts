import type { Account } from "../account/account";
import { Pipelines } from "../services/codepipeline/pipelines";
import { EventRules } from "../services/eventbridge/eventRules";
import { Simulation } from "../services/kernel/simulation";
import { World } from "../services/world";

/** Those of AWS's services that release an application, in virtual time. What deploys is the site itself. */
export interface AwsServices {
  world: World;
  pipelines: Pipelines;
}

/** Starts them on the deployed resources of an account. */
export function awsServices(account: Account, region: string): AwsServices {
  const world = new World(new Simulation(), account, region);
  const pipelines = new Pipelines(world);
  // Nobody reads metrics here.
  const metrics = { put: () => {} };
  new EventRules(world, metrics, {
    codepipeline: ({ inputs }) => pipelines.invoke(String(inputs.arn), String(inputs.roleArn)),
  });
  return { world, pipelines };
}
