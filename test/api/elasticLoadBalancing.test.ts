import assert from "node:assert/strict";
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type ElasticLoadBalancingV2ServiceException,
  LoadBalancerNotFoundException,
  TargetGroupNotFoundException,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elasticLoadBalancing } from "../../local/api/elasticLoadBalancing";
import { LocalApi } from "../../local/api/localApi";
import { CALLER, policy, ROLE_ARN } from "../account/iam/fixture";
import { make } from "../account/support";
import {
  BALANCER,
  forwardTo,
  GROUP,
  HEALTH_CHECK,
  listener,
  loadBalancer,
  OTHER_GROUP,
  Site,
  targetGroup,
} from "../services/elb/fixture";
import { signed } from "./fixture";

const OPERATION = "elasticloadbalancing:DescribeTargetHealth";

describe("local API: Elastic Load Balancing with AWS's own SDK", () => {
  let site: Site;
  let api: LocalApi;
  let url: string;
  let admin: ElasticLoadBalancingV2Client;

  beforeEach(async () => {
    site = new Site([
      { ...loadBalancer(), inputs: { name: "site" } },
      targetGroup(GROUP, { name: "cats", port: 8080, healthCheck: { ...HEALTH_CHECK, path: "/cats/" } }),
      targetGroup(OTHER_GROUP),
      listener([forwardTo(GROUP)]),
    ]);
    const { account, world, balancers } = site;
    make(account, "aws:iam/role:Role", {
      name: "cats-task",
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    });
    make(account, "aws:iam/rolePolicy:RolePolicy", {
      role: "cats-task",
      name: "own",
      policy: policy({ Effect: "Allow", Action: OPERATION, Resource: "*" }),
    });
    api = new LocalApi({ account, region: "us-west-2", query: [elasticLoadBalancing(world, balancers)] });
    ({ url } = await api.listen());
    admin = client("admin");
  });
  afterEach(async () => {
    admin.destroy();
    await api.close();
  });

  function client(principal: string): ElasticLoadBalancingV2Client {
    const credentials = api.credentialsFor(principal);
    return new ElasticLoadBalancingV2Client({
      endpoint: url,
      region: "us-west-2",
      maxAttempts: 1,
      credentials,
    });
  }

  async function health(input: Partial<DescribeTargetHealthCommand["input"]> = {}) {
    const command = new DescribeTargetHealthCommand({ TargetGroupArn: GROUP, ...input });
    return (await admin.send(command)).TargetHealthDescriptions;
  }

  it("describes each target: one that is new, healthy, unhealthy, leaving", async () => {
    const { balancers, simulation } = site;
    assert.deepEqual(await health(), []);
    for (const [port, answers] of [
      [1, true],
      [2, false],
      [3, true],
    ] as const) {
      balancers.register(GROUP, "i-1", port, answers);
    }
    await simulation.run(60);
    balancers.deregister(GROUP, "i-1", 3);
    balancers.register(GROUP, "i-2", 1, true);
    const target = (Id: string, Port: number, TargetHealth: object) => ({
      Target: { Id, Port },
      HealthCheckPort: String(Port),
      TargetHealth,
    });
    assert.deepEqual(await health(), [
      target("i-1", 1, { State: "healthy" }),
      target("i-1", 2, { State: "unhealthy", Reason: "Target.Timeout", Description: "Request timed out" }),
      target("i-1", 3, {
        State: "draining",
        Reason: "Target.DeregistrationInProgress",
        Description: "Target deregistration is in progress",
      }),
      target("i-2", 1, {
        State: "initial",
        Reason: "Elb.RegistrationInProgress",
        Description: "Target registration is in progress",
      }),
    ]);
  });

  it("describes a target of a group that no listener forwards to as unused", async () => {
    site.balancers.register(OTHER_GROUP, "i-1", 1, true);
    const [found] = (await health({ TargetGroupArn: OTHER_GROUP })) ?? [];
    assert.deepEqual(found?.TargetHealth, {
      State: "unused",
      Reason: "Target.NotInUse",
      Description: "Target group is not configured to receive traffic from the load balancer",
    });
  });

  it("describes the targets that are asked for, on the group's port where none is named", async () => {
    for (const port of [1, 8080]) site.balancers.register(GROUP, "i-1", port, true);
    await site.simulation.run(60);
    const found = await health({ Targets: [{ Id: "i-1" }, { Id: "i-9", Port: 5 }] });
    assert.deepEqual(
      found?.map(({ Target, TargetHealth }) => [Target?.Id, Target?.Port, TargetHealth?.State, TargetHealth?.Reason]),
      [
        ["i-1", 8080, "healthy", undefined],
        ["i-9", 5, "unused", "Target.NotRegistered"],
      ],
    );
  });

  it("knows no group that is not there, under AWS's own name", async () => {
    const missing = `${GROUP}0`;
    await assert.rejects(health({ TargetGroupArn: missing }), (error: TargetGroupNotFoundException) => {
      assert.ok(error instanceof TargetGroupNotFoundException);
      assert.equal(error.message, `Target groups '${missing}' not found`);
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
    await assert.rejects(health({ TargetGroupArn: "cats" }), {
      name: "ValidationError",
      message: "'cats' is not a valid target group ARN",
    });
    await assert.rejects(health({ Include: ["AnomalyDetection"] }), { name: "UnsupportedOperation" });
    await assert.rejects(health({ Targets: [{ Id: "i-1", Port: 0 }] }), {
      name: "ValidationError",
      message: "Port '0' of target 'i-1' is not from 1 to 65535",
    });
  });

  it("lets a role do what its policy allows, and nothing else", async () => {
    const role = client(ROLE_ARN);
    try {
      const { TargetHealthDescriptions } = await role.send(new DescribeTargetHealthCommand({ TargetGroupArn: GROUP }));
      assert.deepEqual(TargetHealthDescriptions, []);
      const refused = role.send(new DescribeTargetGroupsCommand({}));
      await assert.rejects(refused, (error: ElasticLoadBalancingV2ServiceException) => {
        assert.equal(error.name, "AccessDenied");
        assert.equal(error.$metadata.httpStatusCode, 403);
        const action = "elasticloadbalancing:DescribeTargetGroups";
        assert.equal(
          error.message,
          `User: ${CALLER} is not authorized to perform: ${action} on resource: * because no identity-based policy ` +
            `allows the ${action} action`,
        );
        return true;
      });
    } finally {
      role.destroy();
    }
  });

  it("describes load balancers, by name and by ARN", async () => {
    const describe = async (input: DescribeLoadBalancersCommand["input"]) =>
      (await admin.send(new DescribeLoadBalancersCommand(input))).LoadBalancers;
    const [found, ...others] = (await describe({})) ?? [];
    assert.deepEqual(others, []);
    assert.equal(found?.LoadBalancerArn, BALANCER);
    assert.equal(found?.DNSName, "site.us-west-2.elb.amazonaws.com");
    assert.deepEqual(found?.State, { Code: "active" });
    assert.deepEqual(await describe({ Names: ["site"] }), [found]);
    assert.deepEqual(await describe({ LoadBalancerArns: [BALANCER] }), [found]);
    await assert.rejects(describe({ Names: ["site", "other"] }), (error: LoadBalancerNotFoundException) => {
      assert.ok(error instanceof LoadBalancerNotFoundException);
      assert.equal(error.message, "Load balancers '[other]' not found");
      return true;
    });
    await assert.rejects(describe({ Names: ["site"], LoadBalancerArns: [BALANCER] }), {
      name: "ValidationError",
      message: "Only one of LoadBalancerArns and Names can be specified",
    });
  });

  it("describes target groups, by name, by ARN and by the load balancer that forwards to them", async () => {
    const describe = async (input: DescribeTargetGroupsCommand["input"]) =>
      (await admin.send(new DescribeTargetGroupsCommand(input))).TargetGroups ?? [];
    const arns = async (input: DescribeTargetGroupsCommand["input"]) =>
      (await describe(input)).map(({ TargetGroupArn }) => TargetGroupArn);
    assert.deepEqual(await arns({}), [GROUP, OTHER_GROUP]);
    assert.deepEqual(await arns({ Names: ["cats"] }), [GROUP]);
    assert.deepEqual(await arns({ TargetGroupArns: [OTHER_GROUP] }), [OTHER_GROUP]);
    assert.deepEqual(await arns({ LoadBalancerArn: BALANCER }), [GROUP]);
    const [group] = await describe({ Names: ["cats"] });
    assert.deepEqual(
      [group?.Port, group?.HealthCheckPath, group?.HealthCheckIntervalSeconds, group?.LoadBalancerArns],
      [8080, "/cats/", 10, [BALANCER]],
    );
    await assert.rejects(describe({ Names: ["other"] }), {
      name: "TargetGroupNotFoundException",
      message: "One or more target groups not found",
    });
  });

  describe("over the wire", () => {
    const form = "application/x-www-form-urlencoded";

    async function call(body: string, accessKeyId = api.credentialsFor("admin").accessKeyId) {
      const headers = {
        Authorization: signed(accessKeyId),
        "X-Amz-Security-Token": api.credentialsFor("admin").sessionToken,
        "Content-Type": form,
      };
      const response = await fetch(url, { method: "POST", headers, body });
      return { status: response.status, xml: await response.text() };
    }

    it("answers in XML, with the request's id", async () => {
      const namespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
      const query = new URLSearchParams({
        Action: "DescribeTargetHealth",
        Version: "2015-12-01",
        TargetGroupArn: GROUP,
      });
      assert.deepEqual(await call(String(query)), {
        status: 200,
        xml:
          `<DescribeTargetHealthResponse xmlns="${namespace}"><DescribeTargetHealthResult><TargetHealthDescriptions>` +
          "</TargetHealthDescriptions></DescribeTargetHealthResult><ResponseMetadata>" +
          "<RequestId>00000000-0000-4000-8000-000000000001</RequestId></ResponseMetadata></DescribeTargetHealthResponse>",
      });
    });

    for (const [title, body, error] of [
      [
        "an action that is not known",
        "Action=DescribeRules&Version=2015-12-01",
        "<Code>InvalidAction</Code><Message>Could not find operation DescribeRules for version 2015-12-01</Message>",
      ],
      [
        "an inherited name",
        "Action=constructor&Version=2015-12-01",
        "<Code>InvalidAction</Code><Message>Could not find operation constructor for version 2015-12-01</Message>",
      ],
      [
        "another version",
        "Action=DescribeTargetHealth&Version=2012-06-01",
        "<Code>InvalidAction</Code><Message>Could not find operation DescribeTargetHealth for version 2012-06-01</Message>",
      ],
      [
        "a parameter that is given twice",
        "Action=DescribeTargetHealth&Version=2015-12-01&TargetGroupArn=a&TargetGroupArn=b",
        "<Code>MalformedQueryString</Code><Message>The query string contains a syntax error: a parameter is given more " +
          "than once.</Message>",
      ],
      [
        "a name that is none",
        "Action=DescribeTargetHealth&Version=2015-12-01&__proto__.x=1",
        "<Code>MalformedQueryString</Code><Message>The query string contains a syntax error: &quot;__proto__&quot; is no " +
          "name of a parameter.</Message>",
      ],
    ] as const) {
      it(`refuses ${title}`, async () => {
        const { status, xml } = await call(body);
        assert.equal(status, 400);
        assert.ok(xml.includes(`<Error><Type>Sender</Type>${error}</Error>`), xml);
      });
    }

    it("refuses a key that it does not know", async () => {
      const { status, xml } = await call("Action=DescribeTargetGroups&Version=2015-12-01", "ASIAUNKNOWN");
      assert.equal(status, 403);
      assert.ok(xml.includes("<Code>InvalidClientTokenId</Code>"), xml);
    });
  });
});
