import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { equal } from "../../values";
import { given, text, undecided } from "../read";
import { MANAGED_KEY, requireKey } from "./parameterKey";
import { LONGEST_NAME, nameFailure } from "./parameterName";
import { requireValue, tierOf } from "./parameterValue";

const TYPES = ["String", "StringList", "SecureString"];

/** Names of the only parameters of the type aws:ssm:integration, as the provider documents them. */
const INTEGRATIONS = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/";

/** A parameter of Parameter Store. docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const parameter: TypeDefinition = {
  type: "aws:ssm/parameter:Parameter",
  noun: "parameter",
  rules: {
    name: { test: (value) => nameFailure(String(value)) },
    type: { oneOf: TYPES },
    tier: { oneOf: ["Standard", "Advanced", "Intelligent-Tiering"] },
    dataType: { oneOf: ["text", "aws:ec2:image", "aws:ssm:integration"] },
    description: { length: [0, 1024] },
    allowedPattern: { length: [0, 1024] },
  },
  exactlyOneOf: [["value", "insecureValue", "valueWo"]],
  check: parameterFailures,
  autoName: { property: "name", maxLength: LONGEST_NAME },
  replaces: ["name", "dataType"],
  // AWS moves no parameter down a tier, so the provider makes it anew.
  replacesIf: (olds, news) => (tierOf(olds) === "Advanced" && news.tier === "Standard" ? ["tier"] : []),
  computed: ["arn", "dataType", "insecureValue", "keyId", "tier", "value"],
  equal: {
    // What intelligent tiering chooses is AWS's matter; and a write-only value is sent when its version changes.
    tier: (_before, after) => after === "Intelligent-Tiering",
    valueWo: () => true,
  },
  secrets: ["value", "valueWo"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name, overwrite }) =>
        new AwsError(
          "ParameterAlreadyExists",
          // With `overwrite` AWS writes over a parameter that is there. Two stacks would then own one, and the first
          // `destroy` would take it from the other; so that collision is refused here as well.
          overwrite === true
            ? `The parameter ${name} exists already. overwrite would take it from its owner without a word; give this one a name of its own.`
            : "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        ),
    },
  ],
  quotas: [
    {
      // docs.aws.amazon.com/general/latest/gr/ssm.html: 10,000 standard parameters, and 100,000 advanced ones.
      code: "L-74EE8B5F",
      name: "Standard parameters",
      default: 10_000,
      error: "ParameterLimitExceeded",
      takes: (inputs) => (tierOf(inputs) === "Standard" ? 1 : 0),
    },
  ],
  verify: (context) => {
    requireValue(context.inputs);
    requireKey(context);
  },
  id: ({ inputs }) => String(inputs.name),
  // The provider reports `value` or `insecureValue`, whichever is given, and never a write-only value.
  outputs: ({ id, inputs, before, arn }) => ({
    arn: arn("ssm", `parameter${id.startsWith("/") ? "" : "/"}${id}`),
    dataType: inputs.dataType ?? "text",
    hasValueWo: given(inputs, "valueWo"),
    keyId: inputs.type === "SecureString" ? (inputs.keyId ?? MANAGED_KEY) : "",
    tier: tierOf(inputs),
    ...(given(inputs, "valueWo") && { valueWo: null }),
    version: versionAfter(inputs, before),
  }),
  renewed: ["version"],
};

/** What the provider changes without PutParameter, which writes the whole parameter and so makes a new version. */
const ASIDE = ["overwrite", "tags", "valueWo"];

function versionAfter(inputs: Props, before: Context["before"]): number {
  if (!before) return 1;
  const names = new Set([...Object.keys(inputs), ...Object.keys(before.inputs)]);
  const isNew = [...names].some(
    (name) => !ASIDE.includes(name) && !name.startsWith("__") && !equal(inputs[name], before.inputs[name]),
  );
  return Number(before.outputs.version) + (isNew ? 1 : 0);
}

function parameterFailures(inputs: Props): CheckFailure[] {
  return [...typeFailures(inputs), ...dataTypeFailures(inputs), ...writeOnlyFailures(inputs)];
}

function typeFailures(inputs: Props): CheckFailure[] {
  const type = text(inputs, "type");
  if (type === "SecureString" && given(inputs, "insecureValue")) {
    return [{ property: "insecureValue", reason: "works with type String or StringList only, got SecureString" }];
  }
  // The provider would leave the key away without a word, and the value would be stored in clear.
  return type !== undefined && type !== "SecureString" && given(inputs, "keyId")
    ? [{ property: "keyId", reason: `works with type SecureString only, got ${type}` }]
    : [];
}

function dataTypeFailures(inputs: Props): CheckFailure[] {
  const type = text(inputs, "type");
  const name = text(inputs, "name");
  switch (text(inputs, "dataType")) {
    case "aws:ec2:image":
      return type === undefined || type === "String"
        ? []
        : [{ property: "dataType", reason: `aws:ec2:image works with type String only, got ${type}` }];
    case "aws:ssm:integration":
      return (type === undefined || type === "SecureString") && (name === undefined || name.startsWith(INTEGRATIONS))
        ? []
        : [
            {
              property: "dataType",
              reason: `aws:ssm:integration needs the type SecureString and a name that begins with ${INTEGRATIONS}`,
            },
          ];
    default:
      return [];
  }
}

function writeOnlyFailures(inputs: Props): CheckFailure[] {
  const pair = ["valueWo", "valueWoVersion"];
  if (pair.some((property) => undecided(inputs, property))) return [];
  const missing = pair.filter((property) => !given(inputs, property));
  return missing.length === 1
    ? missing.map((property) => ({ property, reason: `missing; ${pair.join(" and ")} are given together` }))
    : [];
}
