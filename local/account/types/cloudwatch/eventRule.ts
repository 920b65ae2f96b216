import { AwsError, type CheckFailure, type Props, type TypeDefinition } from "../../model";
import { given, text } from "../read";
import { busOf, DEFAULT_BUS, requireAssumable, requireBus } from "./eventBus";
import { eventPatternFailure } from "./eventPattern";
import { isSchedule } from "./schedule";

export const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";

const WITH_CLOUDTRAIL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** Characters of an event pattern; AWS raises it to 4,096 on request. */
const LONGEST_PATTERN = 2048;

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
    scheduleExpression: { length: [0, 256] },
    state: { oneOf: ["ENABLED", "DISABLED", WITH_CLOUDTRAIL] },
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
      key: (inputs) => text(inputs, "name") && `${busOf(inputs)}/${text(inputs, "name")}`,
      // PutRule overwrites a rule of that name without a word. Two stacks would then own one rule and change it to and
      // fro, and the first `destroy` would take it from the other; so the collision is refused here.
      taken: ({ name }) =>
        new AwsError(
          "ResourceAlreadyExistsException",
          `Rule ${name} already exists. EventBridge would overwrite it without a word; give this one a name of its own.`,
        ),
    },
  ],
  // docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  quotas: [
    {
      code: "L-244521F2",
      name: "Rules per event bus",
      default: 300,
      error: "LimitExceededException",
      per: busOf,
    },
  ],
  verify: (context) => {
    requireBus(context.inputs);
    requireAssumable(context);
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
  return [...scheduleFailures(inputs), ...patternFailures(inputs)];
}

function scheduleFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "scheduleExpression")) return [];
  const failures: CheckFailure[] = [];
  const schedule = text(inputs, "scheduleExpression");
  if (schedule !== undefined && !isSchedule(schedule)) {
    const reason =
      "Parameter ScheduleExpression is not valid: expected rate(1 minute), rate(2 minutes) or cron with six fields, one of " +
      `them ?; got ${JSON.stringify(schedule)}`;
    failures.push({ property: "scheduleExpression", reason });
  }
  const bus = text(inputs, "eventBusName");
  if (bus !== undefined && busOf(inputs) !== DEFAULT_BUS) {
    const reason = `ScheduleExpression is supported only on the default event bus, got ${bus}`;
    failures.push({ property: "scheduleExpression", reason });
  }
  if (text(inputs, "state") === WITH_CLOUDTRAIL) {
    const reason = `${WITH_CLOUDTRAIL} works with an eventPattern alone, not with a scheduleExpression`;
    failures.push({ property: "state", reason });
  }
  return failures;
}

function patternFailures(inputs: Props): CheckFailure[] {
  const pattern = text(inputs, "eventPattern");
  if (pattern === undefined) return [];
  const reason =
    eventPatternFailure(pattern) ??
    (pattern.length > LONGEST_PATTERN
      ? `expected at most ${LONGEST_PATTERN} characters, got ${pattern.length}`
      : undefined);
  return reason === undefined ? [] : [{ property: "eventPattern", reason }];
}
