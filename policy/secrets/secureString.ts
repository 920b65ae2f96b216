import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { secret, ssmParameter } from "../types";
import { isMissing, peek, UNKNOWN } from "../values";
import { credentialIn } from "./credentials";
import { isAboutSecret, namesSecret } from "./secretNames";

const settings = {
  requireCustomerKey: {
    type: "boolean",
    description: "Whether secrets need a KMS key of one's own, rather than the one that AWS manages for every account.",
    default: true,
  },
  classificationTag: {
    type: "string",
    description: "Key of the tag that tells how secret a secret is, by which roles are given access; empty for none.",
    default: "Classification",
    // AWS's own limit for keys of tags.
    maxLength: 128,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

function judgeKey(props: object, property: "keyId" | "kmsKeyId", { config, refuse }: Context): void {
  const key = peek(props, property);
  const isAwsOwn = typeof key === "string" && /(^|:)alias\/aws\//.test(key);
  if (!config.requireCustomerKey || key === UNKNOWN || !(isMissing(key) || isAwsOwn)) return;
  refuse({
    property,
    given: isAwsOwn ? key : undefined,
    so: "so everybody in the account who may read the secret may decrypt it too",
    allowed: "a KMS key of one's own is required",
    fix: "Make an aws.kms.Key and name it.",
  });
}

function judgeClassification(props: object, { config, refuse }: Context): void {
  const key = config.classificationTag;
  // The provider adds its default tags in `tagsAll`.
  const maps = [peek(props, "tags"), peek(props, "tagsAll")];
  if (key === "" || maps.includes(UNKNOWN)) return;
  const values = maps.map((tags) => (typeof tags === "object" && tags !== null ? peek(tags, key) : undefined));
  if (values.some((value) => value === UNKNOWN || !isMissing(value))) return;
  refuse({
    property: `tags.${key}`,
    so: "so roles cannot be given access by how secret it is",
    allowed: "a value is required on every secret",
    fix: "Set it.",
  });
}

/** Tells what makes a parameter a secret, by its name or its value; undefined where nothing does. */
function secretBy(name: unknown, value: unknown): string | undefined {
  const text = typeof value === "string" ? value : "";
  const credential = credentialIn(text);
  if (credential) return `and the value is ${credential}`;
  if (typeof name !== "string" || !namesSecret(name) || (text !== "" && isAboutSecret(text))) return undefined;
  return `and ${name} is the name of a secret`;
}

/** Refuses secrets that are kept less well than a secret has to be. */
export const secretsSecureString = resourceRule(
  {
    name: "secrets-secure-string",
    area: "secrets",
    description: "Checks that secrets are encrypted with a key of one's own, and say how secret they are.",
    why:
      "A parameter that is no SecureString is shown to everybody who may list parameters. One under the key that AWS " +
      "manages can be decrypted by whoever may read it, so that a single permission too many is enough.",
    severity: "high",
    remediationSteps:
      "Make the parameter a `SecureString`, set `keyId` (`kmsKeyId` of a secret of Secrets Manager) to a key of your own, " +
      "and add the tag of classification.",
    settings,
  },
  [
    on(ssmParameter, (parameter, context) => {
      const { type } = parameter;
      if (type === "SecureString") {
        judgeKey(parameter, "keyId", context);
        judgeClassification(parameter, context);
      } else if (type === "String" || type === "StringList") {
        const why = secretBy(parameter.name, parameter.value) ?? secretBy(undefined, parameter.insecureValue);
        if (why === undefined) return;
        context.refuse({
          property: "type",
          given: type,
          so: `${why}, which everybody who may list parameters can read`,
          allowed: "only SecureString is allowed for secrets",
          fix: "Set it so, with a keyId.",
        });
      }
    }),
    on(secret, (props, context) => {
      judgeKey(props, "kmsKeyId", context);
      judgeClassification(props, context);
    }),
  ],
);
