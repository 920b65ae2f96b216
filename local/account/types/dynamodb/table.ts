import { AwsError, type CheckFailure, type Props, type Rule, type TypeDefinition } from "../../model";
import { isObject, show } from "../../values";
import { notModelled } from "../notModelled";
import { given, list, number, objects, text, undecided } from "../read";

export const TABLE = "aws:dynamodb/table:Table";

/** What of a table is not modelled: indexes, copies, streams, backups and their like. */
const NOT_MODELLED = [
  ...["globalSecondaryIndexes", "globalTableWitness", "importTable", "localSecondaryIndexes", "onDemandThroughput"],
  ...["replicas", "restoreBackupArn", "restoreDateTime", "restoreSourceName", "restoreSourceTableArn"],
  ...["restoreToLatestTime", "streamViewType", "warmThroughput"],
];

const KEYS = ["hashKey", "rangeKey"];
const CAPACITIES = ["readCapacity", "writeCapacity"];

/** Units of a table, each of reading and writing: docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const capacity: Rule = { range: [0, 40_000] };

/** A table. Its items are in the record's `hidden`. docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export const table: TypeDefinition = {
  type: TABLE,
  noun: "table",
  rules: {
    name: { pattern: /^[\w.-]{3,255}$/, is: "3 to 255 letters, digits and the characters . - _" },
    billingMode: { oneOf: ["PROVISIONED", "PAY_PER_REQUEST"] },
    hashKey: { length: [1, 255] },
    rangeKey: { length: [1, 255] },
    "attributes[*].name": { length: [1, 255] },
    "attributes[*].type": { oneOf: ["S", "N", "B"] },
    "pointInTimeRecovery.recoveryPeriodInDays": { range: [1, 35] },
    readCapacity: capacity,
    "serverSideEncryption.kmsKeyArn": {
      pattern: /^arn:aws:kms:[a-z0-9-]+:\d{12}:(key|alias)\/.+$/,
      is: "the ARN of a KMS key",
    },
    tableClass: { oneOf: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"] },
    writeCapacity: capacity,
  },
  check: (inputs) => [
    ...notModelled(inputs, NOT_MODELLED),
    ...streamFailures(inputs),
    ...keyFailures(inputs),
    ...capacityFailures(inputs),
    ...ttlFailures(inputs),
  ],
  autoName: { property: "name", maxLength: 255 },
  defaults: { billingMode: "PROVISIONED" },
  replaces: ["name", ...KEYS, "attributes"],
  computed: [...CAPACITIES, "name", "pointInTimeRecovery", "serverSideEncryption", "ttl"],
  sets: ["attributes"],
  references: [
    {
      path: "serverSideEncryption.kmsKeyArn",
      to: ["aws:kms/key:Key", "aws:kms/alias:Alias"],
      by: "arn",
      missing: (arn) =>
        new AwsError(
          "ValidationException",
          `KMS validation error: The KMS key ${arn} does not exist (Error Code: NotFoundException)`,
        ),
    },
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }) => new AwsError("ResourceInUseException", `Table already exists: ${name}`),
    },
  ],
  quotas: [
    {
      // docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
      code: "L-F98FE922",
      name: "Maximum number of tables",
      default: 2500,
      error: "LimitExceededException",
    },
  ],
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, inputs, arn }) => {
    const isOnDemand = inputs.billingMode === "PAY_PER_REQUEST";
    return {
      arn: arn("dynamodb", `table/${id}`),
      deletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
      globalSecondaryIndexes: [],
      localSecondaryIndexes: [],
      pointInTimeRecovery: recoveryOf(inputs),
      readCapacity: isOnDemand ? 0 : (inputs.readCapacity ?? 0),
      streamArn: "",
      streamEnabled: false,
      streamLabel: "",
      streamViewType: "",
      tableClass: inputs.tableClass ?? "STANDARD",
      ttl: { attributeName: text(inputs, "ttl.attributeName") ?? "", enabled: isOn(inputs, "ttl") },
      writeCapacity: isOnDemand ? 0 : (inputs.writeCapacity ?? 0),
    };
  },
  verifyDelete: ({ inputs }) => {
    if (inputs.deletionProtectionEnabled !== true) return;
    throw new AwsError(
      "ValidationException",
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  },
};

function isOn(inputs: Props, block: string): boolean {
  const given = inputs[block];
  return isObject(given) && given.enabled === true;
}

/** AWS keeps backups for 35 days where nothing else is asked for. */
function recoveryOf(inputs: Props): Props {
  const enabled = isOn(inputs, "pointInTimeRecovery");
  const days = number(inputs, "pointInTimeRecovery.recoveryPeriodInDays") ?? 35;
  return { enabled, recoveryPeriodInDays: enabled ? days : 0 };
}

function streamFailures(inputs: Props): CheckFailure[] {
  return inputs.streamEnabled === true
    ? [{ property: "streamEnabled", reason: "streams are not modelled on this machine; leave it out" }]
    : [];
}

/** Without indexes, the attributes that a table defines are those of its key, all of them and no others. */
function keyFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "hashKey")) return [{ property: "hashKey", reason: "missing required property" }];
  const attributes = objects(inputs, "attributes");
  const names = attributes.map((attribute) => text(attribute, "name"));
  const keys = KEYS.filter((key) => given(inputs, key)).map((key) => text(inputs, key));
  const isUnknown = undecided(inputs, "attributes") || attributes.length < (list(inputs, "attributes")?.length ?? 0);
  if (isUnknown || [...names, ...keys].includes(undefined)) return [];
  if (new Set(keys).size < keys.length) {
    return [
      { property: "rangeKey", reason: `expected another attribute than the hashKey, got ${show(keys[1] ?? "")}` },
    ];
  }
  const missing = KEYS.filter((key) => keys.includes(text(inputs, key)) && !names.includes(text(inputs, key))).map(
    (property) => ({ property, reason: `expected the name of an attribute, got ${show(inputs[property])}` }),
  );
  const unused = names.filter((name) => !keys.includes(name));
  return [
    ...missing,
    ...unused.map((name) => ({
      property: "attributes",
      reason: `all attributes must be indexed; ${show(name ?? "")} is part of no key`,
    })),
    ...(new Set(names).size < names.length ? [{ property: "attributes", reason: "expected each name once" }] : []),
  ];
}

function capacityFailures(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "billingMode")) return [];
  if (inputs.billingMode === "PAY_PER_REQUEST") {
    return CAPACITIES.filter((property) => (number(inputs, property) ?? 0) > 0).map((property) => ({
      property,
      reason: "may not be given with billingMode PAY_PER_REQUEST",
    }));
  }
  return CAPACITIES.filter((property) => !undecided(inputs, property) && !((number(inputs, property) ?? 0) > 0)).map(
    (property) => ({ property, reason: "must be greater than 0 when billingMode is PROVISIONED" }),
  );
}

function ttlFailures(inputs: Props): CheckFailure[] {
  if (!isObject(inputs.ttl) || undecided(inputs, "ttl.enabled")) return [];
  const property = "ttl.attributeName";
  const isNamed = given(inputs, property) && text(inputs, property) !== "";
  if (isOn(inputs, "ttl")) return isNamed ? [] : [{ property, reason: "missing; ttl needs it when it is enabled" }];
  return isNamed ? [{ property, reason: "may not be given when ttl is not enabled" }] : [];
}
