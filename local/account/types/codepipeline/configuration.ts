import type { CheckFailure, Value } from "../../model";
import { isObject } from "../../values";
import { given, list, parseJson, text, undecided } from "../read";
import { type Action, hasVariable } from "./stages";

/** What CloudFormation needs besides, by its mode: action-reference-CloudFormation.html of CodePipeline's User Guide. */
const CLOUDFORMATION: Record<string, readonly string[]> = {
  CHANGE_SET_EXECUTE: ["ChangeSetName"],
  CHANGE_SET_REPLACE: ["ChangeSetName", "RoleArn", "TemplatePath"],
  CREATE_UPDATE: ["RoleArn", "TemplatePath"],
  DELETE_ONLY: ["RoleArn"],
  REPLACE_ON_FAILURE: ["RoleArn", "TemplatePath"],
};

const BOOLEANS = ["AllowOverrideForS3ObjectKey", "BatchEnabled", "CombineArtifacts", "PollForSourceChanges"];
const VARIABLE_TYPES = ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"];

/** What is wrong with the values of an action's configuration. A value with a variable in it is not judged. */
export function configurationFailures(action: Action, provider: string): CheckFailure[] {
  if (!isObject(action.declared.configuration)) return [];
  return [
    ...booleanFailures(action),
    ...(provider === "CodeBuild" ? codeBuildFailures(action) : []),
    ...(provider === "ECS" ? timeoutFailures(action) : []),
    ...(provider === "CloudFormation" ? cloudFormationFailures(action) : []),
  ];
}

/** A value of an action's configuration, where it is known before the pipeline runs. */
export function configured({ declared }: Action, key: string): string | undefined {
  const value = text(declared, `configuration.${key}`);
  return value === undefined || hasVariable(value) ? undefined : value;
}

function failure({ path }: Action, key: string, reason: string): CheckFailure {
  return { property: `${path}.configuration.${key}`, reason };
}

function booleanFailures(action: Action): CheckFailure[] {
  return BOOLEANS.flatMap((key) => {
    const value = configured(action, key);
    return value === undefined || /^(true|false)$/.test(value)
      ? []
      : [failure(action, key, `expected "true" or "false", got ${JSON.stringify(value)}`)];
  });
}

function codeBuildFailures(action: Action): CheckFailure[] {
  const { declared } = action;
  const failures: CheckFailure[] = [];
  const artifacts = list(declared, "inputArtifacts") ?? [];
  const primary = configured(action, "PrimarySource");
  if (artifacts.length > 1 && !given(declared, "configuration.PrimarySource")) {
    failures.push(failure(action, "PrimarySource", `missing; ${artifacts.length} inputs need one that is primary`));
  }
  if (primary !== undefined && !undecided(declared, "inputArtifacts") && artifacts.every(isKnown)) {
    const reason = `expected one of the action's inputArtifacts (${artifacts.join(", ")}), got ${primary}`;
    if (!artifacts.includes(primary)) failures.push(failure(action, "PrimarySource", reason));
  }
  const variables = configured(action, "EnvironmentVariables");
  if (variables !== undefined && !isVariables(parseJson(variables))) {
    const reason = `expected a JSON list of objects with name, value and type (${VARIABLE_TYPES.join(", ")}), got ${variables}`;
    failures.push(failure(action, "EnvironmentVariables", reason));
  }
  return failures;
}

function isKnown(artifact: Value): boolean {
  return text({ artifact }, "artifact") !== undefined;
}

function isVariables(value: Value | undefined): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((one) => {
    if (!isObject(one) || typeof one.name !== "string" || typeof one.value !== "string") return false;
    return one.type === undefined || VARIABLE_TYPES.includes(String(one.type));
  });
}

/** docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html: in minutes, at most an hour. */
function timeoutFailures(action: Action): CheckFailure[] {
  const timeout = configured(action, "DeploymentTimeout");
  if (timeout === undefined || (/^\d+$/.test(timeout) && Number(timeout) >= 1 && Number(timeout) <= 60)) return [];
  const reason = `expected whole minutes between 1 and 60, got ${JSON.stringify(timeout)}`;
  return [failure(action, "DeploymentTimeout", reason)];
}

function cloudFormationFailures(action: Action): CheckFailure[] {
  const mode = configured(action, "ActionMode");
  if (mode === undefined) return [];
  const needed = CLOUDFORMATION[mode];
  if (!needed) {
    const reason = `expected one of ${Object.keys(CLOUDFORMATION).join(", ")}, got ${mode}`;
    return [failure(action, "ActionMode", reason)];
  }
  return needed
    .filter((key) => !given(action.declared, `configuration.${key}`))
    .map((key) => failure(action, key, `missing; the ActionMode ${mode} needs it`));
}
