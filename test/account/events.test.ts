import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { eventPatternFailure } from "../../local/account/types/cloudwatch/eventPattern";
import { isSchedule } from "../../local/account/types/cloudwatch/schedule";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ROLE = "aws:iam/role:Role";

const rule: Props = { name: "workshop-UnicornFinder", scheduleExpression: "rate(2 minutes)" };
const onEvents: Props = { ...without(rule, "scheduleExpression"), eventPattern: '{"source":["aws.ecs"]}' };

const trusting = (Service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  });

describe("account: EventBridge rules", () => {
  it("makes a rule on a schedule, enabled and on the default bus", () => {
    const { id, outputs } = make(new Account(), RULE, rule);
    assert.equal(id, "workshop-UnicornFinder");
    assert.equal(outputs.arn, `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/workshop-UnicornFinder`);
    const { name, state, isEnabled, eventBusName } = outputs;
    assert.deepEqual([name, state, isEnabled, eventBusName], [id, "ENABLED", true, "default"]);
  });

  it("makes a rule on events, and one that is switched off either way", () => {
    const account = new Account();
    assert.equal(make(account, RULE, onEvents).outputs.state, "ENABLED");
    const off = (by: Props) => make(account, RULE, { ...rule, name: null, ...by }).outputs;
    assert.equal(off({ namePrefix: "one-", isEnabled: false }).state, "DISABLED");
    assert.equal(off({ namePrefix: "two-", state: "DISABLED" }).isEnabled, false);
  });

  it("names a rule after its prefix, or after what it is called in the program", () => {
    const account = new Account();
    assert.match(make(account, RULE, { ...rule, name: null, namePrefix: "finder-" }).id, /^finder-\d{26}$/);
    assert.match(make(account, RULE, { ...rule, name: null }).id, /^rule-[0-9a-f]{7}$/);
  });

  const notValid = (got: string): string =>
    "scheduleExpression: Parameter ScheduleExpression is not valid: expected rate(1 minute), rate(2 minutes) or cron with " +
    `six fields, one of them ?; got "${got}"`;
  const wrong: [what: string, by: Props, ...expected: string[]][] = [
    ["a name with a space", { name: "a b" }, 'name: expected 1 to 64 letters, digits and . - _, got "a b"'],
    [
      "a name of 65 characters",
      { name: "x".repeat(65) },
      `name: expected 1 to 64 letters, digits and . - _, got "${"x".repeat(65)}"`,
    ],
    [
      "a prefix that leaves no room",
      { name: null, namePrefix: "x".repeat(39) },
      `namePrefix: expected 1 to 38 letters, digits and . - _, got "${"x".repeat(39)}"`,
    ],
    [
      "a description of 513 characters",
      { description: "x".repeat(513) },
      `description: expected a length between 0 and 512 characters, got "${"x".repeat(116)}...`,
    ],
    [
      "an unknown state",
      { state: "ON" },
      'state: expected one of ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, got "ON"',
    ],
    [
      "a state given twice",
      { state: "ENABLED", isEnabled: true },
      'state: at most one of "isEnabled", "state" may be given, got "isEnabled", "state"',
    ],
    ["a role that is no ARN", { roleArn: "events" }, 'roleArn: expected a role\'s ARN, got "events"'],
    ["a minute in the plural", { scheduleExpression: "rate(1 minutes)" }, notValid("rate(1 minutes)")],
    [
      "a schedule on another bus",
      { eventBusName: "unicorns" },
      "scheduleExpression: ScheduleExpression is supported only on the default event bus, got unicorns",
    ],
    [
      "CloudTrail's events on a schedule",
      { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" },
      "state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS works with an eventPattern alone, not with a scheduleExpression",
    ],
    [
      "neither a schedule nor a pattern",
      { scheduleExpression: null },
      'scheduleExpression: one of "scheduleExpression", "eventPattern" must be given',
    ],
    [
      "a pattern that is no JSON",
      { eventPattern: "aws.ecs" },
      'eventPattern: expected a string that holds JSON, got "aws.ecs"',
    ],
    [
      "a pattern with a bare value",
      { eventPattern: '{"source":"aws.ecs"}' },
      'eventPattern: Event pattern is not valid. Reason: "source" must be an object or an array',
    ],
    [
      "a pattern of more than 2,048 characters",
      { eventPattern: JSON.stringify({ source: ["x".repeat(2048)] }) },
      "eventPattern: expected at most 2048 characters, got 2063",
    ],
  ];
  for (const [what, by, ...expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(RULE, { ...rule, ...by }), expected));
  }

  it("does not judge what a preview does not know yet", () => {
    assert.deepEqual(
      failures(RULE, { ...rule, scheduleExpression: UNKNOWN, eventPattern: UNKNOWN, state: UNKNOWN }),
      [],
    );
    assert.deepEqual(failures(RULE, { ...rule, eventBusName: UNKNOWN }), []);
  });

  it("refuses a bus that does not exist, and takes the default one by its ARN", () => {
    const account = new Account();
    assert.equal(
      refusal(() => make(account, RULE, { ...onEvents, eventBusName: "unicorns" })),
      "ResourceNotFoundException: Event bus unicorns does not exist.",
    );
    const eventBusName = `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/default`;
    assert.equal(make(account, RULE, { ...rule, eventBusName }).id, "workshop-UnicornFinder");
  });

  it("refuses a role that is not there, or does not trust EventBridge", () => {
    const account = new Account();
    const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/finder`;
    const expected = `ValidationException: Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`;
    const withRole = () => make(account, RULE, { ...rule, roleArn });
    assert.equal(refusal(withRole), expected);
    const made = make(account, ROLE, { name: "finder", assumeRolePolicy: trusting("ecs-tasks.amazonaws.com") });
    assert.equal(refusal(withRole), expected);
    change(account, ROLE, made, { assumeRolePolicy: trusting("events.amazonaws.com") });
    assert.equal(withRole().outputs.roleArn, roleArn);
  });

  it("refuses a name that is taken, which EventBridge would overwrite", () => {
    const account = new Account();
    make(account, RULE, rule);
    assert.equal(
      refusal(() => make(account, RULE, onEvents)),
      "ResourceAlreadyExistsException: Rule workshop-UnicornFinder already exists. EventBridge would overwrite it without " +
        "a word; give this one a name of its own.",
    );
    assert.ok(make(account, RULE, { ...rule, region: "eu-west-1" }).id);
  });

  it("is replaced under another name or on another bus, and changes its schedule in place", () => {
    assert.deepEqual(replaces(RULE, rule, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(RULE, onEvents, { eventBusName: "unicorns" }), ["eventBusName"]);
    assert.deepEqual(replaces(RULE, rule, { scheduleExpression: "rate(1 hour)", state: "DISABLED" }), []);
    const account = new Account();
    assert.equal(change(account, RULE, make(account, RULE, rule), { state: "DISABLED" }).isEnabled, false);
  });

  it("is not changed by white space in its pattern", () => {
    const changes = (eventPattern: string) => new Account().diff(RULE, onEvents, { ...onEvents, eventPattern }).changes;
    assert.deepEqual([changes('{ "source": ["aws.ecs"] }'), changes('{"source":["aws.ec2"]}')], [false, true]);
  });

  it("goes only after its targets", () => {
    const account = new Account();
    const { id } = make(account, RULE, rule);
    const arn = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:herd`;
    const target = make(account, TARGET, { rule: id, targetId: "herd", arn });
    assert.equal(
      refusal(() => account.delete(RULE, id, options)),
      "ValidationException: Rule can't be deleted since it has targets.",
    );
    account.delete(TARGET, target.id, options);
    account.delete(RULE, id, options);
    assert.equal(account.isEmpty, true);
  });

  it("is one of 300 on its bus", () => {
    const account = new Account();
    account.raiseQuota("L-244521F2", 1);
    make(account, RULE, rule);
    assert.match(
      refusal(() => make(account, RULE, { ...rule, name: "other" })),
      /^LimitExceededException: The quota "Rules per event bus" \(L-244521F2\) is 1; 1 in use, 1 more asked for\./,
    );
  });
});

describe("account: EventBridge schedules", () => {
  const right = [
    ...["rate(1 minute)", "rate(2 minutes)", "rate(1 hour)", "rate(12 hours)", "rate(1 day)", "rate(7 days)"],
    ...["cron(0 12 * * ? *)", "cron(5,35 14 * * ? *)", "cron(15 10 ? * 6L 2026-2030)", "cron(0/15 * * * ? *)"],
    ...[
      "cron(0 8 1 * ? *)",
      "cron(0 18 ? * MON-FRI *)",
      "cron(0 9 3W * ? *)",
      "cron(0 9 ? * 2#1 *)",
      "cron(0 0 L JAN ? *)",
    ],
  ];
  for (const schedule of right) it(`takes ${schedule}`, () => assert.equal(isSchedule(schedule), true));

  const wrong: [schedule: string, why: string][] = [
    ["rate(0 minutes)", "never"],
    ["rate(5 minute)", "in the singular"],
    ["rate(1 hours)", "in the plural"],
    ["rate(30 seconds)", "by seconds"],
    ["rate(1.5 hours)", "by fractions"],
    ["2 minutes", "without a function"],
    ["cron(0 12 * * ?)", "with five fields"],
    ["cron(0 12 * * * *)", "without ?"],
    ["cron(0 12 ? * ? *)", "with ? twice"],
    ["cron(? 12 * * ? *)", "with ? for the minute"],
    ["cron(0 12 ?,1 * MON *)", "with ? in a list"],
    ["cron(60 12 * * ? *)", "at minute 60"],
    ["cron(0 24 * * ? *)", "at hour 24"],
    ["cron(0 12 32 * ? *)", "on day 32"],
    ["cron(0 12 40W * ? *)", "near day 40"],
    ["cron(0 12 * 13 ? *)", "in month 13"],
    ["cron(0 12 ? * 8 *)", "on day 8 of the week"],
    ["cron(0 12 * * ? 1969)", "in 1969"],
    ["cron(0/0 12 * * ? *)", "by steps of 0"],
  ];
  for (const [schedule, why] of wrong)
    it(`refuses ${schedule}: ${why}`, () => assert.equal(isSchedule(schedule), false));
});

describe("account: EventBridge event patterns", () => {
  it("takes lists of values and of comparisons, however deep", () => {
    const detail = { lastStatus: ["STOPPED", null], group: [{ prefix: "service:" }], cpu: [{ numeric: [">", 1] }] };
    assert.equal(eventPatternFailure(JSON.stringify({ source: ["aws.ecs"], detail })), undefined);
    assert.equal(eventPatternFailure('{"$or":[{"a":[1]},{"b":[true]}]}'), undefined);
  });

  const wrong: [pattern: string, reason: string][] = [
    ['["aws.ecs"]', "Filter is not an object"],
    ["{}", "Empty objects are not allowed"],
    ['{"source":"aws.ecs"}', '"source" must be an object or an array'],
    ['{"detail":{"status":1}}', '"status" must be an object or an array'],
    ['{"source":[]}', 'Empty arrays are not allowed: "source"'],
    ['{"detail":{}}', 'Empty objects are not allowed: "detail"'],
    ['{"source":[["aws.ecs"]]}', "Match value must be String, number, true, false, or null"],
    ['{"source":[{"begins":"aws"}]}', "Unrecognized match type begins"],
    ['{"source":[{"prefix":"aws","suffix":"ecs"}]}', "Only one key allowed in match expression"],
    ['{"$or":[{"a":[1]}]}', '"$or" must be an array of at least two objects'],
    ['{"$or":[{"a":[1]},1]}', '"$or" must be an array of objects'],
  ];
  for (const [pattern, reason] of wrong) {
    it(`refuses ${pattern}`, () =>
      assert.equal(eventPatternFailure(pattern), `Event pattern is not valid. Reason: ${reason}`));
  }
});
