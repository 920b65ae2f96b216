import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const draining = rule("spot-instance-draining");

const JOIN = "#!/bin/bash\necho ECS_CLUSTER=cats >> /etc/ecs/ecs.config\n";
const DRAIN = "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config\n";
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");

const template = (id: string, userData: string): Fixture => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  props: { id, name: `${id}-name`, userData },
});

const fleetOf = (specification: Record<string, unknown>, templates: string[]): Fixture => ({
  type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
  props: { launchTemplateConfigs: [{ launchTemplateSpecification: specification }] },
  dependsOn: { launchTemplateConfigs: templates },
});

const MISSING =
  "spot: userData: ECS_ENABLE_SPOT_INSTANCE_DRAINING is missing, so tasks are cut off when AWS takes the Spot Instance " +
  "back; true is required on Spot Instances. Write it to /etc/ecs/ecs.config, beside ECS_CLUSTER.";

describe("spot-instance-draining", () => {
  it("accepts a Spot template that drains beside an On-Demand one that does not", async () => {
    const stack = {
      spot: template("lt-1", base64(JOIN + DRAIN)),
      onDemand: template("lt-2", base64(JOIN)),
      fleet: fleetOf({ id: "lt-1", version: "1" }, ["spot"]),
      group: {
        type: "aws:autoscaling/group:Group",
        props: { launchTemplate: { id: "lt-2" } },
        dependsOn: { launchTemplate: ["onDemand"] },
      },
    };
    assert.deepEqual(await stackViolations(draining, stack), []);
  });

  it("finds the template of a fleet by its id or its name", async () => {
    const templates = { spot: template("lt-1", base64(JOIN)), onDemand: template("lt-2", base64(JOIN)) };
    for (const specification of [
      { id: "lt-1", name: "" },
      { id: "", name: "lt-1-name" },
    ]) {
      assert.deepEqual(await stackViolations(draining, { ...templates, fleet: fleetOf(specification, []) }), [MISSING]);
    }
  });

  it("finds it by what the fleet depends on while ids are not known", async () => {
    const stack = {
      spot: template(UNKNOWN, base64(JOIN)),
      onDemand: template(UNKNOWN, base64(JOIN)),
      fleet: fleetOf({ id: UNKNOWN, version: UNKNOWN }, ["spot"]),
    };
    assert.deepEqual(await stackViolations(draining, stack), [MISSING]);
  });

  it("says nothing where it cannot tell which template a fleet uses", async () => {
    const stack = {
      spot: template(UNKNOWN, base64(JOIN)),
      onDemand: template(UNKNOWN, base64(JOIN)),
      fleet: fleetOf({ id: UNKNOWN }, ["spot", "onDemand"]),
    };
    assert.deepEqual(await stackViolations(draining, stack), []);
  });

  it("says nothing where user data is not known, absent, or joins no cluster", async () => {
    for (const userData of [UNKNOWN, "", base64("#!/bin/bash\necho hello\n")]) {
      const stack = { spot: template("lt-1", userData), fleet: fleetOf({ id: "lt-1" }, []) };
      assert.deepEqual(await stackViolations(draining, stack), []);
    }
  });

  it("leaves open user data that the program gave and that is not known, and no other", async () => {
    const fleet = fleetOf({ id: "lt-1" }, []);
    const given = { ...template("lt-1", UNKNOWN), dependsOn: { userData: ["fleet"] } };
    assert.deepEqual(await stackLeftOpen(draining, { spot: given, fleet }), ["spot: userData"]);
    assert.deepEqual(await stackLeftOpen(draining, { spot: template("lt-1", UNKNOWN), fleet }), []);
  });

  it("reads EC2 Fleets, mixed instance groups and templates that ask for Spot themselves", async () => {
    const spot = template("lt-1", base64(JOIN));
    const ec2Fleet = {
      type: "aws:ec2/fleet:Fleet",
      props: {
        targetCapacitySpecification: { defaultTargetCapacityType: "spot" },
        launchTemplateConfigs: [{ launchTemplateSpecification: { launchTemplateId: "lt-1", version: "1" } }],
      },
    };
    assert.deepEqual(await stackViolations(draining, { spot, ec2Fleet }), [MISSING]);
    const group = {
      type: "aws:autoscaling/group:Group",
      props: {
        mixedInstancesPolicy: {
          instancesDistribution: { onDemandPercentageAboveBaseCapacity: 50 },
          launchTemplate: { launchTemplateSpecification: { launchTemplateName: "lt-1-name" } },
        },
      },
    };
    assert.deepEqual(await stackViolations(draining, { spot, group }), [MISSING]);
    const itself = { ...spot, props: { ...spot.props, instanceMarketOptions: { marketType: "spot" } } };
    assert.deepEqual(await stackViolations(draining, { spot: itself }), [MISSING]);
  });

  it("reads the user data of launch specifications and of single Spot Instances, plain or encoded", async () => {
    const fleet = {
      type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
      props: { launchSpecifications: [{ userData: base64(JOIN + DRAIN) }, { userData: base64(JOIN) }] },
    };
    assert.deepEqual(await stackViolations(draining, { fleet }), [
      MISSING.replace("spot: userData", "fleet: launchSpecifications[1].userData"),
    ]);
    const spot = { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { userData: JOIN } };
    assert.deepEqual(await stackViolations(draining, { spot }), [MISSING]);
    const zipped = { ...spot, props: { userDataBase64: base64(gzipSync(JOIN)) } };
    assert.deepEqual(await stackViolations(draining, { spot: zipped }), [
      MISSING.replace("userData", "userDataBase64"),
    ]);
  });

  it("takes the last value that is set, and no comment for one", async () => {
    const off = JOIN + DRAIN + DRAIN.replace("true", "false");
    const spot = { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { userData: off } };
    assert.deepEqual(await stackViolations(draining, { spot }), [MISSING.replace("is missing", "is false")]);
    const comment = { ...spot, props: { userData: `${JOIN}# ${DRAIN}` } };
    assert.deepEqual(await stackViolations(draining, { spot: comment }), [MISSING]);
  });

  it("knows Bottlerocket's settings", async () => {
    const toml = '[settings.ecs]\ncluster = "cats"\n';
    const spot = { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { userData: toml } };
    assert.deepEqual(await stackViolations(draining, { spot }), [MISSING]);
    const drains = { ...spot, props: { userData: `${toml}enable-spot-instance-draining = true\n` } };
    assert.deepEqual(await stackViolations(draining, { spot: drains }), []);
  });
});
