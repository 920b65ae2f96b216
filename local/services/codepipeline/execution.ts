import type { PipelineState } from "../events";

/** An action of an execution, as far as it has come. Times are seconds of virtual time. */
export interface ActionRun {
  name: string;
  state: PipelineState;
  startedAt: number;
  endedAt?: number;
  /** What came of it, in a sentence. */
  summary: string;
  /** Why it failed, as CodePipeline has it. */
  error?: { code: string; message: string };
  /** What the action is called elsewhere, for example a build's id. */
  externalId?: string;
}

export interface StageRun {
  name: string;
  state: PipelineState;
  actions: ActionRun[];
}

/** One execution of a pipeline. */
export interface Execution {
  id: string;
  pipeline: string;
  /** A rollback runs one stage again with what an earlier execution had left for it. */
  kind: "STANDARD" | "ROLLBACK";
  state: PipelineState;
  startedAt: number;
  /** The version of the source, once it is known. */
  revision?: string;
  stages: StageRun[];
  /** What actions have left, by the artifact's name: where it is in the pipeline's own bucket. */
  artifacts: Map<string, { bucket: string; key: string }>;
}

/** What stops an action. */
export class ActionFailed extends Error {
  /** @param code CodePipeline's own: docs.aws.amazon.com/codepipeline/latest/APIReference/API_ErrorDetails.html */
  constructor(
    readonly code: "ConfigurationError" | "JobFailed" | "PermissionError" | "RevisionUnavailable",
    message: string,
    /** What the action is called elsewhere. */
    readonly externalId?: string,
  ) {
    super(message);
  }
}
