import { createHash } from "node:crypto";
import type { Account } from "../../account/account";
import type { Props, ProviderConfig } from "../../account/model";
import { readProvider } from "../../account/provider";
import { canonical } from "../../account/values";
import { plain, secret } from "../wire";
import { checkProblem, Stop } from "./errors";
import type { Goal } from "./goal";
import type { ResourceState } from "./stackState";
import { describe, makeUrn, packageOf, parseReference, parseUrn } from "./urn";

/** What the engine asks of an account. */
export type EngineAccount = Pick<
  Account,
  "check" | "diff" | "create" | "read" | "readImported" | "update" | "delete" | "call" | "definition"
>;

/** Packages that the engine can serve: resources of `aws`, components of `awsx`, and Pulumi's own calls. */
const PACKAGES = ["aws", "awsx", "pulumi"];

/** The configuration that a provider resource stands for. */
export function configOf(provider: Pick<ResourceState, "inputs">): ProviderConfig {
  return readProvider(withRegion(plain(provider.inputs))).config;
}

/** Inputs and outputs of a provider resource: as the engine writes them, with the plugin's version. */
export function providerProperties(goal: Goal): { inputs: Props; outputs: Props } {
  const { version } = goal;
  requirePackage(packageOf(goal.type), describe(goal.urn));
  const outputs: Props = { ...goal.inputs };
  if (version) outputs.version = version;
  if (packageOf(goal.type) === "aws") {
    const { failures } = readProvider(withRegion(plain(goal.inputs)));
    if (failures.length > 0) throw new Stop(checkProblem(goal.urn, failures));
  }
  return { inputs: version ? { __internal: {}, ...outputs } : outputs, outputs };
}

/** An id like those that the engine gives to providers, but the same in every run. */
export function providerId(urn: string, inputs: Props): string {
  const seed = packageOf(parseUrn(urn).type) === "aws" ? configOf({ inputs }).region : "";
  const hex = createHash("sha256").update(`${urn}|${seed}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** What a change of a provider's inputs does to it: another region is another provider. */
export function providerChange(old: ResourceState, inputs: Props): "same" | "update" | "replace" {
  if (canonical(plain(old.inputs)) === canonical(plain(inputs))) return "same";
  if (packageOf(old.type) !== "aws") return "update";
  return configOf(old).region === configOf({ inputs }).region ? "update" : "replace";
}

/**
 * The provider that a resource gets when the program names none: one for each version, configured by the stack's
 * configuration (`aws:region` and so on).
 */
export function defaultProviderGoal(
  stack: { stack: string; project: string },
  neededBy: string,
  pkg: string,
  version: string,
  config: Record<string, string>,
  secretKeys: readonly string[],
): Goal {
  requirePackage(pkg, neededBy);
  const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
  const type = `pulumi:providers:${pkg}`;
  const inputs: Props = {};
  for (const [key, value] of Object.entries(config)) {
    const property = key.startsWith(`${pkg}:`) ? key.slice(pkg.length + 1) : "";
    if (property) inputs[property] = secretKeys.includes(key) ? secret(value) : value;
  }
  return {
    urn: makeUrn(stack.stack, stack.project, undefined, type, name),
    type,
    name,
    custom: true,
    inputs,
    dependencies: [],
    propertyDependencies: {},
    aliases: [],
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    customTimeouts: {},
    version,
  };
}

/** Whether a reference names a default provider. */
export function isDefaultProvider(reference: string): boolean {
  return /^default(_|$)/.test(parseUrn(parseReference(reference).urn).name);
}

function requirePackage(pkg: string, neededBy: string): void {
  if (PACKAGES.includes(pkg)) return;
  const message = `${neededBy} needs the provider "${pkg}". The in-process engine has these: aws, awsx.`;
  throw new Stop({ operation: "check", message });
}

/** The plugin takes the region from the environment where the program does not give it. */
function withRegion(inputs: Props): Props {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return region ? { region, ...inputs } : inputs;
}
