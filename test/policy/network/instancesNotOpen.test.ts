import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const notOpen = rule("instances-not-open-to-world");

const WORLD = [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }];

const group = (id: string, ingress: unknown = []): Fixture => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  props: { id, ingress },
});

const template = (ids: unknown, dependsOn: string[] = []): Fixture => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  props: { vpcSecurityGroupIds: ids },
  dependsOn: { vpcSecurityGroupIds: dependsOn },
});

const refused = (resource: string, property: string, by: string) =>
  `${resource}: ${property} is ${by}, which lets 0.0.0.0/0 in; a group that names its sources is required on ` +
  "instances. Use a group whose ingress comes from the load balancer's security group.";

describe("instances-not-open-to-world", () => {
  it("accepts a load balancer that is open and instances that are not", async () => {
    const stack = {
      site: group("sg-1", WORLD),
      inner: group("sg-2", [{ protocol: "tcp", fromPort: 32768, toPort: 65535, securityGroups: ["sg-1"] }]),
      balancer: { type: "aws:lb/loadBalancer:LoadBalancer", props: { securityGroups: ["sg-1"] } },
      template: template(["sg-2"]),
    };
    assert.deepEqual(await stackViolations(notOpen, stack), []);
  });

  it("refuses the load balancer's group on a launch template", async () => {
    const stack = { site: group("sg-1", WORLD), template: template(["sg-1"]) };
    assert.deepEqual(await stackViolations(notOpen, stack), [refused("template", "vpcSecurityGroupIds", "site")]);
  });

  it("finds the group by what the property depends on while ids are not known", async () => {
    const site = group(UNKNOWN, WORLD);
    const inner = group(UNKNOWN);
    assert.deepEqual(await stackViolations(notOpen, { site, inner, template: template([UNKNOWN], ["site"]) }), [
      refused("template", "vpcSecurityGroupIds", "site"),
    ]);
    assert.deepEqual(await stackViolations(notOpen, { site, inner, template: template([UNKNOWN], ["inner"]) }), []);
    // One place, two groups it may come from: not known which.
    const either = template([UNKNOWN], ["site", "inner"]);
    assert.deepEqual(await stackViolations(notOpen, { site, inner, template: either }), []);
  });

  it("leaves open which group is meant only where one of those is open to the world", async () => {
    const groups = { site: group(UNKNOWN, WORLD), inner: group(UNKNOWN) };
    const either = { ...groups, template: template([UNKNOWN], ["site", "inner"]) };
    assert.deepEqual(await stackLeftOpen(notOpen, either), ["template: vpcSecurityGroupIds"]);
    assert.deepEqual(await stackLeftOpen(notOpen, { ...groups, template: template([UNKNOWN], ["site"]) }), []);
    assert.deepEqual(await stackLeftOpen(notOpen, { ...groups, template: template([UNKNOWN], ["inner"]) }), []);
    const closed = { a: group(UNKNOWN), b: group(UNKNOWN), template: template([UNKNOWN], ["a", "b"]) };
    assert.deepEqual(await stackLeftOpen(notOpen, closed), []);
    const whole = { ...groups, template: template(UNKNOWN, ["site", "inner"]) };
    assert.deepEqual(await stackLeftOpen(notOpen, whole), ["template: vpcSecurityGroupIds"]);
  });

  it("sees rules that are attached to a group from outside", async () => {
    const rules: Fixture[] = [
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        props: { type: "ingress", securityGroupId: "sg-1", cidrBlocks: ["0.0.0.0/0"] },
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        props: { securityGroupId: UNKNOWN, cidrIpv4: "0.0.0.0/0" },
        dependsOn: { securityGroupId: ["site"] },
      },
    ];
    for (const attached of rules) {
      const stack = { site: group("sg-1"), other: group("sg-2"), attached, template: template(["sg-1", "sg-2"]) };
      assert.deepEqual(await stackViolations(notOpen, stack), [refused("template", "vpcSecurityGroupIds", "site")]);
    }
  });

  it("reads every place that names the groups of an instance", async () => {
    const site = group("sg-1", WORLD);
    const places: [property: string, machine: Fixture][] = [
      ["vpcSecurityGroupIds", { type: "aws:ec2/instance:Instance", props: { vpcSecurityGroupIds: ["sg-1"] } }],
      [
        "vpcSecurityGroupIds",
        { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { vpcSecurityGroupIds: ["sg-1"] } },
      ],
      [
        "securityGroups",
        { type: "aws:ec2/launchConfiguration:LaunchConfiguration", props: { securityGroups: ["sg-1"] } },
      ],
      [
        "networkInterfaces[0].securityGroups",
        {
          type: "aws:ec2/launchTemplate:LaunchTemplate",
          props: { networkInterfaces: [{ securityGroups: ["sg-1"] }] },
        },
      ],
      [
        "launchSpecifications[0].vpcSecurityGroupIds",
        {
          type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
          props: { launchSpecifications: [{ vpcSecurityGroupIds: ["sg-1"] }] },
        },
      ],
    ];
    for (const [property, machine] of places) {
      assert.deepEqual(await stackViolations(notOpen, { site, machine }), [refused("machine", property, "site")]);
    }
  });

  it("says nothing about ingress that is not known yet", async () => {
    assert.deepEqual(
      await stackViolations(notOpen, { site: group("sg-1", UNKNOWN), template: template(["sg-1"]) }),
      [],
    );
  });
});
