import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { VPC } from "../../local/account/types/ec2/references";
import { LISTENER_RULE, TARGET_GROUP } from "../../local/account/types/lb/references";
import { read, remove, site, twoZones } from "./fixtures";
import { ACCOUNT_ID, failures, make, options, refusal, replaces, without } from "./support";

const ARN = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT_ID}`;

describe("account: target group", () => {
  const happy: Props = { name: "workshop-cats", port: 80, protocol: "HTTP", vpcId: "vpc-1" };
  const checked = (healthCheck: Props): Props => ({ ...happy, healthCheck });

  it("reports AWS's health check and attributes", () => {
    const { account, vpc } = twoZones();
    const { id, outputs, inputs } = make(account, TARGET_GROUP, { ...happy, vpcId: vpc.id });
    const hex = id.split("/").at(-1);
    assert.equal(id, `${ARN}:targetgroup/workshop-cats/${hex}`);
    assert.match(String(hex), /^[0-9a-f]{16}$/);
    assert.deepEqual(outputs, {
      ...inputs,
      arn: id,
      arnSuffix: `targetgroup/workshop-cats/${hex}`,
      connectionTermination: false,
      deregistrationDelay: 300,
      healthCheck: {
        enabled: true,
        healthyThreshold: 5,
        interval: 30,
        matcher: "200",
        path: "/",
        port: "traffic-port",
        protocol: "HTTP",
        timeout: 5,
        unhealthyThreshold: 2,
      },
      ipAddressType: "ipv4",
      loadBalancerArns: [],
      loadBalancingAlgorithmType: "round_robin",
      loadBalancingAnomalyMitigation: "off",
      loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
      namePrefix: "",
      preserveClientIp: "",
      protocolVersion: "HTTP1",
      region: "us-west-2",
      stickiness: { cookieDuration: 86400, enabled: false, type: "lb_cookie" },
      tagsAll: {},
      targetFailovers: [],
      targetGroupHealth: {
        dnsFailover: { minimumHealthyTargetsCount: "1", minimumHealthyTargetsPercentage: "off" },
        unhealthyStateRouting: { minimumHealthyTargetsCount: 1, minimumHealthyTargetsPercentage: "off" },
      },
      targetHealthStates: [],
      targetType: "instance",
    });
  });

  it("fills a health check that is given in part as the provider does", () => {
    const { account, vpc } = twoZones();
    const healthCheck = { path: "/", interval: 10, timeout: 5, healthyThreshold: 2, matcher: "200-299" };
    const { outputs } = make(account, TARGET_GROUP, { ...happy, vpcId: vpc.id, healthCheck });
    assert.deepEqual(outputs.healthCheck, {
      ...healthCheck,
      enabled: true,
      port: "traffic-port",
      protocol: "HTTP",
      unhealthyThreshold: 3,
    });
  });

  it("has no port, protocol or VPC for a function", () => {
    const { outputs } = make(new Account(), TARGET_GROUP, { name: "function", targetType: "lambda" });
    assert.equal((outputs.healthCheck as Props).enabled, false);
    assert.deepEqual(failures(TARGET_GROUP, { ...happy, targetType: "lambda" }), [
      'port: may not be given when "targetType" is "lambda"',
      'protocol: may not be given when "targetType" is "lambda"',
      'vpcId: may not be given when "targetType" is "lambda"',
    ]);
  });

  it("takes what a preview does not know yet", () => {
    assert.deepEqual(
      failures(TARGET_GROUP, { ...happy, vpcId: UNKNOWN, healthCheck: { interval: UNKNOWN, timeout: 60 } }),
      [],
    );
  });

  for (const [what, inputs, failure] of [
    [
      "a long name",
      { ...happy, name: "a".repeat(33) },
      `name: expected a length between 1 and 32 characters, got "${"a".repeat(33)}"`,
    ],
    [
      "a name that begins with a hyphen",
      { ...happy, name: "-cats" },
      'name: expected a name that does not begin or end with a hyphen, got "-cats"',
    ],
    ["no port", without(happy, "port"), 'port: missing; required when "targetType" is "instance"'],
    [
      "a delay of more than an hour",
      { ...happy, deregistrationDelay: 3601 },
      "deregistrationDelay: expected a number between 0 and 3600, got 3601",
    ],
    [
      "a short warm-up",
      { ...happy, slowStart: 10 },
      "slowStart: expected 0 (off) or a number between 30 and 900, got 10",
    ],
    [
      "one healthy answer",
      checked({ healthyThreshold: 1 }),
      "healthCheck.healthyThreshold: expected a number between 2 and 10, got 1",
    ],
    [
      "checks that overlap",
      checked({ interval: 10, timeout: 10 }),
      "healthCheck.timeout: Health check interval must be greater than the timeout, got 10 s and 10 s",
    ],
    [
      "a path without a slash",
      checked({ path: "health" }),
      'healthCheck.path: expected a path that begins with "/", got "health"',
    ],
    [
      "a port that is none",
      checked({ port: "http" }),
      'healthCheck.port: expected "traffic-port" or a port between 1 and 65535, got "http"',
    ],
    [
      "a code that is no success",
      checked({ matcher: "200-500" }),
      'healthCheck.matcher: expected codes between 200 and 499 or ranges of them, such as 200,202 or 200-299, got "200-500"',
    ],
    [
      "codes the wrong way round",
      checked({ matcher: "299-200" }),
      'healthCheck.matcher: expected codes between 200 and 499 or ranges of them, such as 200,202 or 200-299, got "299-200"',
    ],
    [
      "a check of HTTP by TCP",
      checked({ protocol: "TCP" }),
      "healthCheck.protocol: may not be TCP for targets that answer HTTP",
    ],
    [
      "no health check",
      checked({ enabled: false }),
      'healthCheck.enabled: may be false only when "targetType" is "lambda"',
    ],
    [
      "a version of HTTP for TCP",
      { ...happy, protocol: "TCP", protocolVersion: "HTTP2" },
      'protocolVersion: may not be given when "protocol" is "TCP"',
    ],
    [
      "a cookie without a name",
      { ...happy, stickiness: { type: "app_cookie" } },
      'stickiness.cookieName: missing; required when "type" is "app_cookie"',
    ],
    [
      "sticky sources for HTTP",
      { ...happy, stickiness: { type: "source_ip" } },
      'stickiness.type: "source_ip" does not go with "protocol" "HTTP"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(TARGET_GROUP, inputs), [failure]));
  }

  it("has a name that no other has, and a VPC that exists", () => {
    const { account, vpc, cats } = site();
    assert.equal(
      refusal(() => make(account, TARGET_GROUP, { ...happy, vpcId: vpc.id })),
      "DuplicateTargetGroupName: A target group with the same name 'workshop-cats' exists, but with different " +
        `settings: ${cats.id}`,
    );
    assert.equal(
      refusal(() => make(account, TARGET_GROUP, { ...happy, name: "dogs" })),
      "ValidationError: The VPC ID 'vpc-1' is not found",
    );
  });

  it("is limited in a Region", () => {
    const { account, vpc } = site();
    account.raiseQuota("L-B22855CB", 2);
    assert.match(
      refusal(() => make(account, TARGET_GROUP, { ...happy, name: "dogs", vpcId: vpc.id })),
      /^TooManyTargetGroups: The quota "Target Groups per Region" \(L-B22855CB\) is 2; 2 in use/,
    );
  });

  it("changes its health check in place, and is replaced for another port", () => {
    assert.deepEqual(replaces(TARGET_GROUP, happy, { healthCheck: { interval: 10 }, deregistrationDelay: 30 }), []);
    assert.deepEqual(replaces(TARGET_GROUP, happy, { port: 8080, protocol: "HTTPS" }), ["port", "protocol"]);
  });

  it("shows its load balancer, and stays while a listener or a rule uses it", () => {
    const { account, lb, home, cats, listener, rule } = site();
    assert.deepEqual(read(account, TARGET_GROUP, cats).loadBalancerArns, [lb.id]);
    const inUse = (id: string): string =>
      `ResourceInUse: Target group '${id}' is currently in use by a listener or a rule`;
    assert.equal(
      refusal(() => remove(account, TARGET_GROUP, home)),
      `${inUse(home.id)}: the listener '${listener.id}' uses it.`,
    );
    assert.equal(
      refusal(() => remove(account, TARGET_GROUP, cats)),
      `${inUse(cats.id)}: the listener rule '${rule.id}' uses it.`,
    );
    remove(account, LISTENER_RULE, rule);
    assert.deepEqual(read(account, TARGET_GROUP, cats).loadBalancerArns, []);
    remove(account, TARGET_GROUP, cats);
    assert.equal(account.read(TARGET_GROUP, cats.id, options), undefined);
  });

  it("lets its VPC go before it", () => {
    const account = new Account();
    const vpc = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    make(account, TARGET_GROUP, { ...happy, vpcId: vpc.id });
    remove(account, VPC, vpc);
    assert.deepEqual(account.records(VPC), []);
  });
});
