import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Chapter, Report } from "../../local/report/model";
import { failures, rehearsed, seen } from "./rehearse";

/** Takes what a role may do away. */
function deny(account: Account, policy: string): void {
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
  });
  for (const record of account.records("aws:iam/rolePolicy:RolePolicy")) {
    if (record.id.endsWith(policy)) record.inputs.policy = document;
  }
}

describe("lab 6 in virtual time", function () {
  this.timeout(180_000);
  let report: Report;
  before(async () => {
    report = await rehearsed({ lab: 6 });
  });

  const chapter = () => report.chapters.find(({ id }) => id === "lab6") as Chapter;
  const said = (source: string) => chapter().events.filter((event) => event.source === source);

  it("passes every check", () => assert.deepEqual(failures(report), []));

  /*
   * By hand. S3's event is delivered 2 s after the upload and starts the pipeline. Every action takes 3 s before it works: Source
   * nothing more, Build 25 s until its first command and 40 s for its commands, Deploy looks at the service every 15 s. New
   * tasks run after 8 s and are healthy within another 10, then the old ones stop: steady at the second look.
   */
  it("takes the time that its stages take", () => {
    assert.equal(
      seen(report, "lab6")["its stages"],
      "Source: Succeeded in 3 s, Build: Succeeded in 1 min 8 s, Deploy: Succeeded in 33 s",
    );
    assert.equal(seen(report, "lab6")["the release is through"], "after 1 min 46 s");
  });

  it("tells what the pipeline does, its own first run included, which finds no zip", () => {
    const words = said("CodePipeline").map(({ text }) =>
      text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID").replace(/Amazon S3 version id: \S+/, "VERSION"),
    );
    assert.deepEqual(words.slice(0, 4), [
      "Execution ID of workshop-CatsnDogsPipeline: InProgress",
      "workshop-CatsnDogsPipeline, Source: InProgress",
      "workshop-CatsnDogsPipeline, Source: Failed. The object with key 'dogs.zip' and bucket " +
        "'workshop-code-123456789012-us-west-2' does not exist. Make sure the object exists and that it has a version id.",
      "Execution ID of workshop-CatsnDogsPipeline: Failed",
    ]);
    assert.deepEqual(words.slice(4, 7), [
      "Execution ID of workshop-CatsnDogsPipeline: InProgress",
      "workshop-CatsnDogsPipeline, Source: InProgress",
      "workshop-CatsnDogsPipeline, Source: Succeeded. VERSION",
    ]);
  });

  it("says what the attendee did", () => {
    assert.deepEqual(
      said("attendee").map(({ text }) => text),
      [
        "pulumi config set lab 6; pulumi up",
        "aws s3 cp dogs.zip s3://workshop-code-123456789012-us-west-2/",
        "pulumi up",
        "aws s3 cp dogs.zip s3://workshop-code-123456789012-us-west-2/",
      ],
    );
  });

  it("fails where the build may not push", async () => {
    const broken = await rehearsed({
      lab: 6,
      tamper: (account, { lab }) => {
        if (lab === 6) deny(account, "build-and-push");
      },
    });
    const failed = failures(broken).map((line) => line.split(":").slice(0, 2).join(":"));
    assert.deepEqual(failed, [
      "lab6: the release is through",
      "lab6: its stages",
      "lab6: the image's tag names the source that it was built from",
      "lab6: the page's background has changed",
      "lab6: a version that never answers fails",
      "lab6: the page is the one from before",
    ]);
    assert.match(seen(broken, "lab6")["its stages"] ?? "", /^Source: Succeeded in 3 s, Build: Failed in /);
  });
});
