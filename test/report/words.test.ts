import assert from "node:assert/strict";
import { pipelineWords } from "../../local/report/words";
import type { PipelineEvent } from "../../local/services/events";

const event = (by: Partial<PipelineEvent>): PipelineEvent => ({
  pipeline: "dogs",
  executionId: "1b2c",
  stage: "Build",
  state: "InProgress",
  summary: "",
  ...by,
});

describe("what a report says of a pipeline", () => {
  it("names the stage", () => {
    assert.deepEqual(pipelineWords(event({})), { source: "CodePipeline", text: "dogs, Build: InProgress" });
  });

  it("names the execution where it is about the whole of it", () => {
    const words = pipelineWords(event({ stage: "", state: "Succeeded" }));
    assert.deepEqual(words, { source: "CodePipeline", text: "Execution 1b2c of dogs: Succeeded" });
  });

  it("adds what was done", () => {
    const words = pipelineWords(event({ state: "Succeeded", summary: "Build 9d2b655 succeeded" }));
    assert.equal(words.text, "dogs, Build: Succeeded. Build 9d2b655 succeeded");
    assert.equal(words.level, undefined);
  });

  it("marks what has failed as an error", () => {
    assert.deepEqual(pipelineWords(event({ state: "Failed", summary: "No buildspec." })), {
      source: "CodePipeline",
      text: "dogs, Build: Failed. No buildspec.",
      level: "error",
    });
  });
});
