import { Account } from "../../local/account/account";
import {
  DeploymentError,
  type EngineEvent,
  type ResourceState,
  type StackState,
  type UpOptions,
  type UpResult,
  up,
} from "../../local/engine/inProcess";

export const PROJECT = "shop";
export const STACK = "dev";

/** URN prefix of everything in the tests' stack. */
export const URN = `urn:pulumi:${STACK}::${PROJECT}`;

type Overrides = Partial<UpOptions>;

/** Brings the tests' stack up, by default on an account of its own. */
export function bringUp(program: () => unknown, overrides: Overrides = {}): Promise<UpResult> {
  const config = { "aws:region": "us-west-2", ...overrides.config };
  return up({ account: new Account(), project: PROJECT, stack: STACK, program, ...overrides, config });
}

/** Brings the tests' stack up and returns the error that this must end with. */
export async function failToBringUp(program: () => unknown, overrides: Overrides = {}): Promise<DeploymentError> {
  let result: UpResult;
  try {
    result = await bringUp(program, overrides);
  } catch (error) {
    if (error instanceof DeploymentError) return error;
    throw error;
  }
  throw new Error(`the deployment should have failed, and made ${result.state.resources.length} resources`);
}

/** Collects what operations were done, as `operation name`. Leaves out what stayed the same, and what is not AWS's. */
export function recorder(): { on: (event: EngineEvent) => void; done: string[] } {
  const done: string[] = [];
  return {
    done,
    on: (event) => {
      if (event.kind === "resource" && event.op !== "same" && event.type.startsWith("aws:")) {
        done.push(`${event.op} ${event.name}`);
      }
    },
  };
}

/** The resource with a logical name, AWS's if several have it. */
export function named(state: StackState, name: string): ResourceState {
  const matches = state.resources.filter(({ urn }) => urn.endsWith(`::${name}`));
  const found = matches.find(({ type }) => type.startsWith("aws:")) ?? matches[0];
  if (!found) throw new Error(`no resource is called ${name}; there are ${state.resources.map(({ urn }) => urn)}`);
  return found;
}

/** What Pulumi's wire format makes of a secret. */
export function secretOf(value: unknown) {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
