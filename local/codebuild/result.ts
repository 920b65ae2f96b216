/** A call of `docker` or `aws` by a command of a build. */
export interface ToolCall {
  tool: "docker" | "aws";
  /** What follows the tool's name. */
  args: string[];
  /** The folder that it was called in. */
  cwd: string;
  /** What was piped into it, where it reads that: for `--password-stdin` and `-`. Otherwise empty. */
  stdin: string;
}

/** What the tool does then. */
export interface ToolAnswer {
  exitCode: number;
  /** Default: nothing. */
  stdout?: string;
  /** Default: nothing. */
  stderr?: string;
}

export type Answer = (call: ToolCall) => ToolAnswer | Promise<ToolAnswer>;

/** docs.aws.amazon.com/codebuild/latest/APIReference/API_BuildPhase.html */
export interface Phase {
  /** `DOWNLOAD_SOURCE`, `INSTALL`, `PRE_BUILD`, `BUILD`, `POST_BUILD` or `UPLOAD_ARTIFACTS`. */
  name: string;
  status: "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  /** What CodeBuild says about it, `CODE Message: …`, where it has not succeeded. */
  message?: string;
}

export interface BuildResult {
  /** A build that takes too long has failed; its last phase says that it is timed out. */
  status: "SUCCEEDED" | "FAILED";
  /** The phases that began, in their order. */
  phases: Phase[];
  /** CodeBuild's lines, which begin with `[Container] `, and the commands' output. Without the time, which is the caller's. */
  log: string[];
  /** By their path. */
  artifacts: Record<string, Uint8Array>;
}

/** What ends a phase. */
export class PhaseError extends Error {
  constructor(
    /** CodeBuild's own, for example `YAML_FILE_ERROR`. */
    readonly code: string,
    message: string,
    readonly status: "FAILED" | "TIMED_OUT" = "FAILED",
  ) {
    super(message);
    this.name = "PhaseError";
  }

  /** As CodeBuild writes it into a build's log, after "Phase context status code: ". */
  override toString(): string {
    return `${this.code} Message: ${this.message}`;
  }
}
