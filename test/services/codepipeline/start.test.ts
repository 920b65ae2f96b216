import assert from "node:assert/strict";
import { PIPELINE as PIPELINE_TYPE } from "../../../local/services/codepipeline/pipelines";
import type { World } from "../../../local/services/world";
import { ARTIFACTS, BUCKET, errorOf, files, Lab6, PIPELINE, RULE } from "./fixture";

const PIPELINE_ARN = `arn:aws:codepipeline:us-west-2:123456789012:${PIPELINE}`;

/** The sums of a rule's metrics, by their name. */
function counted({ stage }: Lab6): Record<string, number> {
  const names = ["TriggeredRules", "Invocations", "FailedInvocations"];
  return Object.fromEntries(
    names.map((name) => {
      const metric = { namespace: "AWS/Events", name, dimensions: { RuleName: RULE } };
      const values = stage.metrics.statistic(metric, "Sum", 60, 0, 3600);
      return [name, values.reduce<number>((sum, value) => sum + (value ?? 0), 0)];
    }),
  );
}

describe("what starts the pipeline", () => {
  let lab: Lab6;
  beforeEach(async () => {
    lab = await Lab6.ready();
  });
  afterEach(() => lab.close());

  it("is the rule for uploads, which is told and counted", async () => {
    lab.upload(files());
    await lab.run(1);
    assert.deepEqual([lab.rules, lab.executions.length], [[], 0]);
    await lab.run(1);
    assert.deepEqual(lab.rules, [{ rule: RULE, targetId: "CatsnDogsPipeline", failures: [] }]);
    assert.equal(lab.executions.length, 1);
  });

  it("is no upload under another key", async () => {
    lab.upload(files(), "cats.zip");
    await lab.run(1000);
    assert.deepEqual([lab.rules, lab.said, lab.executions.length], [[], [], 0]);
  });

  it("is nothing while the rule is disabled", async () => {
    lab.edit("aws:cloudwatch/eventRule:EventRule", RULE, { state: "DISABLED" });
    lab.upload(files());
    await lab.run(1000);
    assert.deepEqual([lab.rules, lab.said], [[], []]);
    lab.edit("aws:cloudwatch/eventRule:EventRule", RULE, { state: "ENABLED" });
    lab.upload(files());
    await lab.run(2);
    assert.equal(lab.executions.length, 1);
  });

  it("is nothing where the bucket does not notify EventBridge", async () => {
    lab.edit("aws:s3/bucketNotification:BucketNotification", BUCKET, { eventbridge: false });
    lab.upload(files());
    await lab.run(1000);
    assert.deepEqual([lab.rules, lab.said], [[], []]);
  });

  it("is nothing where the rule's role may not, which is told and counted", async () => {
    lab.forbid("workshop-DogsPipelineEventsRole", "codepipeline:StartPipelineExecution");
    lab.upload(files());
    await lab.run(1000);
    assert.deepEqual(lab.rules, [
      {
        rule: RULE,
        targetId: "CatsnDogsPipeline",
        failures: [
          "User: arn:aws:sts::123456789012:assumed-role/workshop-DogsPipelineEventsRole/session is not authorized to " +
            `perform: codepipeline:StartPipelineExecution on resource: ${PIPELINE_ARN} because no identity-based policy ` +
            "allows the codepipeline:StartPipelineExecution action",
        ],
      },
    ]);
    assert.deepEqual([lab.said, lab.executions.length], [[], 0]);
    assert.deepEqual(counted(lab), { TriggeredRules: 1, Invocations: 1, FailedInvocations: 1 });
  });

  it("is a pipeline's creation too, whose first execution finds no zip", async () => {
    const world: World = lab.stage.world;
    const [record] = world.records(PIPELINE_TYPE);
    assert.ok(record);
    world.bus.publish("resource", { record, change: "created" });
    await lab.run(10);
    const [execution] = lab.executions;
    const message =
      `The object with key 'dogs.zip' and bucket '${BUCKET}' does not exist. Make sure the object exists and that it ` +
      "has a version id.";
    assert.deepEqual(execution && errorOf(execution), { code: "RevisionUnavailable", message });
    assert.deepEqual(lab.said, ["0 - InProgress", "0 Source InProgress", `3 Source Failed ${message}`, "3 - Failed"]);
  });

  it("has to be there", () => {
    const arn = `${PIPELINE_ARN}-2`;
    assert.throws(() => lab.stage.pipelines.start(arn), {
      code: "PipelineNotFoundException",
      message: `Account does not have a pipeline ${arn}`,
    });
  });

  it("fails in the words of S3 where the pipeline's own bucket has gone", async () => {
    const buckets = lab.account.records("aws:s3/bucket:Bucket");
    buckets.splice(
      buckets.findIndex(({ id }) => id === ARTIFACTS),
      1,
    );
    lab.upload(files());
    await lab.run(10);
    const [execution] = lab.executions;
    assert.deepEqual(execution && errorOf(execution), {
      code: "ConfigurationError",
      message: `The specified bucket does not exist: ${ARTIFACTS}`,
    });
    assert.equal(lab.said.at(-1), "5 - Failed");
  });
});
