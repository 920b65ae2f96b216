import type { CheckFailure, Props } from "../../model";
import { isObject } from "../../values";
import { given, list, text, undecided } from "../read";
import { ACTION_TYPE_NAMES, type ActionType, actionType } from "./actionTypes";
import { configurationFailures } from "./configuration";
import { type Action, actionsOf } from "./stages";

/** CodePipeline's code for an action that it refuses. */
export const INVALID_ACTION = "InvalidActionDeclarationException";

/** What is wrong with each action by itself. */
export function actionFailures(inputs: Props): CheckFailure[] {
  return actionsOf(inputs).flatMap((action) => {
    const [category, owner, provider, version] = ["category", "owner", "provider", "version"].map((key) =>
      text(action.declared, key),
    );
    if (!category || !owner || !provider || !version) return [];
    const type = actionType(category, owner, provider, version);
    if (!type) return [unavailable(action, { category, owner, provider, version })];
    return [
      ...artifactFailures(action, type, "input"),
      ...artifactFailures(action, type, "output"),
      ...keyFailures(action, type),
      ...configurationFailures(action, provider),
      ...timeoutFailures(action, provider),
    ];
  });
}

/** The words are CodePipeline's, as far as the full stop. */
function unavailable({ path, name }: Action, type: Record<string, string>): CheckFailure {
  const { category, owner, provider, version } = type;
  const reason =
    `${INVALID_ACTION}: ActionType (Category: '${category}', Provider: '${provider}', Owner: '${owner}', Version: ` +
    `'${version}') in action '${name}' is not available in this region. On this machine there are ` +
    `${ACTION_TYPE_NAMES.join(", ")}, each in version 1; others are not modelled`;
  return { property: `${path}.provider`, reason };
}

function artifactFailures({ path, name, declared }: Action, type: ActionType, way: "input" | "output"): CheckFailure[] {
  const key = `${way}Artifacts`;
  if (undecided(declared, key)) return [];
  const count = list(declared, key)?.length ?? 0;
  const [min, max] = type[`${way}s`];
  if (count >= min && count <= max) return [];
  const limit = count < min ? `less than the minimum count (${min})` : `more than the maximum count (${max})`;
  const reason = `${INVALID_ACTION}: Action ${name} declares ${count} ${way} artifacts which is ${limit}`;
  return [{ property: `${path}.${key}`, reason }];
}

function keyFailures({ path, name, declared }: Action, { required, optional }: ActionType): CheckFailure[] {
  if (undecided(declared, "configuration")) return [];
  const property = `${path}.configuration`;
  const configuration = isObject(declared.configuration) ? declared.configuration : {};
  const missing = required.filter((key) => !given(configuration, key));
  const unknown = Object.keys(configuration).filter((key) => ![...required, ...optional].includes(key));
  const of = `${INVALID_ACTION}: Action configuration for action '${name}'`;
  return [
    ...missing.map((key) => ({ property, reason: `${of} is missing required configuration '${key}'` })),
    ...unknown.map((key) => {
      const known = [...required, ...optional].join(", ");
      return {
        property: `${property}.${key}`,
        reason: `${of} contains unknown configuration '${key}'; known: ${known}`,
      };
    }),
  ];
}

/** CodePipeline: "This attribute is available only to the manual approval ActionType." */
function timeoutFailures({ path, declared }: Action, provider: string): CheckFailure[] {
  if (provider === "Manual" || !given(declared, "timeoutInMinutes")) return [];
  const reason = `works with a manual approval only, got the provider ${provider}`;
  return [{ property: `${path}.timeoutInMinutes`, reason }];
}
