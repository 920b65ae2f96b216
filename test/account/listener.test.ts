import assert from "node:assert/strict";
import { type Props, UNKNOWN } from "../../local/account/model";
import { VPC } from "../../local/account/types/ec2/references";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER, TARGET_GROUP } from "../../local/account/types/lb/references";
import { read, remove, site } from "./fixtures";
import { ACCOUNT_ID, change, failures, make, refusal, replaces, without } from "./support";

const ARN = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT_ID}`;

describe("account: listener", () => {
  const forward = { type: "forward", targetGroupArn: "arn:aws:1" };
  const happy: Props = {
    loadBalancerArn: `${ARN}:loadbalancer/app/site/1`,
    port: 80,
    protocol: "HTTP",
    defaultActions: [forward],
  };
  const act = (...defaultActions: Props[]): Props => ({ ...happy, defaultActions });

  it("has an ARN under its load balancer's", () => {
    const { lb, listener } = site();
    const hex = listener.id.split("/").at(-1);
    assert.equal(listener.id, `${lb.id.replace(":loadbalancer/", ":listener/")}/${hex}`);
    assert.deepEqual(listener.outputs, {
      ...listener.inputs,
      arn: listener.id,
      region: "us-west-2",
      routingHttpResponseServerEnabled: true,
      sslPolicy: "",
      tagsAll: {},
    });
  });

  it("takes what a preview does not know yet", () => {
    assert.deepEqual(
      failures(LISTENER, { ...act({ ...forward, targetGroupArn: UNKNOWN }), loadBalancerArn: UNKNOWN }),
      [],
    );
  });

  for (const [what, inputs, failure] of [
    ["a port out of range", { ...happy, port: 0 }, "port: expected a number between 1 and 65535, got 0"],
    ["no port", without(happy, "port"), "port: missing; a listener of this load balancer needs a port"],
    [
      "HTTPS without a certificate",
      { ...happy, protocol: "HTTPS" },
      "certificateArn: missing; required for protocol HTTPS",
    ],
    [
      "an unknown action",
      act({ type: "drop" }),
      'defaultActions[0].type: expected one of forward, authenticate-cognito, authenticate-oidc, fixed-response, jwt-validation, redirect, got "drop"',
    ],
    [
      "a redirection that does not say where",
      act({ type: "redirect" }),
      "defaultActions[0].redirect: missing; required for an action of type redirect",
    ],
    [
      "passing on to nobody",
      act({ type: "forward" }),
      'defaultActions[0]: expected "targetGroupArn" or "forward" for an action of type forward, got neither',
    ],
    [
      "passing on to two at once",
      act({ ...forward, forward: { targetGroups: [{ arn: "arn:aws:2" }] } }),
      'defaultActions[0].forward: names other target groups than "targetGroupArn"; give one of the two',
    ],
    [
      "a weight out of range",
      act({ type: "forward", forward: { targetGroups: [{ arn: "arn:aws:2", weight: 1000 }] } }),
      "defaultActions[0].forward.targetGroups[0].weight: expected a number between 0 and 999, got 1000",
    ],
    [
      "a status code that is no answer",
      act({ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "302" } }),
      'defaultActions[0].fixedResponse.statusCode: expected a status code 2XX, 4XX or 5XX, got "302"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => {
      const found = failures(LISTENER, inputs);
      assert.equal(found[0], failure);
    });
  }

  it("refuses two answers to one request", () => {
    assert.deepEqual(failures(LISTENER, act(forward, forward)), [
      "defaultActions: expected exactly one of forward, redirect, fixed-response, as the last action, got forward, forward",
    ]);
  });

  it("is the only one on its port", () => {
    const { account, lb, listener } = site();
    assert.equal(
      refusal(() => make(account, LISTENER, without(listener.inputs, "__defaults"))),
      `DuplicateListener: A listener already exists on this port for this load balancer '${lb.id}': ` +
        `port 80 is that of the listener '${listener.id}'`,
    );
    assert.ok(make(account, LISTENER, { ...listener.inputs, port: 8080 }).id);
  });

  it("is limited for each load balancer", () => {
    const { account, listener } = site();
    account.raiseQuota("L-B6DF7632", 1);
    assert.match(
      refusal(() => make(account, LISTENER, { ...listener.inputs, port: 8080 })),
      /^TooManyListeners: The quota "Listeners per Application Load Balancer" \(L-B6DF7632\) is 1; 1 in use/,
    );
  });

  it("is refused for what does not exist", () => {
    const { account, lb } = site();
    assert.equal(
      refusal(() => make(account, LISTENER, happy)),
      `LoadBalancerNotFound: Load balancer '${happy.loadBalancerArn}' not found`,
    );
    assert.equal(
      refusal(() => make(account, LISTENER, { ...happy, loadBalancerArn: lb.id, port: 8080 })),
      "TargetGroupNotFound: Target groups 'arn:aws:1' not found",
    );
  });

  it("is refused with a protocol that the load balancer or the target group has not", () => {
    const { account, vpc, listener } = site();
    const other = { ...listener.inputs, port: 8080 };
    assert.equal(
      refusal(() => make(account, LISTENER, { ...other, protocol: "TCP" })),
      "ValidationError: Listener protocol 'TCP' must be one of 'HTTP, HTTPS'",
    );
    const tcp = make(account, TARGET_GROUP, { name: "tcp", port: 80, protocol: "TCP", vpcId: vpc.id });
    assert.equal(
      refusal(() =>
        make(account, LISTENER, { ...other, defaultActions: [{ type: "forward", targetGroupArn: tcp.id }] }),
      ),
      `IncompatibleProtocols: The listener and its associated target group '${tcp.id}' have incompatible protocols: HTTP and TCP`,
    );
  });

  it("is refused with a target group of another VPC or another load balancer", () => {
    const { account, vpc, subnets, lb, home, listener } = site();
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const far = make(account, TARGET_GROUP, { name: "far", port: 80, protocol: "HTTP", vpcId: other.id });
    assert.equal(
      refusal(() =>
        make(account, LISTENER, {
          ...listener.inputs,
          port: 8080,
          defaultActions: [{ type: "forward", targetGroupArn: far.id }],
        }),
      ),
      `InvalidConfigurationRequest: The target group '${far.id}' is in ${other.id}, ` +
        `but the load balancer '${lb.id}' is in ${vpc.id}`,
    );
    const second = make(account, LOAD_BALANCER, { name: "second", subnets: subnets.map(({ id }) => id) });
    assert.equal(
      refusal(() => make(account, LISTENER, { ...listener.inputs, loadBalancerArn: second.id })),
      "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: " +
        `${home.id}, which ${lb.id} has`,
    );
  });

  it("is refused to ask who somebody is over plain HTTP", () => {
    const { account, listener, home } = site();
    const authenticateCognito = { userPoolArn: "arn:aws:3", userPoolClientId: "cats", userPoolDomain: "cats" };
    assert.equal(
      refusal(() =>
        make(account, LISTENER, {
          ...listener.inputs,
          port: 8080,
          defaultActions: [
            { type: "authenticate-cognito", authenticateCognito, order: 1 },
            { type: "forward", targetGroupArn: home.id, order: 2 },
          ],
        }),
      ),
      "InvalidLoadBalancerAction: Actions of type 'authenticate-cognito' are supported only on HTTPS listeners, " +
        "and this one is HTTP",
    );
  });

  it("changes its actions in place, and lets the old target group go", () => {
    const { account, vpc, lb, home, listener } = site();
    const next = make(account, TARGET_GROUP, { name: "next", port: 80, protocol: "HTTP", vpcId: vpc.id });
    const defaultActions = [{ type: "forward", targetGroupArn: next.id }];
    assert.deepEqual(replaces(LISTENER, listener.inputs, { defaultActions, port: 8080 }), []);
    change(account, LISTENER, listener, { defaultActions });
    assert.deepEqual(read(account, TARGET_GROUP, home).loadBalancerArns, []);
    assert.deepEqual(read(account, TARGET_GROUP, next).loadBalancerArns, [lb.id]);
    remove(account, TARGET_GROUP, home);
    assert.deepEqual(replaces(LISTENER, listener.inputs, { loadBalancerArn: "arn:aws:4" }), ["loadBalancerArn"]);
  });

  it("takes its rules with it", () => {
    const { account, listener } = site();
    remove(account, LISTENER, listener);
    assert.deepEqual(account.records(LISTENER_RULE), []);
  });
});

describe("account: listener rule", () => {
  const happy: Props = {
    listenerArn: `${ARN}:listener/app/site/1/2`,
    priority: 1,
    conditions: [{ pathPattern: { values: ["/cats*"] } }],
    actions: [{ type: "forward", targetGroupArn: "arn:aws:1" }],
  };
  const when = (...conditions: Props[]): Props => ({ ...happy, conditions });

  it("has an ARN under its listener's", () => {
    const { listener, rule } = site();
    const hex = rule.id.split("/").at(-1);
    assert.equal(rule.id, `${listener.id.replace(":listener/", ":listener-rule/")}/${hex}`);
    assert.deepEqual(rule.outputs, { ...rule.inputs, arn: rule.id, region: "us-west-2", tagsAll: {} });
  });

  it("comes after all others where it has no priority, and stays there", () => {
    const { account, rule } = site();
    change(account, LISTENER_RULE, rule, { priority: 7 });
    const last = make(account, LISTENER_RULE, without(rule.inputs, "priority"));
    assert.equal(last.outputs.priority, 8);
    make(account, LISTENER_RULE, { ...rule.inputs, priority: 20 });
    assert.equal(change(account, LISTENER_RULE, last, { tags: { Lab: "2" } }).priority, 8);
    assert.match(
      refusal(() => make(account, LISTENER_RULE, { ...rule.inputs, priority: 8 })),
      /^PriorityInUse: /,
    );
  });

  it("takes what a preview does not know yet", () => {
    assert.deepEqual(
      failures(LISTENER_RULE, { ...happy, listenerArn: UNKNOWN, conditions: UNKNOWN, actions: UNKNOWN }),
      [],
    );
  });

  for (const [what, inputs, failure] of [
    [
      "a priority out of range",
      { ...happy, priority: 50001 },
      "priority: expected a number between 1 and 50000, got 50001",
    ],
    ["no condition", when(), "conditions: expected at least 1 elements, got []"],
    [
      "an empty condition",
      when({}),
      "conditions[0]: expected exactly one of hostHeader, httpHeader, httpRequestMethod, pathPattern, queryStrings, sourceIp, got none",
    ],
    [
      "two paths",
      when({ pathPattern: { values: ["/a"] } }, { pathPattern: { values: ["/b"] } }),
      "conditions: expected at most one pathPattern condition, got 2",
    ],
    [
      "six values",
      when({ pathPattern: { values: ["/1", "/2", "/3", "/4", "/5", "/6"] } }),
      "conditions: A rule can only have '5' condition values, got 6",
    ],
    [
      "seven wildcards",
      when({ pathPattern: { values: ["/*a*b*c*d*e*f*"] } }),
      "conditions: A rule can only have '6' condition wildcards, got 7",
    ],
    [
      "a letter that paths have not",
      when({ pathPattern: { values: ["/cats|dogs"] } }),
      'conditions[0].pathPattern.values[0]: expected letters, digits and _ - . $ / ~ " \' @ : + & * ? in a path pattern, got "/cats|dogs"',
    ],
    [
      "a source with host bits",
      when({ sourceIp: { values: ["10.0.0.1/8"] } }),
      'conditions[0].sourceIp.values[0]: expected an IPv4 or IPv6 CIDR block, got "10.0.0.1/8"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(LISTENER_RULE, inputs), [failure]));
  }

  it("has a priority that no other rule of the listener has", () => {
    const { account, cats, rule } = site();
    const dogs = when({ pathPattern: { values: ["/dogs*"] } });
    const inputs = {
      ...dogs,
      listenerArn: rule.inputs.listenerArn ?? "",
      actions: [{ type: "forward", targetGroupArn: cats.id }],
    };
    assert.equal(
      refusal(() => make(account, LISTENER_RULE, inputs)),
      `PriorityInUse: Priority '1' is currently in use: the listener rule '${rule.id}' has it`,
    );
    const second = make(account, LISTENER_RULE, { ...inputs, priority: 2 });
    assert.match(
      refusal(() => change(account, LISTENER_RULE, second, { priority: 1 })),
      /^PriorityInUse: Priority '1' /,
    );
  });

  it("is refused for what does not exist", () => {
    const { account, listener } = site();
    assert.equal(
      refusal(() => make(account, LISTENER_RULE, happy)),
      `ListenerNotFound: Listener '${happy.listenerArn}' not found`,
    );
    assert.equal(
      refusal(() => make(account, LISTENER_RULE, { ...happy, listenerArn: listener.id, priority: 2 })),
      "TargetGroupNotFound: Target groups 'arn:aws:1' not found",
    );
  });

  it("is limited for each load balancer, over all its listeners", () => {
    const { account, listener, rule } = site();
    account.raiseQuota("L-7EED9B64", 1);
    const second = make(account, LISTENER, { ...listener.inputs, port: 8080 });
    assert.match(
      refusal(() => make(account, LISTENER_RULE, { ...rule.inputs, listenerArn: second.id })),
      /^TooManyRules: The quota "Rules per Application Load Balancer" \(L-7EED9B64\) is 1; 1 in use/,
    );
  });

  it("changes in place, and is replaced for another listener", () => {
    assert.deepEqual(replaces(LISTENER_RULE, happy, { priority: 2, conditions: [] }), []);
    assert.deepEqual(replaces(LISTENER_RULE, happy, { listenerArn: "arn:aws:2" }), ["listenerArn"]);
  });
});
