import assert from "node:assert/strict";
import { ECSClient, RunTaskCommand } from "@aws-sdk/client-ecs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { AccountRecord } from "../../local/account/model";
import { hasNginx } from "../../local/site/dogsCommand";
import { resetPictures } from "../../scripts/resetPictures/reset";
import { only } from "../workshop/bringUp";
import { Stand } from "./stand";

const PICTURES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"].map((number) => `${number}.jpg`);

describe("a stack's site on this machine", function () {
  this.timeout(60_000);
  let stand: Stand;

  before(async () => {
    stand = await Stand.start();
  });
  after(() => stand.stop());

  const text = async (path: string) => (await stand.get(path)).text();
  const list = async () => Object.keys(JSON.parse(await text("/cats/api/list-pictures/")));
  const ecs = (principal: string) =>
    new ECSClient({
      region: "us-west-2",
      endpoint: stand.address.apiUrl,
      credentials: stand.site.api.credentialsFor(principal),
      maxAttempts: 1,
    });
  const roleOf = (suffix: string) => String(only(stand.account, "aws:iam/role:Role", suffix).outputs.arn);

  it("has the homepage, with both links", async () => {
    const page = await text("/");
    assert.match(page, /I love cats/);
    assert.match(page, /I love dogs/);
  });

  it("has cats in their second version, each page from the next task", async () => {
    const tasks = new Set<string>();
    for (let i = 0; i < 4; i += 1) {
      const response = await stand.get("/cats/");
      assert.equal(response.headers.get("x-cats-version"), "v2");
      const page = await response.text();
      assert.match(page, /new and improved v2 release/);
      tasks.add(/[0-9a-f]{32}/.exec(page)?.[0] ?? "");
    }
    assert.equal(tasks.size, 2);
  });

  it("lets cats read where the unicorns are, by their role and AWS's own SDK", () => {
    const found = stand.lines.filter((line) => line.includes('"message":"unicorns found"'));
    assert.equal(found.length, 2);
  });

  it("has dogs, in nginx where there is one", async () => {
    const response = await stand.get("/dogs/");
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<title>[^<]*dogs/i);
    assert.equal(response.headers.get("server")?.includes("nginx") ?? false, hasNginx);
  });

  it("leads from /cats to /cats/, wherever the site is", async () => {
    const response = await stand.get("/cats");
    assert.deepEqual([response.status, response.headers.get("location")], [301, "/cats/"]);
  });

  it("loses pictures when the schedule runs, and has them back after reset-pictures", async () => {
    const [rule] = stand.account.records("aws:cloudwatch/eventRule:EventRule") as [AccountRecord];
    const ended = (await stand.site.schedule.run(rule)).map(({ process }) => process.exited);
    assert.deepEqual(await Promise.all(ended), [0]);
    const left = [await list(), await list()];
    assert.ok(
      left.some(({ length }) => length < 10),
      JSON.stringify(left),
    );

    const said: string[] = [];
    const assessor = {
      cluster: String(only(stand.account, "aws:ecs/cluster:Cluster").outputs.name),
      taskDefinition: String(stand.taskDefinition("workshop-ImageAssessor").outputs.arn),
      container: "ImageAssessmentContainer",
    };
    const log = (line: string) => void said.push(line.replace(/[0-9a-f]{32}/, "ID"));
    assert.equal(await resetPictures(ecs("admin"), assessor, { log, pollEvery: 0.05 }), true);
    assert.deepEqual(said, [
      "Task ID has been started",
      "Task ID has been started",
      "Task ID has ended with exit code 0",
      "Task ID has ended with exit code 0",
    ]);
    assert.deepEqual([await list(), await list()], [PICTURES, PICTURES]);
  });

  it("lets the schedule's role run the assessor, and not cats", async () => {
    const run = (family: string) =>
      ecs(roleOf("ImageAssessorEventsRole")).send(
        new RunTaskCommand({
          cluster: String(only(stand.account, "aws:ecs/cluster:Cluster").outputs.arn),
          taskDefinition: String(stand.taskDefinition(family).outputs.arn),
        }),
      );
    assert.equal((await run("workshop-ImageAssessor")).tasks?.length, 1);
    await assert.rejects(run("workshop-cats"), { name: "AccessDeniedException" });
  });

  it("does not let the schedule's role read where the unicorns are", async () => {
    const ssm = new SSMClient({
      region: "us-west-2",
      endpoint: stand.address.apiUrl,
      credentials: stand.site.api.credentialsFor(roleOf("ImageAssessorEventsRole")),
      maxAttempts: 1,
    });
    await assert.rejects(ssm.send(new GetParameterCommand({ Name: "/workshop/UnicornLocation" })), {
      name: "AccessDeniedException",
    });
  });

  it("answers 503 where a target group has no target", async () => {
    const name = String(only(stand.account, "aws:lb/targetGroup:TargetGroup", "dogs").outputs.arn);
    const [rule] = stand.account
      .records("aws:lb/listenerRule:ListenerRule")
      .filter(({ inputs }) => JSON.stringify(inputs.actions).includes(name)) as [AccountRecord];
    const { actions } = rule.inputs;
    rule.inputs.actions = [{ type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:::targetgroup/empty/1" }];
    const response = await stand.get("/dogs/");
    rule.inputs.actions = actions ?? [];
    assert.equal(response.status, 503);
    assert.match(await response.text(), /503 Service Temporarily Unavailable/);
  });

  it("follows the listener's rules as they are", async () => {
    const [rule] = stand.account
      .records("aws:lb/listenerRule:ListenerRule")
      .filter(({ inputs }) => JSON.stringify(inputs.conditions).includes("/dogs*")) as [AccountRecord];
    const { conditions } = rule.inputs;
    rule.inputs.conditions = [{ pathPattern: { values: ["/puppies*"] } }];
    const response = await stand.get("/dogs/");
    rule.inputs.conditions = conditions ?? [];
    // The homepage is the default, and knows no dogs.
    assert.equal(response.status, 404);
  });
});

describe("a site without the right to unicorns", function () {
  this.timeout(60_000);

  it("has cats, and says what is missing", async () => {
    const stand = await Stand.start({ lab: 3 }, (account) => {
      only(account, "aws:ssm/parameter:Parameter").outputs.tagsAll = {};
      only(account, "aws:ssm/parameter:Parameter").inputs.tags = {};
      only(account, "aws:ssm/parameter:Parameter").outputs.tags = {};
    });
    try {
      const response = await stand.get("/cats/");
      assert.equal(response.status, 200);
      assert.match(await response.text(), /No unicorns today: AccessDeniedException: /);
    } finally {
      await stand.stop();
    }
  });
});
