import { AwsError, type CheckFailure, type Props, type TypeDefinition } from "../../model";
import { text, undecided } from "../read";
import { eventPatternFailure } from "./eventPattern";
import { isSchedule } from "./schedule";

export const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";

/** The bus that every account has. */
const DEFAULT_BUS = "default";

const name = { pattern: /^[.\-_A-Za-z0-9]{1,64}$/, is: "1 to 64 letters, digits and . - _" };

export const eventRule: TypeDefinition = {
  type: "aws:cloudwatch/eventRule:EventRule",
  noun: "rule",
  rules: {
    name,
    // The provider adds 26 characters of its own.
    namePrefix: { pattern: /^[.\-_A-Za-z0-9]{1,38}$/, is: "1 to 38 letters, digits and . - _" },
    description: { length: [0, 512] },
    roleArn: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
    state: { oneOf: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] },
    eventPattern: { json: true },
  },
  conflicts: [
    ["name", "namePrefix"],
    ["isEnabled", "state"],
  ],
  atLeastOneOf: [["scheduleExpression", "eventPattern"]],
  check: ruleFailures,
  autoName: { property: "name", maxLength: 64 },
  defaults: { eventBusName: DEFAULT_BUS, forceDestroy: false },
  replaces: ["name", "namePrefix", "eventBusName"],
  computed: ["isEnabled", "name", "namePrefix", "state"],
  json: ["eventPattern"],
  unique: [
    {
      key: (inputs) => text(inputs, "name") && `${text(inputs, "eventBusName") ?? DEFAULT_BUS}/${text(inputs, "name")}`,
      // PutRule overwrites a rule of that name. Two stacks would take turns, and the first to go would take it from the other,
      // so the second is refused.
      taken: ({ name }) => new AwsError("ResourceAlreadyExistsException", `Rule ${name} already exists.`),
    },
  ],
  // docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  quotas: [
    {
      code: "L-244521F2",
      name: "Rules per event bus",
      default: 300,
      error: "LimitExceededException",
      per: (inputs) => text(inputs, "eventBusName") ?? DEFAULT_BUS,
    },
  ],
  verify: ({ inputs }) => {
    const bus = text(inputs, "eventBusName") ?? DEFAULT_BUS;
    if (bus !== DEFAULT_BUS) throw new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
  },
  id: ({ inputs, digits }) => text(inputs, "name") ?? `${inputs.namePrefix}${digits(26, "name")}`,
  outputs: ({ id, inputs, arn }) => {
    const state = text(inputs, "state") ?? (inputs.isEnabled === false ? "DISABLED" : "ENABLED");
    return {
      arn: arn("events", `rule/${id}`),
      name: id,
      namePrefix: inputs.namePrefix ?? "",
      state,
      isEnabled: state !== "DISABLED",
    };
  },
  verifyDelete: ({ account, id, region }) => {
    const targets = account.records(EVENT_TARGET).filter((one) => one.region === region && one.inputs.rule === id);
    if (targets.length === 0) return;
    throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
  },
};

function ruleFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const schedule = text(inputs, "scheduleExpression");
  if (schedule !== undefined && !isSchedule(schedule)) {
    const reason =
      "Parameter ScheduleExpression is not valid: expected rate(1 minute), rate(2 minutes) or cron with six fields, one of " +
      `them ?; got ${JSON.stringify(schedule)}`;
    failures.push({ property: "scheduleExpression", reason });
  }
  const bus = text(inputs, "eventBusName");
  if (schedule !== undefined && bus !== undefined && bus !== DEFAULT_BUS && !undecided(inputs, "eventBusName")) {
    failures.push({
      property: "scheduleExpression",
      reason: `ScheduleExpression is supported only on the default event bus, got ${bus}`,
    });
  }
  const pattern = text(inputs, "eventPattern");
  const failure = pattern === undefined ? undefined : eventPatternFailure(pattern);
  if (failure) failures.push({ property: "eventPattern", reason: failure });
  if (pattern !== undefined && pattern.length > 2048) {
    failures.push({ property: "eventPattern", reason: `expected at most 2048 characters, got ${pattern.length}` });
  }
  return failures;
}
