import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { weightsOf } from "../../local/labs/releaseSite";
import { failed, type Lab7, type Lab7Options, runLab7 } from "./lab7Stage";

/** Takes everything that a role may do away. */
function deny(ending: string): (account: Account) => void {
  const Statement = [{ Effect: "Deny", Action: "*", Resource: "*" }];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return (account) => {
    for (const record of account.records("aws:iam/rolePolicy:RolePolicy")) {
      if (record.id.split(":")[0]?.endsWith(ending)) record.inputs.policy = policy;
    }
  };
}

describe("lab 7 in virtual time", function () {
  this.timeout(60_000);
  let lab: Lab7 | undefined;
  const run = async (options: Lab7Options = {}): Promise<Lab7> => {
    lab = await runLab7(options);
    return lab;
  };
  afterEach(async () => {
    await lab?.stage.close();
    lab = undefined;
  });

  it("passes every check, and says what the attendee did, and the functions", async () => {
    const { notes, stage, ...rest } = await run();
    assert.deepEqual(failed({ notes, stage, ...rest }), []);
    assert.deepEqual(notes, [
      "pulumi config set lab 7; pulumi up",
      "ECS console: workshop-cats-green gets 3 tasks",
      "pulumi up",
      "npm run canary -- rollback",
      "npm run canary -- start",
    ]);
    assert.deepEqual(weightsOf(stage.world), { blue: 100, green: 0 });
    // What the functions have written, in lines of JSON.
    const lines = (name: string) =>
      stage.control.functions.logs
        .all(`/workshop/canary-${name}`)
        .filter((line) => line.startsWith('{"level"'))
        .map((line) => JSON.parse(line) as Props);
    const decisions = lines("handle-ecs-events").map(({ message }) => message);
    // Three tasks of each of the two releases; the first of each starts one.
    assert.equal(decisions.filter((message) => message === "started").length >= 2, true);
    // CloudWatch makes metrics of lines that are JSON and nothing else.
    const metrics = stage.control.functions.logs
      .all("/workshop/canary-update-route53")
      .filter((line) => line.startsWith('{"_aws"'))
      .map((line) => JSON.parse(line) as Props);
    assert.deepEqual(
      metrics.slice(0, 2).map(({ Stack, Side, Weight }) => [Stack, Side, Weight]),
      [
        ["workshop", "blue", 90],
        ["workshop", "green", 10],
      ],
    );
    const weights = lines("update-route53").map((line) => (line.weights as Props).green);
    assert.deepEqual(weights, [10, 50, 100, 0, 10, 50, 0]);
    const verdicts = lines("check-health").filter(({ phase }) => phase === "traffic");
    assert.deepEqual(
      verdicts.map(({ healthy }) => healthy),
      [true, true, true, true, false, false],
    );
  });

  it("starts one release a deployment when events come twice, late, and in any order", async () => {
    let count = 0;
    const taskDeliveries = () => {
      count += 1;
      return [1, 7 - (count % 3) * 2, 200];
    };
    const { checks, stage } = await run({ disturb: { taskDeliveries } });
    const bad = failed({ checks, stage, notes: [] }).map((one) => one.split(":")[0]);
    // Only that the rule runs for each of them.
    assert.deepEqual(bad, ["times that the rule has run, once a task"]);
    assert.equal(checks.find(({ what }) => what === "releases that have begun")?.seen, "1");
  });

  it("starts the release when the first starts have failed", async () => {
    let fails = 4;
    const before = (name: string) => {
      if (!name.endsWith("handleEcsEvents") || fails === 0) return;
      fails -= 1;
      throw new Error("Sandbox out of memory");
    };
    const found = await run({ disturb: { before } });
    assert.equal(fails, 0);
    assert.deepEqual(failed(found), []);
  });

  it("keeps the events that the function fails at for good, and an alarm tells of them", async () => {
    const before = (name: string) => {
      if (name.endsWith("handleEcsEvents")) throw new Error("Sandbox out of memory");
    };
    const { stage, checks } = await run({ disturb: { before } });
    assert.equal(checks.find(({ what }) => what === "releases that have begun")?.passed, false);
    const [queue] = stage.world.records("aws:sqs/queue:Queue");
    const [first = "", ...others] = stage.control.queues.messages(String(queue?.outputs.arn));
    const { requestContext, requestPayload, responsePayload } = JSON.parse(first);
    assert.deepEqual([requestContext.condition, requestContext.approximateInvokeCount], ["RetriesExhausted", 3]);
    assert.equal(requestPayload.detail.group, "service:workshop-cats-green");
    assert.equal(responsePayload.errorMessage, "Sandbox out of memory");
    // Three tasks of the first release, and three of the second.
    assert.equal(others.length, 5);
    assert.equal(stage.alarms.state("workshop-ReleaseEventsLost"), "ALARM");
  });

  const broken: [what: string, options: Lab7Options, check: string][] = [
    ["where the function may not set weights", { tamper: deny("CatsnDogsupdateRoute53") }, "it succeeds"],
    ["where the checker may not look", { tamper: deny("CatsnDogscheckHealth") }, "it succeeds"],
    [
      "where a step asks for more visitors than there are",
      { settings: { canary: { minimumRequests: 100_000 } } },
      "it succeeds",
    ],
  ];
  for (const [what, options, check] of broken) {
    it(`fails ${what}, and leaves all visitors with blue`, async () => {
      const found = await run(options);
      const bad = failed(found);
      assert.ok(
        bad.some((one) => one.startsWith(`${check}:`)),
        bad.join("\n"),
      );
      assert.deepEqual(weightsOf(found.stage.world), { blue: 100, green: 0 });
    });
  }
});
