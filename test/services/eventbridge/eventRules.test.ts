import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { EventRules } from "../../../local/services/eventbridge/eventRules";
import type { Events, Metric } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith } from "../../account/support";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const PIPELINE = "arn:aws:codepipeline:us-west-2:123456789012:release";
const PATTERN = { source: ["aws.s3"], detail: { object: { key: ["dogs.zip"] } } };

/** A rule for uploads of dogs.zip with a target, a bucket that notifies EventBridge, and what came of it. */
class Stand {
  readonly simulation = new Simulation();
  readonly world: World;
  readonly events: { at: number; event: Props }[] = [];
  readonly told: Events["rule"][] = [];
  readonly counted: string[] = [];
  /** What the target answers with. */
  failures: string[] = [];

  constructor({
    rule = {},
    target = {},
    notification = {},
  }: { rule?: Props; target?: Props; notification?: Props } = {}) {
    const inputs = { name: "upload", eventPattern: JSON.stringify(PATTERN), state: "ENABLED", ...rule };
    const account = accountWith(
      { type: RULE, id: "upload", inputs, outputs: { name: "upload", state: inputs.state } },
      { type: TARGET, id: "upload-one", inputs: { rule: "upload", targetId: "one", arn: PIPELINE, ...target } },
      {
        type: "aws:s3/bucketNotification:BucketNotification",
        id: "code",
        inputs: { bucket: "code", eventbridge: true, ...notification },
      },
    );
    this.world = new World(this.simulation, account, "us-west-2");
    this.world.bus.subscribe("rule", (event) => this.told.push(event));
    const put = ({ namespace, name, dimensions }: Metric, at: number) =>
      this.counted.push(`${at} ${namespace} ${name} ${dimensions.RuleName}`);
    new EventRules(
      this.world,
      { put },
      {
        codepipeline: (_, event) => {
          this.events.push({ at: this.simulation.now, event });
          return this.failures;
        },
      },
    );
  }

  /** Uploads an object at second 100, and looks at second 200. */
  async upload(by: Partial<Events["object-created"]> = {}): Promise<void> {
    await this.simulation.run(100);
    this.world.bus.publish("object-created", { bucket: "code", key: "dogs.zip", versionId: "v.1", size: 4096, ...by });
    await this.simulation.run(200);
  }
}

describe("rules with an event pattern", () => {
  it("get S3's event with its fields, two seconds after the upload", async () => {
    const stand = new Stand();
    await stand.upload();
    assert.equal(stand.events.length, 1);
    const [{ at, event } = { at: 0, event: {} }] = stand.events;
    const { id, ...rest } = event;
    assert.equal(at, 102);
    assert.match(String(id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(rest, {
      version: "0",
      account: "123456789012",
      time: "2026-01-01T00:01:42Z",
      region: "us-west-2",
      source: "aws.s3",
      "detail-type": "Object Created",
      resources: ["arn:aws:s3:::code"],
      detail: {
        version: "0",
        bucket: { name: "code" },
        object: { key: "dogs.zip", size: 4096, "version-id": "v.1" },
        reason: "PutObject",
      },
    });
  });

  it("are told no version where the bucket keeps none", async () => {
    const stand = new Stand();
    await stand.upload({ versionId: "null" });
    const { detail } = stand.events[0]?.event ?? {};
    assert.deepEqual((detail as Props | undefined)?.object, { key: "dogs.zip", size: 4096 });
  });

  it("count and tell what they do", async () => {
    const stand = new Stand();
    await stand.upload();
    assert.deepEqual(stand.counted, ["60 AWS/Events TriggeredRules upload", "60 AWS/Events Invocations upload"]);
    assert.deepEqual(stand.told, [{ rule: "upload", targetId: "one", failures: [] }]);
  });

  it("count and tell what fails, and do not try again", async () => {
    const stand = new Stand();
    stand.failures = ["no"];
    await stand.upload();
    assert.equal(stand.events.length, 1);
    assert.equal(stand.counted.at(-1), "60 AWS/Events FailedInvocations upload");
    assert.deepEqual(stand.told, [{ rule: "upload", targetId: "one", failures: ["no"] }]);
  });

  it("say what they cannot invoke", async () => {
    const stand = new Stand({ target: { arn: "arn:aws:sqs:us-west-2:123456789012:uploads" } });
    await stand.upload();
    assert.deepEqual(stand.told[0]?.failures, ["targets of sqs are not modelled"]);
    assert.equal(stand.counted.at(-1), "60 AWS/Events FailedInvocations upload");
  });

  it("leave other rules' targets alone", async () => {
    const stand = new Stand({ target: { rule: "other" } });
    await stand.upload();
    assert.deepEqual([stand.events, stand.counted], [[], ["60 AWS/Events TriggeredRules upload"]]);
  });

  for (const [what, by, upload] of [
    ["of a bucket that does not notify EventBridge", { notification: { eventbridge: false } }, {}],
    ["of a bucket without a notification of its own", {}, { bucket: "artifacts" }],
    ["that their pattern does not name", {}, { key: "cats.zip" }],
    ["while they are disabled", { rule: { state: "DISABLED" } }, {}],
    ["without a pattern", { rule: { eventPattern: null, scheduleExpression: "rate(1 day)" } }, {}],
  ] as const) {
    it(`hear of nothing ${what}`, async () => {
      const stand = new Stand(by);
      await stand.upload(upload);
      assert.deepEqual([stand.events, stand.counted, stand.told], [[], [], []]);
    });
  }
});
