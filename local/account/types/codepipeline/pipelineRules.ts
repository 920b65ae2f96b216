import type { Rule } from "../../model";

const name: Rule = { pattern: /^[A-Za-z0-9.@_-]{1,100}$/, is: "1 to 100 letters, digits and the characters . @ - _" };
const artifact: Rule = { pattern: /^[\w-]{1,100}$/, is: "1 to 100 letters, digits and - _" };
const role: Rule = { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" };
const minutes: Rule = { range: [5, 86_400] };
const result: Rule = { oneOf: ["ROLLBACK", "FAIL", "RETRY", "SKIP"] };
const patterns: Rule = { items: [1, 8] };

/** docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html */
const RULES = ["CloudWatchAlarm", "CodeBuild", "Commands", "DeploymentWindow", "LambdaInvoke", "VariableCheck"];

const action: Record<string, Rule> = {
  category: { oneOf: ["Source", "Build", "Deploy", "Test", "Invoke", "Approval", "Compute"] },
  "configuration.*": { length: [1, 1000] },
  "inputArtifacts[*]": artifact,
  name,
  namespace: { pattern: /^[\w@-]{1,100}$/, is: "1 to 100 letters, digits and the characters @ - _" },
  "outputArtifacts[*]": artifact,
  owner: { oneOf: ["AWS", "ThirdParty", "Custom"] },
  provider: { pattern: /^[\w-]{1,35}$/, is: "1 to 35 letters, digits and - _" },
  region: { length: [4, 30] },
  roleArn: role,
  runOrder: { range: [1, 999] },
  timeoutInMinutes: minutes,
  version: { pattern: /^[\w-]{1,9}$/, is: "1 to 9 letters, digits and - _" },
};

const condition: Record<string, Rule> = {
  result,
  rules: { items: [1, 5] },
  "rules[*].configuration.*": { length: [1, 10_000] },
  "rules[*].name": name,
  "rules[*].roleArn": role,
  "rules[*].ruleTypeId.category": { oneOf: ["Rule"] },
  "rules[*].ruleTypeId.owner": { oneOf: ["AWS"] },
  "rules[*].ruleTypeId.provider": { oneOf: RULES },
  "rules[*].ruleTypeId.version": { oneOf: ["1"] },
  "rules[*].timeoutInMinutes": minutes,
};

const git: Record<string, Rule> = {
  sourceActionName: name,
  pushes: { items: [1, 3] },
  pullRequests: { items: [1, 3] },
  "pullRequests[*].events": { items: [1, 3] },
  "pullRequests[*].events[*]": { oneOf: ["OPEN", "UPDATED", "CLOSED"] },
  ...filters("pushes[*].tags"),
  ...filters("pushes[*].branches"),
  ...filters("pushes[*].filePaths"),
  ...filters("pullRequests[*].branches"),
  ...filters("pullRequests[*].filePaths"),
};

function filters(path: string): Record<string, Rule> {
  return Object.fromEntries(
    ["includes", "excludes"].flatMap((kind): [string, Rule][] => [
      [`${path}.${kind}`, patterns],
      [`${path}.${kind}[*]`, { length: [1, 255] }],
    ]),
  );
}

function under(path: string, rules: Record<string, Rule>): Record<string, Rule> {
  return Object.fromEntries(Object.entries(rules).map(([key, rule]) => [`${path}.${key}`, rule]));
}

/** Limits on one input each: docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html and limits.html. */
export const pipelineRules: Record<string, Rule> = {
  name,
  roleArn: role,
  pipelineType: { oneOf: ["V1", "V2"] },
  executionMode: { oneOf: ["SUPERSEDED", "QUEUED", "PARALLEL"] },
  artifactStores: { items: [1, Number.POSITIVE_INFINITY] },
  "artifactStores[*].type": { oneOf: ["S3"] },
  "artifactStores[*].location": { pattern: /^[A-Za-z0-9.-]{3,63}$/, is: "the name of a bucket" },
  "artifactStores[*].encryptionKey.id": { length: [1, 400] },
  "artifactStores[*].encryptionKey.type": { oneOf: ["KMS"] },
  stages: { items: [2, 50] },
  "stages[*].name": name,
  "stages[*].actions": { items: [1, 50] },
  ...under("stages[*].actions[*]", action),
  ...under("stages[*].beforeEntry.condition", condition),
  ...under("stages[*].onSuccess.condition", condition),
  ...under("stages[*].onFailure.condition", condition),
  "stages[*].onFailure.result": result,
  "stages[*].onFailure.retryConfiguration.retryMode": { oneOf: ["FAILED_ACTIONS", "ALL_ACTIONS"] },
  triggers: { items: [0, 50] },
  "triggers[*].providerType": { oneOf: ["CodeStarSourceConnection"] },
  ...under("triggers[*].gitConfiguration", git),
  variables: { items: [0, 50] },
  "variables[*].name": { pattern: /^[\w@-]{1,128}$/, is: "1 to 128 letters, digits and the characters @ - _" },
  "variables[*].defaultValue": { length: [1, 1000] },
  "variables[*].description": { length: [0, 200] },
};
