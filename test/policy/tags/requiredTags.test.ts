import assert from "node:assert/strict";
import { taggableTypes, taggableTypesOfSdk } from "../../../policy/tags/taggable";
import { leftOpen, mutated, remedied, rule, STACK, UNKNOWN, violations } from "../harness";

const requiredTags = rule("required-tags");

const VPC = "aws:ec2/vpc:Vpc";
const GROUP = "aws:autoscaling/group:Group";

const vpc = { cidrBlock: "172.20.0.0/16", tags: { Project: "catsndogs", Stack: "workshop", Owner: "ada", Lab: "0" } };
const group = {
  tags: Object.entries(vpc.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
};

const NEEDED = "a value that is not empty is required";
const ON_RESOURCE = `${NEEDED}. Set it on the resource, or as a default tag of its provider.`;
const ON_GROUP = `${NEEDED}. List it in tags; the provider's default tags do not reach an Auto Scaling group.`;

describe("required-tags", () => {
  it("accepts a resource with all of them, as a map or as a list", async () => {
    assert.deepEqual(await violations(requiredTags, VPC, vpc), []);
    assert.deepEqual(await violations(requiredTags, GROUP, group), []);
  });

  it("names each tag that is missing", async () => {
    assert.deepEqual(await violations(requiredTags, VPC, mutated(vpc, "tags.Owner", undefined)), [
      `tags.Owner is missing; ${ON_RESOURCE}`,
    ]);
  });

  it("refuses a resource that takes tags and has none at all", async () => {
    const all = ["Project", "Stack", "Owner", "Lab"].map((key) => `tags.${key} is missing; ${ON_RESOURCE}`);
    assert.deepEqual(await violations(requiredTags, VPC, mutated(vpc, "tags", undefined)), all);
  });

  it("refuses an empty value", async () => {
    assert.deepEqual(await violations(requiredTags, VPC, mutated(vpc, "tags.Owner", " ")), [
      `tags.Owner is " "; ${ON_RESOURCE}`,
    ]);
  });

  it("reads the list of an Auto Scaling group", async () => {
    assert.deepEqual(await violations(requiredTags, GROUP, mutated(group, "tags", group.tags.slice(1))), [
      `tags.Project is missing; ${ON_GROUP}`,
    ]);
    assert.equal((await violations(requiredTags, GROUP, {})).length, 4);
  });

  it("leaves alone what takes no tags, and other providers' resources", async () => {
    assert.deepEqual(await violations(requiredTags, "aws:ec2/route:Route", {}), []);
    assert.deepEqual(await violations(requiredTags, "pulumi:providers:aws", {}), []);
    assert.deepEqual(await violations(requiredTags, "docker:index/volume:Volume", {}), []);
  });

  it("covers the second names of a type", async () => {
    const untagged = await violations(requiredTags, "aws:alb/loadBalancer:LoadBalancer", {});
    assert.deepEqual(untagged, await violations(requiredTags, "aws:lb/loadBalancer:LoadBalancer", {}));
    assert.equal(untagged.length, 4);
  });

  it("takes a value that is not known yet for a value", async () => {
    assert.deepEqual(await violations(requiredTags, VPC, mutated(vpc, "tags.Owner", UNKNOWN)), []);
    assert.deepEqual(await violations(requiredTags, VPC, mutated(vpc, "tags", UNKNOWN)), []);
    const unknownKey = [{ key: UNKNOWN, value: "ada", propagateAtLaunch: true }];
    assert.deepEqual(await violations(requiredTags, GROUP, mutated(group, "tags", unknownKey)), []);
  });

  it("leaves open only what may lack a tag", async () => {
    assert.deepEqual(await leftOpen(requiredTags, VPC, mutated(vpc, "tags.Owner", UNKNOWN)), []);
    assert.deepEqual(await leftOpen(requiredTags, VPC, mutated(vpc, "tags", UNKNOWN)), ["tags"]);
    assert.deepEqual(await leftOpen(requiredTags, GROUP, mutated(group, "tags.0.value", UNKNOWN)), []);
    assert.deepEqual(await leftOpen(requiredTags, GROUP, mutated(group, "tags.0.key", UNKNOWN)), ["tags[0].key"]);
    assert.deepEqual(await leftOpen(requiredTags, GROUP, mutated(group, "tags.0", UNKNOWN)), ["tags[0]"]);
  });

  it("fills in the tags that can be only one", async () => {
    const filled = { Project: "catsndogs", Stack: STACK, Owner: STACK };
    assert.deepEqual(await remedied(requiredTags, VPC, { cidrBlock: "172.20.0.0/16" }), {
      cidrBlock: "172.20.0.0/16",
      tags: filled,
    });
    assert.deepEqual(
      await remedied(requiredTags, VPC, mutated(vpc, "tags.Owner", " ")),
      mutated(vpc, "tags.Owner", STACK),
    );
    assert.deepEqual(await remedied(requiredTags, VPC, { tags: { Owner: UNKNOWN, Lab: "0" } }), {
      tags: { Owner: UNKNOWN, Lab: "0", Project: "catsndogs", Stack: STACK },
    });
  });

  it("fills in no lab, and nothing that is not required or not known", async () => {
    assert.equal(await remedied(requiredTags, VPC, vpc), undefined);
    assert.equal(await remedied(requiredTags, VPC, mutated(vpc, "tags.Lab", undefined)), undefined);
    assert.equal(await remedied(requiredTags, VPC, { tags: UNKNOWN }), undefined);
    assert.equal(await remedied(requiredTags, VPC, {}, { requiredTags: ["Lab", "CostCentre"] }), undefined);
    assert.equal(await remedied(requiredTags, "aws:ec2/route:Route", {}), undefined);
    assert.deepEqual(await remedied(requiredTags, VPC, {}, { requiredTags: ["Owner"] }), { tags: { Owner: STACK } });
  });

  it("fills in an Auto Scaling group's list as a whole, where all of it is known", async () => {
    const owner = { key: "Owner", value: STACK, propagateAtLaunch: true };
    const [project, stack, , lab] = group.tags;
    assert.deepEqual(await remedied(requiredTags, GROUP, { tags: [project, stack, lab] }), {
      tags: [project, stack, lab, owner],
    });
    const empty = mutated(group, "tags.2.value", "");
    assert.deepEqual(await remedied(requiredTags, GROUP, empty), { tags: [project, stack, lab, owner] });
    assert.deepEqual(await remedied(requiredTags, GROUP, {}, { requiredTags: ["Owner"] }), { tags: [owner] });
    assert.equal(await remedied(requiredTags, GROUP, group), undefined);
    assert.equal(await remedied(requiredTags, GROUP, { tags: UNKNOWN }), undefined);
    assert.equal(await remedied(requiredTags, GROUP, { tags: [project, UNKNOWN] }), undefined);
    assert.equal(await remedied(requiredTags, GROUP, { tags: [{ ...project, value: UNKNOWN }] }), undefined);
  });

  it("takes its keys from the policy config", async () => {
    assert.deepEqual(await violations(requiredTags, VPC, vpc, { requiredTags: ["CostCentre"] }), [
      `tags.CostCentre is missing; ${ON_RESOURCE}`,
    ]);
  });

  it("knows every type of the installed provider that takes default tags", () => {
    assert.deepEqual([...taggableTypes()], taggableTypesOfSdk(), "run `npx tsx policy/tags/taggable.ts`");
  });
});
