import assert from "node:assert/strict";
import { stackTags } from "../../components/tags";
import { WorkshopProvider } from "../../components/workshopProvider";
import { record } from "./recorder";

const TYPE = "pulumi:providers:aws";

describe("WorkshopProvider", () => {
  it("tags everything with the stack it belongs to", async () => {
    const tags = stackTags({ project: "catsndogs", stack: "team-7", owner: "jane@example.com" });
    const recorded = await record(() => new WorkshopProvider("aws", { region: "eu-west-1", tags }));
    const { region, defaultTags, profile } = recorded.one(TYPE).inputs;
    assert.equal(region, "eu-west-1");
    assert.deepEqual(JSON.parse(defaultTags), {
      tags: { Project: "catsndogs", Stack: "team-7", Owner: "jane@example.com" },
    });
    assert.equal(profile, undefined);
  });

  it("uses the profile that is asked for", async () => {
    const recorded = await record(
      () => new WorkshopProvider("aws", { region: "eu-west-1", profile: "mine", tags: {} }),
    );
    assert.equal(recorded.one(TYPE).inputs.profile, "mine");
  });
});
