import assert from "node:assert/strict";
import { dogsFiles } from "../../../apps/dogs/files.mjs";
import { BACKGROUNDS, errorOf, files, Lab6, statesOf } from "./fixture";

const BUILDSPEC = dogsFiles("v2")["buildspec.yml"] ?? "";
const STATES = "Source Succeeded (Succeeded), Build Succeeded (Succeeded), Deploy Failed (Failed)";

describe("a release that cannot be deployed", () => {
  let lab: Lab6;
  beforeEach(async () => {
    lab = await Lab6.ready();
  });
  afterEach(() => lab.close());

  /** Uploads it; the image is there, the service is left alone, and there is nothing to roll back to. */
  async function failing(content: Record<string, string>, error: { code: string; message: string }): Promise<void> {
    const execution = await lab.release(content);
    assert.deepEqual([statesOf(execution), execution.state], [STATES, "Failed"]);
    assert.deepEqual(errorOf(execution), error);
    assert.deepEqual(lab.said.slice(-3), ["73 Deploy InProgress", `76 Deploy Failed ${error.message}`, "76 - Failed"]);
    assert.deepEqual([lab.executions.length, lab.revision, lab.deployments.length], [1, "workshop-dogs:1", 0]);
    assert.equal(await lab.background(), BACKGROUNDS.v1);
  }

  for (const [action, resource] of [
    ["ecs:UpdateService", "arn:aws:ecs:us-west-2:123456789012:service/workshop-catsndogsECScluster/workshop-dogs"],
    ["ecs:RegisterTaskDefinition", "*"],
    ["ecs:TagResource", "arn:aws:ecs:us-west-2:123456789012:task-definition/workshop-dogs:1"],
  ] as const) {
    it(`where the pipeline's role lacks ${action}`, async () => {
      lab.forbid("workshop-CatsnDogsPipeline", action);
      await failing(files(), {
        code: "PermissionError",
        message:
          "User: arn:aws:sts::123456789012:assumed-role/workshop-CatsnDogsPipeline/session is not authorized to perform: " +
          `${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      });
      assert.equal(lab.images, 1);
    });
  }

  it("where its image definitions name another container", async () => {
    await failing(files({ "buildspec.yml": BUILDSPEC.replace('"name":"dogs"', '"name":"cats"') }), {
      code: "ConfigurationError",
      message: "Invalid action configuration: The AWS ECS container cats does not exist",
    });
  });

  it("where its image definitions are no JSON", async () => {
    await failing(files({ "buildspec.yml": BUILDSPEC.replace(`'[{"name":`, `'[{name:`) }), {
      code: "ConfigurationError",
      message: "The image definition file imagedefinitions.json contains invalid JSON format",
    });
  });

  it("where the build leaves no image definitions", async () => {
    await failing(files({ "buildspec.yml": BUILDSPEC.replace("    - imagedefinitions.json\n", "") }), {
      code: "ConfigurationError",
      message:
        "Did not find the image definition file imagedefinitions.json in the input artifacts ZIP file. Verify the file is " +
        "stored in your pipeline's Amazon S3 artifact bucket.",
    });
  });
});
