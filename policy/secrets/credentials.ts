interface Kind {
  /** With an article, for messages: a value itself is never shown. */
  name: string;
  pattern: RegExp;
}

/** What credentials look like, where their issuers gave them a shape to be found by. */
const KINDS: readonly Kind[] = [
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { name: "an access key id of AWS", pattern: /(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/ },
  { name: "a private key", pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  // github.blog/2021-04-05-behind-githubs-new-authentication-token-formats
  { name: "a token of GitHub", pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/ },
  { name: "a token of GitLab", pattern: /\bglpat-[\w-]{20,}/ },
  { name: "a token of Slack", pattern: /\bxox[abeoprs]-[\w-]{10,}/ },
  { name: "a key of Stripe", pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}/ },
  { name: "a key of Google", pattern: /\bAIza[\w-]{35}(?![\w-])/ },
];

/** The password in a URL, where it stands there itself: `${VARIABLE}` and `<password>` hold the place of one. */
const IN_URL = /\b[a-z][a-z\d+.-]*:\/\/[^\s/?#:@"']*:([^\s/?#@"']+)@/i;

/** What kind of credential a text holds, with an article; undefined where it holds none that can be told. */
export function credentialIn(text: string): string | undefined {
  const kind = KINDS.find(({ pattern }) => pattern.test(text));
  if (kind) return kind.name;
  const [, password] = IN_URL.exec(text) ?? [];
  return password && !/^([$<{%*]|x+$)/i.test(password) ? "a URL with a password" : undefined;
}
