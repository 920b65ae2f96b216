import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const owned = rule("ecs-log-group-owned");

const group = (name: string): Fixture => ({ type: "aws:cloudwatch/logGroup:LogGroup", props: { name } });
const logs = group("/ws/cats");

const driver = (options: object) => ({ logDriver: "awslogs", options: { "awslogs-region": "us-west-2", ...options } });
const ours = driver({ "awslogs-group": "/ws/cats" });

const task = (logConfiguration: unknown, dependsOn: string[] = []): Fixture => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  props: { containerDefinitions: JSON.stringify([{ name: "cats", logConfiguration }]) },
  dependsOn: { containerDefinitions: dependsOn },
});
const unknownTask = (dependsOn: string[]): Fixture => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  props: { containerDefinitions: UNKNOWN },
  dependsOn: { containerDefinitions: dependsOn },
});
const lambda = (props: Record<string, unknown>): Fixture => ({
  type: "aws:lambda/function:Function",
  props: { name: "watch", ...props },
});
const build = (props: Record<string, unknown>): Fixture => ({
  type: "aws:codebuild/project:Project",
  props: { name: "build", ...props },
});

const FIX =
  "only a log group of this stack is allowed. Make an aws.cloudwatch.LogGroup of that name in this stack, and name it " +
  "by its output.";
const STAYS = `which this stack does not own, so it keeps its logs when the stack is destroyed; ${FIX}`;
const byItself = (name: string) =>
  `so AWS makes ${name} by itself, keeps it for ever, and no stack destroys it; ${FIX}`;

const LOG_CONFIGURATION = "containerDefinitions[0].logConfiguration";

describe("ecs-log-group-owned", () => {
  it("accepts containers, functions and builds that log to groups of the stack", async () => {
    const stack = {
      logs,
      task: task(ours),
      function: lambda({ loggingConfig: { logFormat: "Text", logGroup: "/ws/cats" } }),
      build: build({ logsConfig: { cloudwatchLogs: { groupName: "/ws/cats", status: "ENABLED" } } }),
    };
    assert.deepEqual(await stackViolations(owned, stack), []);
  });

  it("refuses a container that logs to a group of nobody's", async () => {
    assert.deepEqual(await stackViolations(owned, { logs, task: task(driver({ "awslogs-group": "/ecs/cats" })) }), [
      `task: ${LOG_CONFIGURATION}.options["awslogs-group"] is /ecs/cats, ${STAYS}`,
    ]);
  });

  it("refuses a container without a log driver", async () => {
    const lost =
      "so what container cats writes is lost with its instance; a log driver is required. Send it to a log group of " +
      "this stack with the driver awslogs.";
    for (const missing of [undefined, null, "awslogs"]) {
      assert.deepEqual(await stackViolations(owned, { logs, task: task(missing) }), [
        `task: ${LOG_CONFIGURATION} is missing, ${lost}`,
      ]);
    }
    assert.deepEqual(await stackViolations(owned, { logs, task: task({ options: {} }) }), [
      `task: ${LOG_CONFIGURATION}.logDriver is missing, ${lost}`,
    ]);
  });

  it("accepts other drivers", async () => {
    assert.deepEqual(await stackViolations(owned, { logs, task: task({ logDriver: "awsfirelens" }) }), []);
  });

  it("refuses a container that makes its group", async () => {
    const making = driver({ "awslogs-group": "/ws/cats", "awslogs-create-group": "true" });
    assert.deepEqual(await stackViolations(owned, { logs, task: task(making) }), [
      `task: ${LOG_CONFIGURATION}.options["awslogs-create-group"] is true, so the container makes its log group again ` +
        "while the stack is being destroyed; containers must not make log groups. Leave it out.",
    ]);
  });

  it("judges daemons and express services", async () => {
    const daemon = {
      type: "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition",
      props: { containerDefinitions: [{ name: "cats", logConfiguration: driver({ "awslogs-group": "/ecs/cats" }) }] },
    };
    assert.deepEqual(await stackViolations(owned, { logs, daemon }), [
      `daemon: ${LOG_CONFIGURATION}.options["awslogs-group"] is /ecs/cats, ${STAYS}`,
    ]);
    const express = (logGroup: string) => ({
      type: "aws:ecs/expressGatewayService:ExpressGatewayService",
      props: { primaryContainer: { awsLogsConfigurations: [{ logGroup, logStreamPrefix: "cats" }] } },
    });
    assert.deepEqual(await stackViolations(owned, { logs, express: express("/ws/cats") }), []);
    assert.deepEqual(await stackViolations(owned, { logs, express: express("/ecs/cats") }), [
      `express: primaryContainer.awsLogsConfigurations[0].logGroup is /ecs/cats, ${STAYS}`,
    ]);
  });

  it("refuses a function whose group is not of the stack, its own by default", async () => {
    const message = `function: loggingConfig.logGroup is missing, ${byItself("/aws/lambda/watch")}`;
    assert.deepEqual(await stackViolations(owned, { logs, function: lambda({}) }), [message]);
    assert.deepEqual(await stackViolations(owned, { logs, function: lambda({ loggingConfig: {} }) }), [message]);
    assert.deepEqual(await stackViolations(owned, { own: group("/aws/lambda/watch"), function: lambda({}) }), []);
    assert.deepEqual(
      await stackViolations(owned, { logs, function: lambda({ loggingConfig: { logGroup: "/else/where" } }) }),
      [`function: loggingConfig.logGroup is /else/where, ${STAYS}`],
    );
  });

  it("refuses a build whose group is not of the stack, its own by default, unless it logs to none", async () => {
    const message = `build: logsConfig.cloudwatchLogs.groupName is missing, ${byItself("/aws/codebuild/build")}`;
    assert.deepEqual(await stackViolations(owned, { logs, build: build({}) }), [message]);
    assert.deepEqual(await stackViolations(owned, { logs, build: build({ logsConfig: { cloudwatchLogs: {} } }) }), [
      message,
    ]);
    const disabled = { logsConfig: { cloudwatchLogs: { status: "DISABLED" } } };
    assert.deepEqual(await stackViolations(owned, { logs, build: build(disabled) }), []);
    assert.deepEqual(await stackViolations(owned, { own: group("/aws/codebuild/build"), build: build({}) }), []);
  });

  it("accepts groups of other stacks that the config names", async () => {
    const stack = { logs, task: task(driver({ "awslogs-group": "/shared/cats" })) };
    assert.deepEqual(await stackViolations(owned, stack, { sharedGroups: ["/shared/*"] }), []);
    assert.deepEqual(await stackViolations(owned, stack, { sharedGroups: ["/shared/cats"] }), []);
    assert.equal((await stackViolations(owned, stack, { sharedGroups: ["/shared"] })).length, 1);
  });

  it("takes containers that are not known for right where they use a group of the stack", async () => {
    const using = { logs, task: unknownTask(["logs"]) };
    assert.deepEqual(await stackViolations(owned, using), []);
    assert.deepEqual(await stackLeftOpen(owned, using), []);
    const notUsing = { logs, task: unknownTask([]) };
    assert.deepEqual(await stackViolations(owned, notUsing), []);
    assert.deepEqual(await stackLeftOpen(owned, notUsing), ["task: containerDefinitions"]);
  });

  it("says nothing where a name is not known", async () => {
    const open = { logs: group(UNKNOWN), task: task(driver({ "awslogs-group": "/ecs/cats" })) };
    assert.deepEqual(await stackViolations(owned, open), []);
    assert.deepEqual(await stackLeftOpen(owned, open), [`task: ${LOG_CONFIGURATION}.options["awslogs-group"]`]);
    const functions = {
      logs,
      one: lambda({ loggingConfig: { logGroup: UNKNOWN } }),
      two: { ...lambda({ loggingConfig: { logGroup: UNKNOWN } }), dependsOn: { loggingConfig: ["logs"] } },
      three: lambda({ name: UNKNOWN }),
      build: build({ logsConfig: UNKNOWN }),
    };
    assert.deepEqual(await stackViolations(owned, functions), []);
    assert.deepEqual(await stackLeftOpen(owned, functions), [
      "one: loggingConfig.logGroup",
      "three: loggingConfig.logGroup",
      "build: logsConfig.cloudwatchLogs.groupName",
    ]);
  });
});
