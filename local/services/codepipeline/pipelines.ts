import { requireAllowed } from "../../account/actions/caller";
import { type AccountRecord, AwsError, type Props } from "../../account/model";
import { objects, text } from "../../account/types/read";
import type { PipelineState } from "../events";
import { LogStreams } from "../logs/logStreams";
import { PIPELINE_ACTION } from "../times";
import type { World } from "../world";
import type { ActionContext, ActionDone } from "./action";
import { runCodeBuild } from "./buildAction";
import { runEcsDeploy } from "./deployAction";
import { ActionFailed, type ActionRun, type Execution, type StageRun } from "./execution";
import { runSource } from "./sourceAction";

export const PIPELINE = "aws:codepipeline/pipeline:Pipeline";

/** CodePipeline has no queue longer than this: docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MOST_QUEUED = 50;

/**
 * CodePipeline, as far as it is queued pipelines of type V2: an execution goes from stage to stage, each of which has one
 * execution at a time, in the order in which they came. Actions are S3 as a source, CodeBuild and ECS. A stage whose failure
 * is rolled back runs once more with what the last execution that passed it had left.
 *
 * docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export class Pipelines {
  /** In order of their start, those that have ended too. */
  readonly executions: Execution[] = [];
  readonly logs = new LogStreams();
  /** Who waits for a stage, or is in it: the first of them is. */
  private readonly stages = new Map<string, Execution[]>();
  /** The newest state of each service's deployments, and why the last one that failed did. */
  private readonly deployments = new Map<string, { state: string; failure: string }>();

  constructor(private readonly world: World) {
    world.bus.subscribe("deployment", ({ service, state, reason }) => {
      const failure = state === "FAILED" ? reason : (this.deployments.get(service)?.failure ?? "");
      this.deployments.set(service, { state, failure });
    });
    // A new pipeline runs once by itself, whether there is a source or not: API_CreatePipeline.html
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type === PIPELINE && change === "created") this.start(String(record.outputs.arn));
    });
  }

  /**
   * Starts a pipeline, as its rule's target does. Returns why it could not, or nothing.
   *
   * @param roleArn By whose rights.
   */
  invoke(pipelineArn: string, roleArn: string): string[] {
    const { account, region } = this.world;
    try {
      const caller = { principal: roleArn, region };
      requireAllowed(account, caller, { action: "codepipeline:StartPipelineExecution", resource: pipelineArn });
      this.start(pipelineArn);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [error.message];
    }
  }

  /**
   * Starts a pipeline.
   *
   * @throws AwsError `PipelineNotFoundException`, `ConcurrentPipelineExecutionsLimitExceededException`
   */
  start(pipelineArn: string): Execution {
    const record = this.world.records(PIPELINE).find(({ outputs }) => outputs.arn === pipelineArn);
    if (!record) throw new AwsError("PipelineNotFoundException", `Account does not have a pipeline ${pipelineArn}`);
    const name = text(record.inputs, "name") ?? record.id;
    const open = this.executions.filter(({ pipeline, state }) => pipeline === name && state === "InProgress");
    if (open.length > MOST_QUEUED) {
      throw new AwsError(
        "ConcurrentPipelineExecutionsLimitExceededException",
        `The pipeline has reached the limit for concurrent pipeline executions: ${MOST_QUEUED}`,
      );
    }
    const execution = this.begin(name, "STANDARD");
    const stages = objects(record.inputs, "stages");
    this.world.simulation.perform(async () => {
      for (const stage of stages) {
        if (!(await this.runStage(record, execution, text(stage, "name") ?? ""))) return;
      }
      this.end(execution, "Succeeded");
    });
    return execution;
  }

  private begin(pipeline: string, kind: Execution["kind"]): Execution {
    const { now } = this.world.simulation;
    const id = this.world.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    const execution: Execution = {
      id,
      pipeline,
      kind,
      state: "InProgress",
      startedAt: now,
      stages: [],
      artifacts: new Map(),
    };
    this.executions.push(execution);
    this.tell(execution, "", "InProgress", kind === "ROLLBACK" ? "rolls back" : "");
    return execution;
  }

  private end(execution: Execution, state: PipelineState): void {
    execution.state = state;
    this.tell(execution, "", state, "");
  }

  /** Waits for its turn, and runs every action of a stage. Returns whether the execution goes on. */
  private async runStage(record: AccountRecord, execution: Execution, name: string): Promise<boolean> {
    const queue = this.queueOf(execution.pipeline, name);
    queue.push(execution);
    while (queue[0] !== execution) await this.world.simulation.sleep(PIPELINE_ACTION);
    const declared = declaredStage(record, name);
    const isGood = await this.runActions(record, execution, declared);
    if (!isGood) {
      this.end(execution, "Failed");
      if (text(declared, "onFailure.result") === "ROLLBACK") await this.rollBack(record, execution, declared);
    }
    queue.shift();
    return isGood;
  }

  /** Runs a stage's actions one after the other, up to the first that fails. Returns whether none did. */
  private async runActions(record: AccountRecord, execution: Execution, declared: Props): Promise<boolean> {
    const name = text(declared, "name") ?? "";
    const stage: StageRun = { name, state: "InProgress", actions: [] };
    execution.stages.push(stage);
    this.tell(execution, name, "InProgress", "");
    for (const action of objects(declared, "actions")) {
      const run = await this.runAction(record, execution, action, stage);
      if (run.state === "Succeeded") continue;
      stage.state = "Failed";
      this.tell(execution, name, "Failed", run.error?.message ?? "");
      return false;
    }
    stage.state = "Succeeded";
    this.tell(execution, name, "Succeeded", stage.actions.map(({ summary }) => summary).join("; "));
    return true;
  }

  private async runAction(
    record: AccountRecord,
    execution: Execution,
    action: Props,
    stage: StageRun,
  ): Promise<ActionRun> {
    const { simulation, region } = this.world;
    const run: ActionRun = {
      name: text(action, "name") ?? "",
      state: "InProgress",
      startedAt: simulation.now,
      summary: "",
    };
    stage.actions.push(run);
    await simulation.sleep(PIPELINE_ACTION);
    try {
      const done = await this.perform({
        world: this.world,
        execution,
        pipeline: record.inputs,
        action,
        caller: { principal: text(record.inputs, "roleArn") ?? "", region },
        sleep: (seconds) => simulation.sleep(seconds),
      });
      Object.assign(run, { state: "Succeeded", ...done });
    } catch (error) {
      const { code, message, externalId } = failureOf(error);
      Object.assign(run, {
        state: "Failed",
        error: { code, message },
        ...(externalId !== undefined && { externalId }),
      });
    }
    run.endedAt = simulation.now;
    return run;
  }

  private perform(context: ActionContext): Promise<ActionDone> {
    const provider = text(context.action, "provider");
    switch (provider) {
      case "S3":
        return runSource(context);
      case "CodeBuild":
        return runCodeBuild(context, this.logs);
      case "ECS":
        return runEcsDeploy(context, (service) => this.deployments.get(service));
      default:
        throw new ActionFailed("ConfigurationError", `Actions of ${provider} are not modelled.`);
    }
  }

  /** Runs the stage again with what the last execution that passed it had left. The stage is occupied meanwhile. */
  private async rollBack(record: AccountRecord, failed: Execution, declared: Props): Promise<void> {
    const name = text(declared, "name") ?? "";
    const good = this.executions.findLast(
      ({ pipeline, stages }) =>
        pipeline === failed.pipeline && stages.some((stage) => stage.name === name && stage.state === "Succeeded"),
    );
    if (!good) return;
    const execution = this.begin(failed.pipeline, "ROLLBACK");
    execution.artifacts = good.artifacts;
    if (good.revision !== undefined) execution.revision = good.revision;
    this.end(execution, (await this.runActions(record, execution, declared)) ? "Succeeded" : "Failed");
  }

  private queueOf(pipeline: string, stage: string): Execution[] {
    const key = `${pipeline}/${stage}`;
    const known = this.stages.get(key) ?? [];
    this.stages.set(key, known);
    return known;
  }

  private tell({ pipeline, id }: Execution, stage: string, state: PipelineState, summary: string): void {
    this.world.bus.publish("pipeline", { pipeline, executionId: id, stage, state, summary });
  }
}

function declaredStage({ inputs }: AccountRecord, name: string): Props {
  return objects(inputs, "stages").find((one) => text(one, "name") === name) ?? {};
}

/** What another service refuses is the action's failure too; anything else is a fault of the model. */
function failureOf(error: unknown): ActionFailed {
  if (error instanceof ActionFailed) return error;
  if (error instanceof AwsError) return new ActionFailed("ConfigurationError", error.message);
  throw error;
}
