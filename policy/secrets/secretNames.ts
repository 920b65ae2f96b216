/** Words that name a secret; a pair is two words in a row. */
const SECRET = new Set(["password", "passwords", "passwd", "pwd", "passphrase", "secret", "token", "credentials"]);
const SECRET_JOINED = new Set(["apikey", "accesskey", "privatekey", "secretkey", "authtoken", "accesstoken"]);
const SECRET_KEYS = new Set([
  "api",
  "access",
  "private",
  "secret",
  "signing",
  "encryption",
  "auth",
  "master",
  "deploy",
]);

/** Last words of names for where a secret is, what it is called, or how it is used. */
const ABOUT = new Set(
  (
    "arn name id path file dir folder ttl url uri endpoint host region store bucket table location ref reference " +
    "parameter param source provider issuer audience expiry expires expiration expired timeout lifetime age seconds " +
    "minutes hours days interval rotation policy length size limit count max min cost rounds enabled disabled required " +
    "type kind format version prefix suffix header field claim algorithm alg hint label title prompt placeholder user"
  ).split(" "),
);

/** First words of names of switches, and of what is meant for everybody. */
const SWITCH = new Set("use enable disable require has is allow skip no show hide public next vite".split(" "));

/** The words of a name in whatever way it is written: `DB_PASSWORD`, `dbPassword`, `/db/password`. */
function wordsOf(name: string): string[] {
  const spaced = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return spaced
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}

/** True for the name of something secret, rather than of where it is or how it is used: `TOKEN`, but not `TOKEN_TTL`. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  const isKey = (word: string, i: number) => word === "key" && SECRET_KEYS.has(words[i - 1] ?? "");
  const found = words.some((word, i) => SECRET.has(word) || SECRET_JOINED.has(word) || isKey(word, i));
  return found && !ABOUT.has(words.at(-1) ?? "") && !SWITCH.has(words[0] ?? "");
}

/** True for a value that only tells where a secret is, or whether there is one. */
export function isAboutSecret(value: string): boolean {
  return (
    /^(true|false|yes|no|on|off|none|null|\d{1,6})$/i.test(value) ||
    /^(arn:|ssm:|secretsmanager:|s3:\/\/|vault:|\{\{resolve:)/i.test(value) ||
    /^(\/[\w.-]+){2,}$/.test(value)
  );
}
