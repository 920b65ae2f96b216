import type { CheckFailure, Props, ProviderConfig, Value } from "./model";
import { shapeOf } from "./shapes";
import { shapeFailures } from "./validate";
import { isObject, isPresent, show } from "./values";

/** Type token of the provider itself. */
export const PROVIDER = "pulumi:providers:aws";

/** AWS's commercial regions that the account models; others are refused rather than half known. */
const REGION = /^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;

/** Inputs that a provider may have beside those of its schema. */
const ENGINE_INPUTS = ["version", "pluginDownloadURL"];

/**
 * Reads a provider's configuration as Pulumi hands it over, where everything that is not a string is JSON in a string.
 * Only what reaches resources is used: the region and the default tags.
 */
export function readProvider(given: Props): { config: ProviderConfig; failures: CheckFailure[] } {
  const shape = shapeOf(PROVIDER);
  const inputs: Props = {};
  for (const [name, value] of Object.entries(given)) {
    if (!ENGINE_INPUTS.includes(name) && !name.startsWith("__")) inputs[name] = decode(value, shape.inputs[name]);
  }
  const failures = shapeFailures({ object: shape.inputs, required: [] }, inputs, "");
  const { region } = inputs;
  if (!isPresent(region)) {
    failures.push({
      property: "region",
      reason: "missing; set it with `pulumi config set aws:region us-west-2` or AWS_REGION",
    });
  } else if (typeof region === "string" && !REGION.test(region)) {
    failures.push({
      property: "region",
      reason: `expected the name of an AWS region such as us-west-2, got ${show(region)}`,
    });
  }
  const tags = isObject(inputs.defaultTags) && isObject(inputs.defaultTags.tags) ? inputs.defaultTags.tags : undefined;
  const config: ProviderConfig = { region: typeof region === "string" ? region : "" };
  if (tags) config.defaultTags = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
  return { config, failures };
}

function decode(value: Value, shape: unknown): Value {
  if (typeof value !== "string" || shape === "string" || shape === undefined) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}
