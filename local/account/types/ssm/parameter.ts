import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { given, text } from "../read";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

/** Characters that a value may have, by tier: docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LONGEST: Record<string, number> = { Standard: 4096, Advanced: 8192, "Intelligent-Tiering": 8192 };

/** The longest name, with the ARN around it: API_PutParameter.html */
const LONGEST_NAME = 1011;
/** The most levels of a hierarchy. */
const LEVELS = 15;

export const parameter: TypeDefinition = {
  type: "aws:ssm/parameter:Parameter",
  noun: "parameter",
  rules: {
    name: { test: nameFailure },
    type: { oneOf: ["String", "StringList", "SecureString"] },
    tier: { oneOf: Object.keys(LONGEST) },
    dataType: { oneOf: ["text", "aws:ec2:image", "aws:ssm:integration"] },
    description: { length: [0, 1024] },
    allowedPattern: { length: [0, 1024] },
  },
  exactlyOneOf: [["value", "insecureValue", "valueWo"]],
  check: parameterFailures,
  autoName: { property: "name", maxLength: LONGEST_NAME },
  replaces: ["name", "dataType"],
  computed: ["arn", "dataType", "insecureValue", "keyId", "tier", "value"],
  secrets: ["value", "valueWo"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: () =>
        new AwsError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        ),
    },
  ],
  // docs.aws.amazon.com/general/latest/gr/ssm.html
  quotas: [
    {
      code: "L-74EE8B5F",
      name: "Standard parameters",
      default: 10_000,
      error: "ParameterLimitExceeded",
      takes: ({ tier }) => (tier === "Advanced" ? 0 : 1),
    },
  ],
  verify: requireValue,
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, inputs, before, arn }) => ({
    arn: arn("ssm", `parameter${id.startsWith("/") ? "" : "/"}${id}`),
    dataType: inputs.dataType ?? "text",
    hasValueWo: given(inputs, "valueWo"),
    insecureValue: inputs.type === "SecureString" ? "" : plainValue(inputs),
    keyId: inputs.type === "SecureString" ? (inputs.keyId ?? "alias/aws/ssm") : "",
    tier: inputs.tier ?? "Standard",
    value: plainValue(inputs),
    version: versionAfter(inputs, before),
  }),
  renewed: ["version"],
};

/** Every change is a new version: PutParameter writes the whole parameter. */
function versionAfter(inputs: Props, before: Context["before"]): number {
  if (!before) return 1;
  const changed = [
    "value",
    "insecureValue",
    "valueWoVersion",
    "type",
    "tier",
    "keyId",
    "description",
    "allowedPattern",
  ];
  const isNew = changed.some((name) => JSON.stringify(inputs[name]) !== JSON.stringify(before.inputs[name]));
  return Number(before.outputs.version) + (isNew ? 1 : 0);
}

function plainValue(inputs: Props): string {
  return text(inputs, "value") ?? text(inputs, "insecureValue") ?? text(inputs, "valueWo") ?? "";
}

function nameFailure(value: unknown): string | undefined {
  const name = String(value);
  const levels = name.split("/").filter((level) => level !== "");
  if (!/^[\w./-]+$/.test(name)) return `expected letters, digits and . - _ /, got ${JSON.stringify(name)}`;
  if (name.length > LONGEST_NAME) return `expected at most ${LONGEST_NAME} characters, got ${name.length}`;
  if (name.includes("/") && !name.startsWith("/")) {
    return `must be a fully qualified name: a hierarchy begins with a slash, got ${JSON.stringify(name)}`;
  }
  if (levels.length > LEVELS) return `expected at most ${LEVELS} levels, got ${levels.length}`;
  const [first = ""] = levels;
  return /^(aws|ssm)/i.test(first) ? `must not begin with aws or ssm, got ${JSON.stringify(name)}` : undefined;
}

function parameterFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const type = text(inputs, "type");
  if (type !== undefined && type !== "SecureString" && given(inputs, "keyId")) {
    failures.push({ property: "keyId", reason: `is for type SecureString only, got ${type}` });
  }
  if (type === "SecureString" && given(inputs, "insecureValue")) {
    failures.push({ property: "insecureValue", reason: "is for type String and StringList only, got SecureString" });
  }
  return failures;
}

/** The value by tier and pattern, and the key. None of the messages shows the value: it may be a secret. */
function requireValue({ account, inputs, region }: Context): void {
  const value = plainValue(inputs);
  const tier = text(inputs, "tier") ?? "Standard";
  const longest = LONGEST[tier] ?? 0;
  if (value === "" || value.length > longest) {
    throw new AwsError(
      "ValidationException",
      `${tier} tier parameters support a maximum parameter value of ${longest} characters and at least 1; got ${value.length}. ` +
        "To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.",
    );
  }
  const pattern = text(inputs, "allowedPattern");
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    throw new AwsError(
      "ParameterPatternMismatchException",
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
  const keyId = text(inputs, "keyId");
  if (keyId === undefined || keyId === "alias/aws/ssm") return;
  const here = (of: string) => account.records(of).filter((record) => record.region === region);
  const isKey = here(KEY).some(({ id, outputs }) => keyId === id || keyId === outputs.arn);
  const isAlias = here(ALIAS).some(({ id, outputs }) => keyId === id || keyId === outputs.arn);
  if (!isKey && !isAlias) throw new AwsError("InvalidKeyId", `Invalid keyId ${keyId}`);
}
