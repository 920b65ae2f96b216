import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { estimateHourlyCost } from "../../local/account/cost";
import type { Props, Value } from "../../local/account/model";
import { DASHBOARD } from "../../local/account/types/cloudwatch/dashboard";
import { bodyErrors } from "../../local/account/types/cloudwatch/dashboardBody";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const properties: Props = {
  metrics: [["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "app/cats/1", { stat: "Sum", color: "#1f77b4" }]],
  region: "us-west-2",
  period: 60,
  title: "Requests",
};
const metric: Props = { type: "metric", x: 0, y: 0, width: 12, height: 6, properties };
const text: Props = { type: "text", width: 24, height: 1, properties: { markdown: "# Releases" } };
const alarm = `arn:aws:cloudwatch:us-west-2:${ACCOUNT_ID}:alarm:ReleaseFailed`;

const body = (...widgets: Value[]): string => JSON.stringify({ widgets });
const dashboard: Props = { dashboardName: "release", dashboardBody: body(metric, text) };

describe("account: CloudWatch dashboards", () => {
  it("have their name for an id and an ARN without a region", () => {
    const { id, outputs } = make(new Account(), DASHBOARD, dashboard);
    assert.deepEqual([id, outputs.dashboardArn], ["release", `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/release`]);
  });

  const name = "dashboardName: expected 1 to 255 letters, digits, hyphens and underscores, got";
  const wrong: [what: string, by: Props, expected: string][] = [
    ["a name with a slash", { dashboardName: "team/release" }, `${name} "team/release"`],
    ["a name of 256 characters", { dashboardName: "x".repeat(256) }, `${name} "${"x".repeat(116)}...`],
    [
      "a body that is no JSON",
      { dashboardBody: "widgets" },
      'dashboardBody: expected a string that holds JSON, got "widgets"',
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(DASHBOARD, { ...dashboard, ...by }), [expected]));
  }

  it("have their name alone in the account", () => {
    const account = new Account();
    make(account, DASHBOARD, dashboard);
    assert.equal(
      refusal(() => make(account, DASHBOARD, { ...dashboard, region: "eu-west-1" })),
      "ResourceAlreadyExistsException: A dashboard release exists already.",
    );
  });

  it("are replaced under another name, and changed in place otherwise, but not by spaces", () => {
    assert.deepEqual(replaces(DASHBOARD, dashboard, { dashboardName: "other" }), ["dashboardName"]);
    const account = new Account();
    const made = make(account, DASHBOARD, dashboard);
    assert.equal(change(account, DASHBOARD, made, { dashboardBody: body() }).dashboardBody, body());
    const spaced = {
      ...dashboard,
      dashboardBody: JSON.stringify(JSON.parse(String(dashboard.dashboardBody)), null, 2),
    };
    assert.equal(account.diff(DASHBOARD, dashboard, spaced).changes, false);
    account.delete(DASHBOARD, made.id, options);
    assert.equal(account.isEmpty, true);
  });

  it("refuse a body as CloudWatch does, with all that is wrong", () => {
    assert.equal(
      refusal(() =>
        make(new Account(), DASHBOARD, { ...dashboard, dashboardBody: body({ type: "metric", properties: {} }) }),
      ),
      `InvalidParameterInput: The dashboard body is invalid, there are 4 validation errors:
[
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'region'"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'metrics'"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "The metric widget should have specified a region and a data source or an alarm annotation"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'annotations'"
  }
]`,
    );
    assert.match(
      refusal(() => make(new Account(), DASHBOARD, { ...dashboard, dashboardBody: "{}" })),
      /^InvalidParameterInput: The dashboard body is invalid, there is 1 validation error:\n/,
    );
  });

  it("cost 3 dollars a month, each of them", () => {
    const account = new Account();
    make(account, DASHBOARD, dashboard);
    make(account, DASHBOARD, { ...dashboard, dashboardName: "other" });
    const { lines, total } = estimateHourlyCost(account.records());
    assert.deepEqual(
      lines.map(({ name, what }) => `${name}: ${what}`),
      ["release: dashboard", "other: dashboard"],
    );
    assert.equal((total * 730).toFixed(2), "6.00");
  });
});

describe("the body of a dashboard", () => {
  const errors = (document: string) => bodyErrors(document).map(({ dataPath, message }) => `${dataPath} ${message}`);
  const one = (by: Props) => errors(body({ ...metric, ...by }));
  const shows = (by: Props) => one({ properties: { ...properties, ...by } });

  it("may have no widgets, and widgets of every type", () => {
    assert.deepEqual(errors(body()), []);
    assert.deepEqual(
      errors(
        body(
          metric,
          text,
          { type: "alarm", properties: { title: "Alarms", alarms: [alarm] } },
          { type: "log", properties: { query: "SOURCE 'cats'", region: "us-west-2" } },
          { type: "custom", properties: { endpoint: `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:cats` } },
          { type: "metric", properties: { region: "us-west-2", annotations: { alarms: [alarm] } } },
        ),
      ),
      [],
    );
    assert.deepEqual(errors(JSON.stringify({ start: "-PT6H", periodOverride: "inherit", widgets: [] })), []);
  });

  it("may have metrics of expressions, hidden ones, and ones like the one before", () => {
    assert.deepEqual(
      shows({
        metrics: [
          ["Workshop", "Weight", "Side", "blue", { id: "blue", visible: false }],
          ["...", "green", { id: "green", visible: false }],
          [".", "Other", ".", "."],
          [{ expression: "FILL(blue, REPEAT)", label: "blue", color: "#1F77B4" }],
        ],
      }),
      [],
    );
  });

  const arrays =
    'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element';
  const wrong: [what: string, found: () => string[], ...expected: string[]][] = [
    ["a list", () => errors("[]"), " Should be object"],
    ["no widgets", () => errors("{}"), " Should have required property 'widgets'"],
    ["one widget for all", () => errors('{"widgets":{}}'), "/widgets Should be array"],
    ["something else", () => errors('{"widgets":[],"color":1}'), " Should NOT have additional properties: 'color'"],
    [
      "an unknown period override",
      () => errors('{"widgets":[],"periodOverride":"on"}'),
      "/periodOverride Should be equal to one of the allowed values",
    ],
    [
      "501 widgets",
      () => errors(body(...Array.from({ length: 501 }, () => text))),
      "/widgets Should NOT have more than 500 items",
    ],
    [
      "a widget without a type",
      () => errors(body(without(metric, "type"))),
      "/widgets/0 Should have required property 'type'",
    ],
    [
      "a widget of an unknown type",
      () => one({ type: "graph" }),
      "/widgets/0/type Should be equal to one of the allowed values",
    ],
    [
      "a widget without properties",
      () => errors(body({ type: "text" })),
      "/widgets/0 Should have required property 'properties'",
    ],
    ["a widget wider than the grid", () => one({ width: 25 }), "/widgets/0/width Should be <= 24"],
    ["a widget without width", () => one({ width: 0 }), "/widgets/0/width Should be >= 1"],
    ["a widget higher than 1,000", () => one({ height: 1001 }), "/widgets/0/height Should be <= 1000"],
    ["half a unit", () => one({ y: 0.5 }), "/widgets/0/y Should be integer"],
    ["a place right of the grid", () => one({ x: 24 }), "/widgets/0/x Should be <= 23"],
    [
      "the second widget's mistake",
      () => errors(body(text, { ...text, height: "1" })),
      "/widgets/1/height Should be integer",
    ],
    [
      "text without text",
      () => errors(body({ type: "text", properties: {} })),
      "/widgets/0/properties Should have required property 'markdown'",
    ],
    [
      "alarms by name",
      () => errors(body({ type: "alarm", properties: { alarms: ["ReleaseFailed"] } })),
      "/widgets/0/properties/alarms/0 Should be the ARN of an alarm",
    ],
    [
      "no alarms",
      () => errors(body({ type: "alarm", properties: { alarms: [] } })),
      "/widgets/0/properties/alarms Should NOT have fewer than 1 items",
    ],
    [
      "metrics of no region",
      () => errors(body({ ...metric, properties: without(properties, "region") })),
      "/widgets/0/properties Should have required property 'region'",
      "/widgets/0/properties The metric widget should have specified a region and a data source or an alarm annotation",
    ],
    [
      "an unknown view",
      () => shows({ view: "donut" }),
      "/widgets/0/properties/view Should be equal to one of the allowed values",
    ],
    [
      "a period of 45 seconds",
      () => shows({ period: 45 }),
      "/widgets/0/properties/period Should be 1, 5, 10, 20, 30 or a multiple of 60",
    ],
    [
      "an unknown property",
      () => shows({ titel: "Requests" }),
      "/widgets/0/properties Should NOT have additional properties: 'titel'",
    ],
    [
      "a metric that is no list",
      () => shows({ metrics: ["AWS/ECS"] }),
      "/widgets/0/properties/metrics/0 Should be array",
      `/widgets/0/properties/metrics/0 ${arrays}`,
    ],
    [
      "a dimension without a value",
      () => shows({ metrics: [["AWS/ECS", "CPUUtilization", "ClusterName"]] }),
      `/widgets/0/properties/metrics/0 ${arrays}`,
    ],
    [
      "a metric's name alone",
      () => shows({ metrics: [["CPUUtilization"]] }),
      `/widgets/0/properties/metrics/0 ${arrays}`,
    ],
    [
      "an expression of a metric",
      () => shows({ metrics: [["AWS/ECS", "CPUUtilization", { expression: "m1" }]] }),
      `/widgets/0/properties/metrics/0 ${arrays}`,
    ],
    [
      "a color's name",
      () => shows({ metrics: [["AWS/ECS", "CPUUtilization", { color: "red" }]] }),
      '/widgets/0/properties/metrics/0/2/color Should match pattern "^#[0-9a-fA-F]{6}$"',
    ],
  ];
  for (const [what, found, ...expected] of wrong) {
    it(`may not have ${what}`, () => assert.deepEqual(found(), expected));
  }
});
