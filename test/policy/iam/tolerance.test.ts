import assert from "node:assert/strict";
import fc from "fast-check";
import { iamRules } from "../../../policy/iam";
import type { Rule } from "../../../policy/rule";
import { secretRules } from "../../../policy/secrets";
import { UNKNOWN, violations } from "../harness";

const KEYS = [
  "Statement",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "AWS",
  "Federated",
  "Condition",
  "StringLike",
  "aws:SourceArn",
  "name",
  "value",
  "type",
  "environment",
  "environments",
  "policy",
];

const TEXTS = [
  "Allow",
  "Deny",
  "*",
  "",
  "iam:PassRole",
  "s3:*",
  "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  "__proto__",
  "DB_PASSWORD",
  "((",
  UNKNOWN,
];

/** Values as they may come, put together from what the rules look for. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(...TEXTS, null, 0, -1, true),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 6 }),
  ),
}));

/** Every property that holds a document, or a part of one, of any type that the rules look at. */
const PROPERTIES = [
  "policy",
  "assumeRolePolicy",
  "inlinePolicies",
  "managedPolicyArns",
  "policyArn",
  "policyArns",
  "principal",
  "sourceArn",
  "condition",
  "containerDefinitions",
  "primaryContainer",
  "environment",
  "stages",
  "userData",
  "input",
  "launchSpecifications",
  "type",
  "keyId",
  "tags",
];

const judged = (rule: Rule) => rule.looksAt.map((type) => [rule, type] as const);

describe("the rules about permissions and secrets", () => {
  const pairs = [...iamRules, ...secretRules].flatMap(judged);

  it("throw at nothing, as an object or as JSON", async () => {
    const props = fc.dictionary(
      fc.constantFrom(...PROPERTIES),
      fc.oneof(
        value,
        value.map((one) => JSON.stringify(one)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(props, async (given) => {
        for (const [rule, type] of pairs) assert.ok(Array.isArray(await violations(rule, type, given)));
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});
