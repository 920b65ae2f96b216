import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../../local/account/model";
import { accountWithRole, decide, PARAMETER, policy, ROLE_ARN, ROOT } from "./fixture";

const actions = fc.constantFrom(
  "ssm:GetParameter",
  "ssm:Get*",
  "ssm:*",
  "*",
  "iam:*",
  "ssm:PutParameter",
  "ssm:getparameter",
);
const resources = fc.constantFrom(
  "*",
  PARAMETER,
  "arn:aws:ssm:*:*:parameter/alice/*",
  "arn:aws:ssm:*:*:parameter/bob/*",
);
const conditions = fc.constantFrom<Props | undefined>(
  undefined,
  { StringEquals: { "k:team": ["cats", "dogs"] } },
  { StringNotLike: { "k:team": "c*" } },
  { "ForAllValues:StringEquals": { "k:keys": ["a", "b"] } },
  { "ForAnyValue:StringEquals": { "k:keys": "a" } },
  { Null: { "k:team": "true" } },
  { BoolIfExists: { "k:secure": "true" } },
);

const statement = (effect: fc.Arbitrary<string>): fc.Arbitrary<Props> =>
  fc
    .tuple(effect, actions, resources, conditions, fc.boolean(), fc.boolean())
    .map(([Effect, action, resource, Condition, notAction, notResource]) => ({
      Effect,
      [notAction ? "NotAction" : "Action"]: action,
      [notResource ? "NotResource" : "Resource"]: resource,
      ...(Condition && { Condition }),
    }));

const statements = fc.array(statement(fc.constantFrom("Allow", "Allow", "Deny")), { maxLength: 5 });
const context = fc.record(
  {
    "k:team": fc.constantFrom("cats", "dogs", "birds"),
    "k:keys": fc.subarray(["a", "b", "c"]),
    "k:secure": fc.constantFrom("true", "false"),
  },
  { requiredKeys: [] },
);

/** Whether a role with the statements, some of them the resource's own, may read the parameter. */
const decision = (given: Props[], asked: Record<string, string | string[]>, own: Props[] = []) =>
  decide(accountWithRole(given), {
    context: asked,
    resourcePolicy: own.length > 0 ? policy(...own) : undefined,
  });

const owned = fc
  .tuple(statement(fc.constantFrom("Allow", "Deny")), fc.constantFrom(ROLE_ARN, ROOT, "*"))
  .map(([one, principal]): Props => ({ ...one, Principal: { AWS: principal } }));

describe("account: IAM decisions, whatever the policies", () => {
  it("never allow more by a further Deny", () => {
    fc.assert(
      fc.property(statements, statement(fc.constant("Deny")), context, (given, deny, asked) => {
        const { allowed } = decision([...given, deny], asked);
        assert.equal(allowed && !decision(given, asked).allowed, false);
      }),
    );
  });

  it("never allow less by a further Allow", () => {
    fc.assert(
      fc.property(statements, statement(fc.constant("Allow")), context, (given, allow, asked) => {
        const { reason } = decision(given, asked);
        const after = decision([...given, allow], asked).reason;
        assert.ok(reason === "implicit-deny" ? after !== "explicit-deny" : after === reason, `${reason} → ${after}`);
      }),
    );
  });

  it("do not depend on the order of statements", () => {
    fc.assert(
      fc.property(statements, fc.array(owned, { maxLength: 3 }), context, (given, own, asked) => {
        const reversed = decision(given.toReversed(), asked, own.toReversed());
        assert.deepEqual(decision(given, asked, own), reversed);
      }),
    );
  });

  it("are an explicit deny exactly where a matching statement is one", () => {
    const everything = { Effect: "Deny", Action: "*", Resource: "*" };
    fc.assert(
      fc.property(statements, fc.array(owned, { maxLength: 3 }), context, (given, own, asked) => {
        assert.equal(decision([...given, everything], asked, own).reason, "explicit-deny");
        const allows = [...given, ...own].every(({ Effect }) => Effect === "Allow");
        if (allows) assert.notEqual(decision(given, asked, own).reason, "explicit-deny");
      }),
    );
  });
});
