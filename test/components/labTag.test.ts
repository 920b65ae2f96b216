import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { labTag } from "../../components/labTag";
import { record } from "./recorder";

/** Runs `build` below a component that belongs to lab 1. */
function below(build: (parent: pulumi.ComponentResource) => unknown) {
  return record(() => {
    build(new pulumi.ComponentResource("test:index:Lab", "lab", {}, { transformations: [labTag(1)] }));
  });
}

describe("labTag", () => {
  it("tags what has no tags of its own", async () => {
    const recorded = await below((parent) => new aws.sns.Topic("topic", {}, { parent }));
    assert.deepEqual(recorded.one("aws:sns/topic:Topic").inputs, { tags: { Lab: "1" } });
  });

  it("adds to the tags that are there", async () => {
    const recorded = await below((parent) => new aws.sns.Topic("topic", { tags: { Name: "a" } }, { parent }));
    assert.deepEqual(recorded.one("aws:sns/topic:Topic").inputs.tags, { Lab: "1", Name: "a" });
  });

  it("adds to tags that are not known yet", async () => {
    const tags = pulumi.output(Promise.resolve({ Name: "later" }));
    const recorded = await below((parent) => new aws.sns.Topic("topic", { tags }, { parent }));
    assert.deepEqual(recorded.one("aws:sns/topic:Topic").inputs.tags, { Lab: "1", Name: "later" });
  });

  it("leaves a resource's own Lab tag", async () => {
    const recorded = await below((parent) => new aws.sns.Topic("topic", { tags: { Lab: "5" } }, { parent }));
    assert.deepEqual(recorded.one("aws:sns/topic:Topic").inputs.tags, { Lab: "5" });
  });

  it("leaves types that have no tags", async () => {
    const recorded = await below((parent) => new aws.ec2.Route("route", { routeTableId: "rtb-1" }, { parent }));
    assert.deepEqual(recorded.one("aws:ec2/route:Route").inputs, { routeTableId: "rtb-1" });
  });

  it("leaves Auto Scaling groups, whose tags are a list", async () => {
    const recorded = await below(
      (parent) => new aws.autoscaling.Group("group", { minSize: 1, maxSize: 1 }, { parent }),
    );
    assert.deepEqual(recorded.one("aws:autoscaling/group:Group").inputs, { minSize: 1, maxSize: 1 });
  });

  it("gives a remote component the tag to hand on", async () => {
    const recorded = await below((parent) => new awsx.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { parent }));
    assert.deepEqual(recorded.one("awsx:ec2:Vpc").inputs, { cidrBlock: "10.0.0.0/16", tags: { Lab: "1" } });
  });

  it("reaches children of children", async () => {
    const recorded = await below((parent) => {
      const inner = new pulumi.ComponentResource("test:index:Inner", "inner", {}, { parent });
      new aws.sns.Topic("topic", {}, { parent: inner });
    });
    assert.deepEqual(recorded.one("aws:sns/topic:Topic").inputs.tags, { Lab: "1" });
  });
});
