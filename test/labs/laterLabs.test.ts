import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import type { Chapter, Report } from "../../local/report/model";
import { failures, rehearsed, seen } from "./rehearse";

/** Changes the inputs of every record of a type whose id or name ends so. */
function edit(account: Account, type: string, ending: string, by: Props): void {
  for (const record of account.records(type)) {
    const names = [record.id, String(record.outputs.name ?? ""), String(record.inputs.family ?? "")];
    if (!names.some((name) => name.endsWith(ending))) continue;
    Object.assign(record.inputs, by);
    Object.assign(record.outputs, by);
  }
}

const NOTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

describe("labs 3 to 5 in virtual time", () => {
  let report: Report;
  before(async function () {
    this.timeout(60_000);
    report = await rehearsed({ lab: 5 });
  });

  const chapter = (id: string) => report.chapters.find((one) => one.id === id) as Chapter;
  const times = (id: string, text: string) =>
    chapter(id)
      .events.filter((event) => event.text.includes(text))
      .map(({ at }) => at - chapter(id).from);

  it("pass every check, those of labs 1 and 2 too", () => {
    assert.deepEqual(failures(report), []);
    assert.deepEqual(
      report.chapters.map(({ id }) => id),
      ["lab1", "lab2", "lab3", "lab4", "lab5"],
    );
  });

  it("are raised one by one, as the attendee does", () => {
    const done = report.chapters.flatMap(({ events }) => events.filter(({ source }) => source === "attendee"));
    assert.deepEqual(
      done.map(({ text }) => text),
      [
        "pulumi config set loadTest true; pulumi up",
        "pulumi config set loadTest false; pulumi up",
        "pulumi config set lab 3; pulumi up",
        "pulumi config set lab 4, imageAssessor true; pulumi up",
        "pulumi config set imageAssessor false; pulumi up",
        "npm run reset-pictures: runs ImageAssessor twice with RESETPICTURES=1",
        'pulumi config set lab 5, mxnet {"instanceType":"r4.large"}; pulumi up',
        'pulumi config set mxnet {"instanceType":"m4.large"}; pulumi up',
      ],
    );
  });

  /*
   * Lab 3 by hand. Two tasks, 50 to 100 %: one stops at second 0 and its successor starts, runs after 8 s, and passes its first
   * health check within another 10 s; then the same for the other. So both are there after 16 to 36 s, and the old ones
   * have gone 30 s of deregistration and 2 s of stopping later.
   */
  it("lab 3: one task of cats is exchanged after the other", () => {
    const stopped = times("lab3", "(service workshop-cats) has stopped 1 running tasks");
    const started = times("lab3", "(service workshop-cats) has started 1 tasks");
    assert.equal(stopped.length, 2);
    assert.equal(started.length, 2);
    assert.deepEqual([stopped[0], started[0]], [0, 0]);
    const [, second = 0] = stopped;
    assert.ok(second >= 8 && second <= 18, String(second));
    assert.equal(started[1], second);
  });

  it("lab 3: visitors ask five times a second, and each is answered", () => {
    const { totals, from, to } = chapter("lab3") as Chapter & { totals: { served: number; lost: number } };
    // 300 pages of cats and ten of dogs that the attendee opens come on top.
    assert.equal(totals.served, Math.floor(5 * (to - from)) + 300 + 10);
    assert.equal(totals.lost, 0);
  });

  /*
   * Lab 4 by hand. The rule is made at second 0 of the lab and runs at 120, 240 and 360. A task runs 8 s after it was
   * placed, and its program works for 30 s: the third one has ended at 398.
   */
  it("lab 4: the third run ends the wait", () => {
    const [first] = times("lab4", "Rule workshop-ImageAssessor has run");
    assert.equal(first, 120);
    assert.deepEqual(times("lab4", "pulumi config set imageAssessor false"), [398]);
    assert.equal(seen(report, "lab4")["the longest of them, seconds"], "30");
  });

  it("lab 4: ten minutes later the pictures are reset, in 38 s", () => {
    assert.deepEqual(times("lab4", "npm run reset-pictures"), [998]);
    assert.equal(seen(report, "lab4")["both tasks have ended"], "after 38 s");
  });

  it("lab 5: what cannot be placed is told in ECS's own words", () => {
    const [event] = chapter("lab5").events.filter(({ text }) => text.includes("workshop-mxnetservice) was unable"));
    assert.match(
      event?.text ?? "",
      /^\(service workshop-mxnetservice\) was unable to place a task because no container instance met all of its requirements\. The closest matching \(container-instance [0-9a-f]{32}\) encountered error "MemberOf placement constraint unsatisfied\."\./,
    );
    assert.equal(event?.level, "warning");
  });

  it("lab 5: mxnet reserves 4,096 MiB, which the fleet sees", () => {
    const chart = (name: string) => chapter("lab5").charts.find(({ id }) => id === name)?.series ?? [];
    const there = chart("instances").flatMap(({ label, values }) =>
      values.at(-1) ? [`${values.at(-1)} × ${label}`] : [],
    );
    assert.deepEqual(there.sort(), [
      "1 × c4.large in us-west-2a",
      "1 × c4.large in us-west-2b",
      "1 × m4.large in us-west-2a, on demand",
      "1 × m4.large in us-west-2b",
    ]);
    // Registered are 96.6 % of 3,840 (c4) and 8,192 MiB (m4): 2 × 3,709 + 2 × 7,913 = 23,244. Cats, dogs and the homepage
    // reserve 2,048.
    assert.equal((chart("reservation")[0]?.values.at(-1) ?? 0).toFixed(3), ((100 * (2048 + 4096)) / 23_244).toFixed(3));
  });
});

describe("labs 3 to 5 fail", function () {
  this.timeout(60_000);

  it("where the role of cats may not read the parameter", async () => {
    const report = await rehearsed({
      lab: 3,
      tamper: (account, { lab }) => {
        if (lab === 3) edit(account, "aws:iam/rolePolicy:RolePolicy", "read-unicorn-location", { policy: NOTHING });
      },
    });
    assert.deepEqual(failures(report), ["lab3: unicorns among them: 4.8 % to 15.2 %, not 0 %"]);
  });

  it("where the schedule's role may not run the task", async () => {
    const report = await rehearsed({
      lab: 4,
      tamper: (account, { lab }) => {
        if (lab === 4) edit(account, "aws:iam/rolePolicy:RolePolicy", "run-task", { policy: NOTHING });
      },
    });
    const [first = "", ...others] = failures(report);
    assert.match(first, /^lab4: no run fails: no FailedInvocations, not .*is not authorized to perform: ecs:RunTask/);
    assert.deepEqual(others, [
      "lab4: its tasks end well: exit code 0, not none has ended",
      "lab4: pictures that the emptiest task of cats still has: 0 to 9, not 10",
    ]);
  });

  it("where the assessor does not know the site", async () => {
    const report = await rehearsed({
      lab: 4,
      tamper: (account, { lab }) => {
        if (lab !== 4) return;
        const [definition] = account
          .records("aws:ecs/taskDefinition:TaskDefinition")
          .filter(({ inputs }) => String(inputs.family).endsWith("ImageAssessor"));
        const text = String(definition?.inputs.containerDefinitions).replace(
          /http:\/\/workshop-site/,
          "http://nowhere",
        );
        edit(account, "aws:ecs/taskDefinition:TaskDefinition", "ImageAssessor", { containerDefinitions: text });
      },
    });
    assert.deepEqual(failures(report), [
      "lab4: its tasks end well: exit code 0, not 1, 1, 1",
      "lab4: pictures that the emptiest task of cats still has: 0 to 9, not 10",
      "lab4: their exit codes: 0, 0, not 1, 1",
    ]);
  });

  it("where no instance has catnip", async () => {
    const report = await rehearsed({
      lab: 5,
      tamper: (account, { lab }) => {
        if (lab !== 5) return;
        const placementConstraints = [{ type: "memberOf", expression: "attribute:catslike == valerian" }];
        edit(account, "aws:ecs/taskDefinition:TaskDefinition", "workshop-cats", { placementConstraints });
      },
    });
    assert.deepEqual(failures(report), [
      "lab5: cats have moved: within 15 min, not not at all",
      "lab5: tasks of cats on instances with catslike=catnip: 2, not 0",
      "lab5: those instances: on-demand, not none",
    ]);
  });
});
