import assert from "node:assert/strict";
import { limitsCaller, limitsResources, saysNothing, tiesKey } from "../../../policy/iam/conditions";
import {
  allowsOf,
  coversAction,
  isEveryAction,
  isEveryResource,
  listed,
  type Statement,
  statementsOf,
} from "../../../policy/iam/document";
import { UNKNOWN } from "../../../policy/values";

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
const document = { Version: "2012-10-17", Statement: [read, { ...read, Effect: "Deny", Action: ["s3:*", "ec2:*"] }] };

const withCondition = (Condition: unknown): Statement => {
  const [statement] = statementsOf("policy", { Statement: { ...read, Condition } });
  assert.ok(statement);
  return statement;
};

describe("a policy document", () => {
  it("is read as JSON and as an object", () => {
    assert.deepEqual(statementsOf("policy", document), statementsOf("policy", JSON.stringify(document)));
    assert.deepEqual(
      statementsOf("policy", document).map(({ property, effect, action }) => [property, effect, action]),
      [
        [
          "policy.Statement[0]",
          "Allow",
          { given: true, places: [{ property: "policy.Statement[0].Action", text: "s3:GetObject" }], partial: false },
        ],
        [
          "policy.Statement[1]",
          "Deny",
          {
            given: true,
            places: [
              { property: "policy.Statement[1].Action[0]", text: "s3:*" },
              { property: "policy.Statement[1].Action[1]", text: "ec2:*" },
            ],
            partial: false,
          },
        ],
      ],
    );
  });

  it("may have one statement that is in no list", () => {
    const [statement] = statementsOf("policy", { Statement: read });
    assert.equal(statement?.property, "policy.Statement");
    assert.deepEqual(statement?.resource.places, [{ property: "policy.Statement.Resource", text: "arn:aws:s3:::b/*" }]);
    assert.deepEqual(statement?.notResource, { given: false, places: [], partial: false });
  });

  it("names its principals by kind", () => {
    const principals = (Principal: unknown) => statementsOf("p", { Statement: { ...read, Principal } })[0]?.principals;
    assert.deepEqual(principals("*"), [{ property: "p.Statement.Principal", kind: "*", text: "*" }]);
    assert.deepEqual(principals({ AWS: ["*", "123456789012"], Service: "s3.amazonaws.com" }), [
      { property: "p.Statement.Principal.AWS[0]", kind: "AWS", text: "*" },
      { property: "p.Statement.Principal.AWS[1]", kind: "AWS", text: "123456789012" },
      { property: "p.Statement.Principal.Service", kind: "Service", text: "s3.amazonaws.com" },
    ]);
    assert.deepEqual(principals(undefined), []);
  });

  it("takes conditions apart", () => {
    const { conditions } = withCondition({
      "ForAnyValue:StringLikeIfExists": { "AWS:PrincipalOrgID": ["o-1", UNKNOWN] },
      Bool: { "aws:SecureTransport": true },
    });
    assert.deepEqual(conditions, [
      {
        operator: "stringlike",
        quantifier: "foranyvalue",
        ifExists: true,
        key: "aws:principalorgid",
        values: ["o-1"],
        partial: true,
      },
      { operator: "bool", ifExists: false, key: "aws:securetransport", values: ["true"], partial: false },
    ]);
  });

  it("says nothing where it is none, or where it is not known", () => {
    for (const nothing of [
      undefined,
      null,
      "",
      "{",
      "[]",
      "3",
      7,
      true,
      [],
      UNKNOWN,
      { Statement: UNKNOWN },
      { Statement: [UNKNOWN, null, "x", 3, []] },
      { Statement: [{ Action: "*" }, { Effect: UNKNOWN, Action: "*" }, { Effect: "allow", Action: "*" }] },
    ]) {
      assert.deepEqual(statementsOf("policy", nothing), []);
    }
  });

  it("tells what is allowed from what is denied", () => {
    assert.deepEqual(
      allowsOf("policy", document).map(({ property }) => property),
      ["policy.Statement[0]"],
    );
  });

  it("keeps what is known of a list, and says that there is more", () => {
    const [statement] = statementsOf("policy", { Statement: [{ ...read, Resource: [UNKNOWN, "*", 3] }] });
    assert.deepEqual(statement?.resource, {
      given: true,
      places: [{ property: "policy.Statement[0].Resource[1]", text: "*" }],
      partial: true,
    });
  });
});

describe("a pattern of actions", () => {
  const CASES: [pattern: string, covers: boolean][] = [
    ["iam:PassRole", true],
    ["IAM:passrole", true],
    ["*", true],
    ["iam:*", true],
    ["iam:Pass*", true],
    ["iam:Pass????", true],
    ["iam:Pass???", false],
    ["iam:passroles", false],
    ["iam.PassRole", false],
    ["ia(m:*", false],
  ];
  for (const [pattern, covers] of CASES) {
    it(`${pattern} ${covers ? "covers" : "does not cover"} iam:PassRole`, () => {
      assert.equal(coversAction(pattern, "iam:PassRole"), covers);
    });
  }

  it("covers every action with a star alone", () => {
    assert.deepEqual(["*", "*:*", "**", "s3:*", "*:Get*", ""].filter(isEveryAction), ["*", "*:*", "**"]);
  });
});

describe("a resource", () => {
  it("is every one where its ARN says nothing", () => {
    const every = ["*", "**", "arn:*", "arn:aws:*", "arn:aws:*:*:*:*:*", "arn:*:*", "arn:aws-cn:*"];
    const some = ["arn:aws:s3:::*", "arn:aws:iam::123456789012:role/*", "a*", "", "arn:aws:logs:*:*:*"];
    assert.deepEqual([...every, ...some].filter(isEveryResource), every);
  });

  it("is listed up to five in a message", () => {
    assert.equal(listed(["a", "b"]), "a, b");
    assert.equal(listed([..."abcdefg"]), "a, b, c, d, e and 2 more");
  });
});

describe("a condition", () => {
  it("limits who calls by account, organization, source or network", () => {
    for (const condition of [
      { StringEquals: { "aws:SourceAccount": "123456789012" } },
      { StringEquals: { "AWS:SourceOwner": "123456789012" } },
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:topic" } },
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:bucket" } },
      { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/r-1/*" } },
      { StringEquals: { "aws:SourceVpce": UNKNOWN } },
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
      { StringEquals: UNKNOWN },
      UNKNOWN,
    ]) {
      assert.equal(limitsCaller(withCondition(condition)), true, JSON.stringify(condition));
    }
  });

  it("does not limit who calls where strangers meet it as well", () => {
    for (const condition of [
      undefined,
      {},
      { Bool: { "aws:SecureTransport": "true" } },
      { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } },
      { "ForAllValues:StringEquals": { "aws:SourceAccount": "123456789012" } },
      { StringNotEquals: { "aws:SourceAccount": "123456789012" } },
      { Null: { "aws:SourceAccount": "false" } },
      { StringLike: { "aws:SourceAccount": ["123456789012", "*"] } },
      { StringLike: { "aws:SourceAccount": [] } },
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:us-west-2:*:topic/*" } },
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } },
      { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { StringEquals: "aws:SourceAccount" },
    ]) {
      assert.equal(limitsCaller(withCondition(condition)), false, JSON.stringify(condition));
    }
  });

  it("limits resources by tags and by keys of services, not by who calls", () => {
    const limits = (key: string) => limitsResources(withCondition({ StringEquals: { [key]: "x" } }));
    for (const key of ["aws:ResourceTag/Stack", "ecs:cluster", "kms:ViaService", "aws:RequestTag/a"]) {
      assert.equal(limits(key), true, key);
    }
    for (const key of ["aws:RequestedRegion", "aws:PrincipalTag/a", "AWS:SourceIp"])
      assert.equal(limits(key), false, key);
  });

  it("ties a key to values that say something", () => {
    const ties = (condition: unknown) => tiesKey(withCondition(condition), (key) => key === "sts:externalid");
    assert.equal(ties({ StringEquals: { "sts:ExternalId": "x" } }), true);
    assert.equal(ties({ StringLike: { "sts:ExternalId": "*" } }), false);
    assert.equal(ties({ StringEquals: { "aws:SourceArn": "x" } }), false);
  });

  it("says nothing with wildcards alone", () => {
    const nothing = ["", "*", "?*", "arn:aws:s3:::*", "arn:aws:events:us-west-2:*:rule/*", "arn:aws:*"];
    const something = ["o-*", "arn:aws:events:us-west-2:123456789012:*", "arn:aws:s3:::b*", "123456789012"];
    assert.deepEqual([...nothing, ...something].filter(saysNothing), nothing);
  });
});
