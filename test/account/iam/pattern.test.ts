// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how policy variables are written

import assert from "node:assert/strict";
import { arnMatches, literal, matches, resourceMatches } from "../../../local/account/iam/pattern";

const values: Record<string, string> = { "aws:username": "johndoe", "aws:PrincipalTag/team": "c*ts", empty: "" };
const variables = (key: string): string | undefined => values[key];

describe("account: IAM patterns", () => {
  it("takes * for any number of characters and ? for one", () => {
    assert.equal(matches("ssm:Get*", "ssm:GetParameter", undefined), true);
    assert.equal(matches("ssm:Get*", "ssm:Get", undefined), true);
    assert.equal(matches("ssm:?et*", "ssm:etParameter", undefined), false);
    assert.equal(matches("a?c", "abc", undefined), true);
    assert.equal(matches("a?c", "abbc", undefined), false);
    assert.equal(matches("*", "", undefined), true);
  });

  it("takes every other character as it stands", () => {
    assert.equal(matches("a.c", "abc", undefined), false);
    assert.equal(matches("a+(b)[c]|d\\^-/{}", "a+(b)[c]|d\\^-/{}", undefined), true);
    assert.equal(matches("a*", "a\nb", undefined), true);
  });

  it("puts a variable's value in, whose own characters are no wildcards", () => {
    assert.equal(matches("home/${aws:username}/*", "home/johndoe/a", variables), true);
    assert.equal(matches("home/${aws:username}/*", "home/janedoe/a", variables), false);
    assert.equal(matches("${aws:PrincipalTag/team}", "c*ts", variables), true);
    assert.equal(matches("${aws:PrincipalTag/team}", "cats", variables), false);
  });

  it("matches nothing where a variable has no value, and takes its default", () => {
    assert.equal(matches("*${aws:PrincipalTag/owner}", "anything", variables), false);
    assert.equal(literal("${aws:PrincipalTag/owner}", variables), undefined);
    assert.equal(literal("${aws:PrincipalTag/team, 'company-wide'}", variables), "c*ts");
    assert.equal(literal("${aws:PrincipalTag/owner, 'company-wide'}", variables), "company-wide");
    assert.equal(literal("<${empty}>", variables), "<>");
  });

  it("takes ${*}, ${?} and ${$} as those characters", () => {
    assert.equal(matches("a${*}", "a*", variables), true);
    assert.equal(matches("a${*}", "abc", variables), false);
    assert.equal(literal("${$}{${?}} costs $5", variables), "${?} costs $5");
  });

  it("has no variables in the first version of the language", () => {
    assert.equal(literal("${aws:username}", undefined), "${aws:username}");
    assert.equal(matches("${*}", "${anything}", undefined), true);
  });

  it("compares each field of an ARN on its own", () => {
    const arn = "arn:aws:logs:us-west-2:123456789012:log-group:/workshop/cats:*";
    assert.equal(arnMatches("arn:aws:logs:*:123456789012:log-group:/workshop/*", arn, undefined), true);
    assert.equal(arnMatches("arn:*:log-group:/workshop/cats:*", arn, undefined), false);
    assert.equal(arnMatches("arn:aws:logs", arn, undefined), true);
    assert.equal(arnMatches("arn:aws:ssm", arn, undefined), false);
    assert.equal(arnMatches("*", "not an ARN", undefined), false);
  });

  it("takes variables in the last field of a resource alone", () => {
    const resource = "arn:aws:ssm:us-west-2:johndoe:parameter/johndoe";
    assert.equal(resourceMatches("arn:aws:ssm:*:*:parameter/${aws:username}", resource, variables), true);
    assert.equal(resourceMatches("arn:aws:ssm:*:${aws:username}:parameter/*", resource, variables), false);
    assert.equal(arnMatches("arn:aws:ssm:*:${aws:username}:parameter/*", resource, variables), true);
  });

  it("has only * for an action without a resource", () => {
    assert.equal(resourceMatches("*", "*", undefined), true);
    assert.equal(resourceMatches("arn:aws:ssm:*:*:*", "*", undefined), false);
  });
});
