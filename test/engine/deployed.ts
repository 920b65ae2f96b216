import { POLICY_PACK, type Run, Workspace } from "./cli";

/** The stack that {@link deployed} brings up. */
export const STACK = "alice";

let first: Promise<{ workspace: Workspace; up: Run }> | undefined;

/**
 * The whole workshop, deployed once through the policy pack, in a workspace of the caller's own: a copy costs
 * milliseconds, another `up` seconds.
 */
export async function deployed(): Promise<{ workspace: Workspace; up: Run }> {
  first ??= bringUp();
  const { workspace, up } = await first;
  return { workspace: workspace.clone(), up };
}

async function bringUp(): Promise<{ workspace: Workspace; up: Run }> {
  const workspace = new Workspace();
  await workspace.init(STACK);
  return { workspace, up: await workspace.up(STACK, ["--policy-pack", POLICY_PACK]) };
}

after(() => first?.then(({ workspace }) => workspace.remove()));
