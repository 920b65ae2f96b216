import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const pinned = rule("container-image-pinned");

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const BUILD = "aws:codebuild/project:Project";
const LAMBDA = "aws:lambda/function:Function";

const task = (...images: unknown[]) => ({
  containerDefinitions: JSON.stringify(images.map((image, i) => ({ name: `container-${i}`, image }))),
});

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const NEEDED =
  "may be another image tomorrow; a tag other than latest, or a digest, is required. Name the version that was tested.";

describe("container-image-pinned", () => {
  it("accepts a tag or a digest, also of a registry with a port", async () => {
    const images = ["registry.example.com/cats:v1", "localhost:5000/cats:v1", "cats:v1", `cats@${DIGEST}`];
    assert.deepEqual(await violations(pinned, TASK, task(...images, `host:5000/cats:latest@${DIGEST}`)), []);
  });

  it("advises against latest", async () => {
    assert.deepEqual(await violations(pinned, TASK, task("cats:v1", "registry.example.com/cats:latest")), [
      `containerDefinitions[1].image is registry.example.com/cats:latest, which ${NEEDED}`,
    ]);
  });

  it("reads a definition in capitals, as the provider does", async () => {
    const given = { containerDefinitions: JSON.stringify([{ Name: "cats", Image: "cats:latest" }]) };
    assert.deepEqual(await violations(pinned, TASK, given), [
      `containerDefinitions[0].image is cats:latest, which ${NEEDED}`,
    ]);
  });

  it("knows that an image without a tag is latest, and that a port is no tag", async () => {
    for (const image of ["nginx", "registry.example.com/cats", "localhost:5000/cats"]) {
      assert.deepEqual(await violations(pinned, TASK, task(image)), [
        `containerDefinitions[0].image is ${image}, which means latest and ${NEEDED}`,
      ]);
    }
  });

  it("reads the images of builds and functions", async () => {
    const managed = { environment: { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" } };
    assert.deepEqual(await violations(pinned, BUILD, managed), []);
    assert.deepEqual(await violations(pinned, BUILD, { environment: { image: "node:latest" } }), [
      `environment.image is node:latest, which ${NEEDED}`,
    ]);
    assert.deepEqual(await violations(pinned, LAMBDA, { imageUri: "registry.example.com/cats:v1" }), []);
    assert.deepEqual(await violations(pinned, LAMBDA, { imageUri: "registry.example.com/cats" }), [
      `imageUri is registry.example.com/cats, which means latest and ${NEEDED}`,
    ]);
    assert.deepEqual(await violations(pinned, LAMBDA, { runtime: "nodejs22.x" }), []);
  });

  it("says nothing about what is not known yet, or is no list of containers", async () => {
    for (const [type, props, property] of [
      [TASK, { containerDefinitions: UNKNOWN }, "containerDefinitions"],
      [BUILD, { environment: { image: UNKNOWN } }, "environment.image"],
      [LAMBDA, { imageUri: UNKNOWN }, "imageUri"],
    ] as const) {
      assert.deepEqual(await violations(pinned, type, props), []);
      assert.deepEqual(await leftOpen(pinned, type, props), [property]);
    }
    for (const containerDefinitions of ["", "[", "{}", "[null, 7]", undefined]) {
      assert.deepEqual(await violations(pinned, TASK, { containerDefinitions }), []);
    }
  });

  it("takes the tags that move from the policy config", async () => {
    const config = { movingTags: ["stable", "main"] };
    assert.deepEqual(await violations(pinned, TASK, task("cats:latest", "cats:main"), config), [
      "containerDefinitions[1].image is cats:main, which may be another image tomorrow; a tag other than stable, main, " +
        "or a digest, is required. Name the version that was tested.",
    ]);
  });
});
