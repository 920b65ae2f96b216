import assert from "node:assert/strict";
import { credentialIn } from "../../../policy/secrets/credentials";
import { isAboutSecret, namesSecret } from "../../../policy/secrets/secretNames";

const SECRETS = [
  "PASSWORD",
  "DB_PASSWORD",
  "dbPassword",
  "/alice/db/password",
  "DATABASE_PWD",
  "GITHUB_TOKEN",
  "githubToken",
  "API_KEY",
  "apiKey",
  "APIKEY",
  "STRIPE_API_KEY",
  "AWS_SECRET_ACCESS_KEY",
  "PRIVATE_KEY",
  "SIGNING_KEY",
  "CLIENT_SECRET",
  "DB1_PASSWORD2",
];

const OTHERS = [
  "PARAMETER_STORE_NAME",
  "TOKEN_TTL",
  "TOKEN_URL",
  "MAX_TOKENS",
  "TOKENIZER",
  "SECRET_ARN",
  "SECRET_NAME",
  "DB_PASSWORD_FILE",
  "PRIVATE_KEY_PATH",
  "API_KEY_ID",
  "PASSWORD_MIN_LENGTH",
  "USE_TOKEN",
  "NEXT_PUBLIC_MAP_TOKEN",
  "PUBLIC_KEY",
  "PRIMARY_KEY",
  "SORT_KEY",
  "KEY",
  "TABLE",
  "KEYBOARD",
  "UnicornLocation",
  "SECRETARY",
  "",
];

describe("the name of a secret", () => {
  for (const name of SECRETS) it(`is ${name}`, () => assert.equal(namesSecret(name), true));
  for (const name of OTHERS) it(`is not ${JSON.stringify(name)}`, () => assert.equal(namesSecret(name), false));
});

describe("a value that is about a secret", () => {
  const about = ["true", "0", "3600", "arn:aws:ssm:us-west-2:1:parameter/x", "/run/secrets/db", "{{resolve:ssm:x}}"];
  for (const value of about) it(`is ${value}`, () => assert.equal(isAboutSecret(value), true));
  for (const value of ["hunter2", "12345678", "/x", "trueblue"]) {
    it(`is not ${value}`, () => assert.equal(isAboutSecret(value), false));
  }
});

describe("a credential", () => {
  // Put together here, so that nobody who looks for credentials in this repository finds one.
  const FOUND: [text: string, kind: string][] = [
    [`id=${"AKIA"}${"ABCDEFGH12345678"};`, "an access key id of AWS"],
    [`-----BEGIN ${"RSA PRIVATE"} KEY-----\nMII`, "a private key"],
    [`-----BEGIN ${"PRIVATE"} KEY-----`, "a private key"],
    [`${"ghp"}_${"a1".repeat(18)}`, "a token of GitHub"],
    [`${"github_pat"}_${"a1".repeat(11)}`, "a token of GitHub"],
    [`${"glpat"}-${"a1".repeat(10)}`, "a token of GitLab"],
    [`${"xoxb"}-${"12345-abcde"}`, "a token of Slack"],
    [`${"sk_live"}_${"a1".repeat(12)}`, "a key of Stripe"],
    [`${"AIza"}${"a".repeat(35)}`, "a key of Google"],
    ["postgres://app:hunter2@db.example.com/app", "a URL with a password"],
    ["see https://:hunter2@example.com", "a URL with a password"],
  ];
  for (const [text, kind] of FOUND)
    it(`is found as ${kind} in ${text.length} characters`, () => assert.equal(credentialIn(text), kind));

  for (const text of [
    "",
    "AKIA",
    `X${"AKIA"}${"ABCDEFGH12345678"}`,
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "https://example.com:8080/a@b",
    "https://user@example.com",
    "https://user:$PASSWORD@example.com",
    "https://user:<password>@example.com",
    "arn:aws:iam::123456789012:role/x",
    "http://site-0907556575.us-west-2.elb.amazonaws.com",
  ]) {
    it(`is not found in ${JSON.stringify(text)}`, () => assert.equal(credentialIn(text), undefined));
  }
});
