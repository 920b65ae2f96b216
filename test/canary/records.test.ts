import assert from "node:assert/strict";
import { HISTORY } from "../../lambdas/common/releaseState";
import type { Caller } from "../../local/account/actions/caller";
import { query } from "../../local/account/actions/dynamodb";
import type { Props } from "../../local/account/model";
import { TableName } from "../account/actions/dynamodbFixture";
import { ROOT } from "../account/iam/fixture";
import { Bench, executionArn, GUARD_ARGS, type Scenario } from "./bench";

/*
 * What a release leaves behind for people: its item in the history, and its messages; what the guard asks of Route 53; and how
 * often something is done again.
 */

const ADMIN: Caller = { principal: ROOT, region: "us-west-2" };
const NAME = "release-green-1";
const STOPPED: Scenario = { acts: [[100, (one) => one.stop(NAME)]] };

/** 90 days after 2026-01-01, in seconds of the epoch. */
const EXPIRES = String(Date.parse("2026-04-01T00:00:00Z") / 1000);

function historyOf({ account }: Bench): Props[] {
  const { Items = [] } = query(account, ADMIN, {
    TableName,
    KeyConditionExpression: "pk = :history",
    ExpressionAttributeValues: { ":history": { S: HISTORY } },
  });
  return Items as Props[];
}

/** What an execution has asked a service, call by call. */
function callsOf({ machines }: Bench, execution: string, resource: string): Props[] {
  const { events } = machines.history(ADMIN, { executionArn: execution, maxResults: 1000 }) as { events: Props[] };
  const scheduled = events.map(({ taskScheduledEventDetails }) => (taskScheduledEventDetails ?? {}) as Props);
  return scheduled
    .filter((details) => details.resource === resource)
    .map(({ parameters }) => JSON.parse(String(parameters)) as Props);
}

function guardOf({ machines }: Bench): string {
  const stateMachineArn = executionArn("").replace(":execution:release:", ":stateMachine:guard");
  const { executions } = machines.list(ADMIN, { stateMachineArn }) as { executions: { executionArn: string }[] };
  return executions[0]?.executionArn ?? "";
}

describe("canary: the history", () => {
  it("has what a release was, when it ended and how, for 90 days", async () => {
    const [item, ...others] = historyOf(await new Bench().run());
    assert.deepEqual(others, []);
    const { endedAt, ...rest } = item ?? {};
    assert.deepEqual(rest, {
      pk: { S: "HISTORY" },
      sk: { S: `2026-01-01T00:00:00.000Z#${NAME}` },
      execution: { S: executionArn(NAME) },
      kind: { S: "release" },
      side: { S: "green" },
      deploymentId: { S: "ecs-svc/1" },
      startedAt: { S: "2026-01-01T00:00:00.000Z" },
      steps: { S: "10,50,100" },
      expiresAt: { N: EXPIRES },
      outcome: { S: "SUCCEEDED" },
    });
    assert.match((endedAt as { S: string }).S, /^2026-01-01T00:0\d:\d\d\.\d{3}Z$/);
  });

  it("has all of that also of a release that had the lock and could not write that it began", async () => {
    const faults: Scenario["fault"][] = [
      { at: "release RecordStart", when: "before", how: "always" },
      { at: "release RecordStart", when: "before", how: "crash" },
      { at: "release AcquireLock", when: "after", how: "always" },
    ];
    for (const fault of faults) {
      const [item = {}, ...others] = historyOf(await new Bench({ fault }).run());
      assert.deepEqual(others, []);
      const { execution, kind, side, deploymentId, startedAt, expiresAt, outcome } = item;
      assert.deepEqual(
        { execution, kind, side, deploymentId, startedAt, expiresAt, outcome },
        {
          execution: { S: executionArn(NAME) },
          kind: { S: "release" },
          side: { S: "green" },
          deploymentId: { S: "ecs-svc/1" },
          startedAt: { S: "2026-01-01T00:00:00.000Z" },
          expiresAt: { N: EXPIRES },
          outcome: { S: "FAILED" },
        },
        `${fault?.how} ${fault?.when} ${fault?.at}`,
      );
    }
  });

  it("calls a rollback that broke off a rollback", async () => {
    const input = { kind: "rollback", side: "green", deploymentId: "rollback-1" };
    const bench = await new Bench({ input, fault: { at: "release CheckTargets", when: "before", how: "crash" } }).run();
    assert.deepEqual(
      historyOf(bench).map(({ kind, side, outcome }) => ({ kind, side, outcome })),
      [{ kind: { S: "rollback" }, side: { S: "green" }, outcome: { S: "FAILED" } }],
    );
  });
});

describe("canary: messages", () => {
  it("have a subject for people, and the outcome as an attribute for subscriptions", async () => {
    const bench = await new Bench().run();
    const published = callsOf(bench, executionArn(NAME), "publish");
    assert.deepEqual(
      published.map(({ Subject, MessageAttributes }) => ({ Subject, MessageAttributes })),
      [
        {
          Subject: "workshop: release of green started",
          MessageAttributes: { outcome: { DataType: "String", StringValue: "STARTED" } },
        },
        {
          Subject: "workshop: release of green succeeded",
          MessageAttributes: { outcome: { DataType: "String", StringValue: "SUCCEEDED" } },
        },
      ],
    );
  });

  it("of the guard are about the release, under the id that the release's own would have", async () => {
    const bench = await new Bench(STOPPED).run();
    const [published = {}, ...others] = callsOf(bench, guardOf(bench), "publish");
    assert.deepEqual(others, []);
    const { at: _, ...message } = published.Message as Props;
    assert.deepEqual(
      [published.Subject, message],
      [
        "workshop: release of green failed",
        {
          id: `${executionArn(NAME)}#FAILED`,
          stack: "workshop",
          record: "www.catsndogs.lol",
          outcome: "FAILED",
          kind: "release",
          side: "green",
          deploymentId: "ecs-svc/1",
          reason: "The execution has ended as ABORTED, and the guard has taken over.",
          execution: executionArn(NAME),
          startedAt: "2026-01-01T00:00:00.000Z",
        },
      ],
    );
  });
});

describe("canary: the guard's change", () => {
  it("sets both records at once, each to its own load balancer, whose health is not asked for", async () => {
    const bench = await new Bench(STOPPED).run();
    const [change] = callsOf(bench, guardOf(bench), "changeResourceRecordSets");
    const upsert = (side: "blue" | "green", Weight: number) => ({
      Action: "UPSERT",
      ResourceRecordSet: {
        Name: "www.catsndogs.lol",
        Type: "A",
        SetIdentifier: side,
        Weight,
        AliasTarget: { HostedZoneId: "Z1", DnsName: GUARD_ARGS.sides[side].dnsName, EvaluateTargetHealth: false },
      },
    });
    assert.deepEqual(change, {
      HostedZoneId: "Z123",
      ChangeBatch: { Changes: [upsert("blue", 100), upsert("green", 0)] },
    });
  });
});

describe("canary: the one repetition of a check", () => {
  it("is one of each step, however the step before went", async () => {
    const failedOnce = new Set<number>();
    const bench = await new Bench({
      health: (weight, phase) => {
        if (phase === "targets" || failedOnce.has(weight)) return true;
        failedOnce.add(weight);
        return false;
      },
    }).run();
    assert.deepEqual([...failedOnce], [10, 50, 100]);
    assert.deepEqual(bench.ends.get(NAME), { status: "SUCCEEDED" });
  });

  it("is one of each look at a side that is paused", async () => {
    const bad = [250, 450];
    const bench = await new Bench({
      health: (_, phase, at) => {
        if (phase === "targets" || at < (bad[0] ?? Number.POSITIVE_INFINITY)) return true;
        bad.shift();
        return false;
      },
      acts: [
        [100, (one) => one.control("PAUSE")],
        [600, (one) => one.control("RESUME")],
      ],
    }).run();
    assert.deepEqual(bad, []);
    assert.deepEqual(bench.ends.get(NAME), { status: "SUCCEEDED" });
  });
});

describe("canary: going back", () => {
  const sick: Scenario = { health: (weight) => weight < 50 };
  const greens = ({ weights }: Bench) => weights.slice(1).map(({ green }) => green);

  it("sets the weights a second time where the first attempt has given no answer, and may still have its effect", async () => {
    const bench = await new Bench({
      ...sick,
      fault: { at: "release RestoreWeights", when: "before", how: "once" },
    }).run();
    assert.deepEqual(greens(bench), [10, 50, 0, 0]);
    assert.deepEqual(bench.ends.get(NAME)?.error, "NotHealthy");
  });
});
