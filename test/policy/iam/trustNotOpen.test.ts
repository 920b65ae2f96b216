import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const trust = rule("iam-trust-not-open");

const TYPE = "aws:iam/role:Role";

const said = (statement: object, config = {}) =>
  violations(
    trust,
    TYPE,
    { assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }] }) },
    config,
  );

const open = (property: string, given = "*") =>
  `assumeRolePolicy.Statement[0].${property} is ${given}, so anybody with an AWS account may take the role; named ` +
  "principals, or a condition such as aws:PrincipalOrgID, are required. " +
  "Name who takes it. An external id is no secret, and no limit by itself.";

const GITHUB = "token.actions.githubusercontent.com";
const github = (Condition: unknown, issuer = GITHUB) => ({
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition,
});
const anySubject = (given: string, issuer = GITHUB) =>
  `assumeRolePolicy.Statement[0].Condition: ${issuer}:sub is ${given}, so others who sign in with ${issuer} may take the ` +
  "role too; the subjects that may take it are required. " +
  'Name them, for example StringLike "repo:OWNER/REPOSITORY:*" for GitHub.';

const AUDIENCE = { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } };

describe("iam-trust-not-open", () => {
  it("accepts services, with and without an account, and named principals", async () => {
    const account = { StringEquals: { "aws:SourceAccount": "123456789012" } };
    assert.deepEqual(await said({ Principal: { Service: "ec2.amazonaws.com" } }), []);
    assert.deepEqual(await said({ Principal: { Service: "ecs-tasks.amazonaws.com" }, Condition: account }), []);
    assert.deepEqual(await said({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }), []);
    assert.deepEqual(await said({ Principal: { AWS: ["123456789012", "arn:aws:iam::1:role/x"] } }), []);
  });

  it("refuses everybody, in each way to write it", async () => {
    assert.deepEqual(await said({ Principal: "*" }), [open("Principal")]);
    assert.deepEqual(await said({ Principal: { AWS: "*" } }), [open("Principal.AWS")]);
    assert.deepEqual(await said({ Principal: { AWS: ["123456789012", "*"] } }), [open("Principal.AWS[1]")]);
    assert.deepEqual(await said({ Principal: { Federated: "*" } }), [open("Principal.Federated")]);
    assert.deepEqual(await said({ NotPrincipal: { AWS: "123456789012" } }), [open("NotPrincipal", "given")]);
  });

  it("accepts everybody from an organization or an account, but not with an external id alone", async () => {
    const everybody = { Principal: { AWS: "*" } };
    for (const key of ["aws:PrincipalOrgID", "aws:PrincipalAccount", "aws:SourceAccount"]) {
      assert.deepEqual(await said({ ...everybody, Condition: { StringEquals: { [key]: "x" } } }), []);
    }
    const external = { StringEquals: { "sts:ExternalId": "x" } };
    assert.deepEqual(await said({ ...everybody, Condition: external }), [open("Principal.AWS")]);
  });

  it("accepts everybody where another statement denies those from elsewhere", async () => {
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
    };
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }, deny];
    assert.deepEqual(await violations(trust, TYPE, { assumeRolePolicy: { Statement } }), []);
    const insecure = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
    assert.deepEqual(await violations(trust, TYPE, { assumeRolePolicy: { Statement: [Statement[0], insecure] } }), [
      open("Principal"),
    ]);
  });

  it("judges other accounts where the policy config names those that are trusted", async () => {
    const config = { trustedAccounts: ["123456789012"] };
    const foreign = (property: string, given: string) =>
      `assumeRolePolicy.Statement[0].${property} is ${given}, which is of an account that is not trusted; accounts ` +
      "123456789012, or a condition on sts:ExternalId, are allowed. Name one of them, or add the condition.";
    const root = "arn:aws:iam::210987654321:root";
    assert.deepEqual(await said({ Principal: { AWS: ["arn:aws:iam::123456789012:role/x", root] } }, config), [
      foreign("Principal.AWS[1]", root),
    ]);
    assert.deepEqual(await said({ Principal: { AWS: "210987654321" } }, config), [
      foreign("Principal.AWS", "210987654321"),
    ]);
    const external = { StringEquals: { "sts:ExternalId": "x" } };
    assert.deepEqual(await said({ Principal: { AWS: root }, Condition: external }, config), []);
    assert.deepEqual(await said({ Principal: { AWS: root } }), []);
  });

  it("accepts subjects of OpenID Connect that are named", async () => {
    for (const sub of ["repo:octo/site:ref:refs/heads/main", "repo:octo/*", ["repo:octo/site:*", "repo:octo/api:*"]]) {
      assert.deepEqual(await said(github({ ...AUDIENCE, StringLike: { [`${GITHUB}:sub`]: sub } })), []);
    }
    const eks = "oidc.eks.us-west-2.amazonaws.com/id/ABC";
    const account = { StringLike: { [`${eks}:sub`]: "system:serviceaccount:*:reader" } };
    assert.deepEqual(await said(github(account, eks)), []);
    const saml = { Principal: { Federated: "arn:aws:iam::123456789012:saml-provider/corp" } };
    assert.deepEqual(await said(saml), []);
  });

  it("refuses any subject of OpenID Connect", async () => {
    assert.deepEqual(await said(github(AUDIENCE)), [anySubject("missing")]);
    for (const sub of ["*", "repo:*", "repo:octo*", "repo:*/site:*"]) {
      const condition = { ...AUDIENCE, StringLike: { [`${GITHUB}:sub`]: sub } };
      assert.deepEqual(await said(github(condition)), [anySubject(sub)]);
    }
    const either = { StringLike: { [`${GITHUB}:sub`]: ["repo:octo/site:*", "repo:*"] } };
    assert.deepEqual(await said(github(either)), [anySubject("repo:octo/site:*, repo:*")]);
    const maybe = { StringEqualsIfExists: { [`${GITHUB}:sub`]: "repo:octo/site:x" } };
    assert.deepEqual(await said(github(maybe)), [anySubject("repo:octo/site:x")]);
    const eks = "oidc.eks.us-west-2.amazonaws.com/id/ABC";
    assert.deepEqual(await said(github(undefined, eks)), [anySubject("missing", eks)]);
  });

  it("says nothing about what is not known yet, and notes it", async () => {
    assert.deepEqual(await violations(trust, TYPE, { assumeRolePolicy: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(trust, TYPE, { assumeRolePolicy: UNKNOWN }), ["assumeRolePolicy"]);
    const Statement = { Effect: "Allow", Principal: { AWS: "*", Federated: UNKNOWN }, Condition: UNKNOWN };
    assert.deepEqual(await violations(trust, TYPE, { assumeRolePolicy: { Statement } }), []);
    assert.deepEqual(await leftOpen(trust, TYPE, { assumeRolePolicy: { Statement } }), [
      "assumeRolePolicy.Statement.Principal.Federated",
      "assumeRolePolicy.Statement.Condition",
    ]);
  });
});
