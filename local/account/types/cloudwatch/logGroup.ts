import { AwsError, type Context, type TypeDefinition } from "../../model";
import { text } from "../read";

/** Days that CloudWatch Logs can keep events for; 0 means for ever. AWS::Logs::LogGroup's registry schema. */
const RETENTION = [
  ...[0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** The provider adds 26 characters of its own to a name prefix. */
const SUFFIX = 26;

export const logGroup: TypeDefinition = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  noun: "log group",
  rules: {
    name: { pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/, is: "1 to 512 letters, digits and the characters . - _ / #" },
    namePrefix: { pattern: /^[.\-_/#A-Za-z0-9]{1,486}$/, is: "1 to 486 letters, digits and the characters . - _ / #" },
    retentionInDays: { oneOf: RETENTION },
    logGroupClass: { oneOf: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] },
    kmsKeyId: { pattern: /^arn:aws:kms:[a-z0-9-]+:\d{12}:(key|alias)\/.+$/, is: "the ARN of a KMS key" },
  },
  conflicts: [["name", "namePrefix"]],
  autoName: { property: "name", maxLength: 512 },
  defaults: { retentionInDays: 0, skipDestroy: false },
  replaces: ["name", "namePrefix", "logGroupClass"],
  computed: ["namePrefix", "logGroupClass", "deletionProtectionEnabled"],
  references: [
    {
      path: "kmsKeyId",
      to: "aws:kms/key:Key",
      by: "arn",
      missing: (arn) =>
        new AwsError(
          "InvalidParameterException",
          `The specified KMS key does not exist or is not allowed to be used: ${arn}`,
        ),
    },
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: () => new AwsError("ResourceAlreadyExistsException", "The specified log group already exists"),
    },
  ],
  quotas: [
    {
      // docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
      code: "L-C7B9AAAB",
      name: "Log groups",
      default: 1_000_000,
      error: "LimitExceededException",
    },
  ],
  id: nameOf,
  retained: ({ skipDestroy }) => skipDestroy === true,
  // The provider leaves away the `:*` that CloudWatch Logs puts behind the ARN.
  outputs: ({ id, inputs, arn }) => ({
    arn: arn("logs", `log-group:${id}`),
    name: id,
    namePrefix: inputs.namePrefix ?? "",
    logGroupClass: inputs.logGroupClass ?? "STANDARD",
    deletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
  }),
  verifyDelete: ({ inputs, id }) => {
    if (inputs.deletionProtectionEnabled !== true) return;
    throw new AwsError(
      "OperationAbortedException",
      `The log group ${id} is protected from deletion; set deletionProtectionEnabled to false first.`,
    );
  },
};

function nameOf({ inputs, digits }: Context): string {
  return text(inputs, "name") ?? `${inputs.namePrefix}${digits(SUFFIX, "name")}`;
}
