import { runtime } from "@pulumi/pulumi";
import type { Props } from "../../account/model";
import { hasSecret, plain } from "../wire";
import { Deployment, type DeploymentOptions } from "./deployment";
import { EngineClient } from "./engineClient";
import { messageOf, type Problem } from "./errors";
import type { Violation, Warning } from "./events";
import { Monitor } from "./monitor";
import { settled, withRuntime } from "./pulumiRuntime";
import { captureRejections, nextTurn } from "./rejections";
import type { StackState } from "./stackState";
import { makeUrn, STACK_TYPE } from "./urn";

export interface UpOptions extends DeploymentOptions {
  /**
   * The program: what its entry point exports. Called once; what it returns, or what the promise that it returns
   * resolves to, are the stack's outputs.
   */
  program: () => unknown;
}

/** A stack's outputs in clear, each with whether it is secret. */
export type StackOutputs = Record<string, { value: Props[string]; secret: boolean }>;

export interface UpResult {
  state: StackState;
  outputs: StackOutputs;
  /** What rules found without stopping the deployment. */
  violations: Violation[];
  /** What the program logged. */
  warnings: Warning[];
}

/**
 * Brings a stack up in this process: runs the program, makes in the account what it registers, deletes what it no
 * longer registers, and lets the policy pack look at everything. It is `pulumi up` without a preview. Several stacks
 * can be brought up at the same time.
 *
 * @throws {DeploymentError} when a resource, a rule or the program fails. Its `state` has everything that exists then.
 */
export async function up(options: UpOptions): Promise<UpResult> {
  const { project, stack, previous } = options;
  if (previous && (previous.stack !== stack || previous.project !== project)) {
    throw new Error(
      `The previous state is that of ${previous.project}/${previous.stack}, and the deployment is one of ` +
        `${project}/${stack}. Give the state of the same stack, or none.`,
    );
  }
  const deployment = new Deployment(options);
  const run = {
    project,
    stack,
    config: options.config,
    secretKeys: options.secretKeys ?? [],
    monitor: new Monitor(deployment),
    engine: new EngineClient((warning) => deployment.warn(warning)),
  };
  await withRuntime(run, () => runProgram(deployment, options.program));
  if (deployment.problem) throw deployment.error(deployment.problem);
  const { violations, warnings } = deployment;
  return { state: deployment.snapshot(), outputs: outputsOf(deployment), violations, warnings };
}

async function runProgram(deployment: Deployment, program: () => unknown): Promise<void> {
  let breakOff: () => void = () => {};
  const broken = new Promise<void>((resolve) => {
    breakOff = resolve;
  });
  const fail = (thrown: unknown) => {
    deployment.fail(programProblem(thrown));
    breakOff();
  };
  const release = captureRejections(fail);
  try {
    const stack = runtime.runInPulumiStack(async () => {
      try {
        return await program();
      } catch (error) {
        fail(error);
        return {};
      }
    });
    // A program that threw may have left promises that never settle: nothing waits for those.
    await Promise.race([stack.then(settled).catch(fail), broken]);
    await nextTurn();
    const logged = deployment.warnings.find(({ severity }) => severity === "error");
    if (logged) {
      const { message, urn } = logged;
      deployment.fail({ operation: "program", message, ...(urn && { urn }) });
    }
    await deployment.finish();
  } finally {
    await release();
  }
}

/** A program that means its message for people throws a RunError or a ResourceError; any error's message is shown. */
function programProblem(thrown: unknown): Problem {
  return { operation: "program", message: messageOf(thrown), cause: thrown };
}

function outputsOf(deployment: Deployment): StackOutputs {
  const { stack, project } = deployment.identity;
  const root = deployment.find(makeUrn(stack, project, undefined, STACK_TYPE, `${project}-${stack}`));
  return Object.fromEntries(
    Object.entries(root?.outputs ?? {}).map(([name, value]) => [
      name,
      { value: plain(value), secret: hasSecret(value) },
    ]),
  );
}
