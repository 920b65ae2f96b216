import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectArtifacts } from "./artifacts";
import { type Buildspec, PHASES, type PhaseCommands, type PhaseName, readBuildspec } from "./buildspec";
import { type BuildIdentity, codeBuildVariables } from "./environment";
import { type Answer, type BuildResult, type Phase, PhaseError } from "./result";
import { Shell } from "./shell";
import { unpack } from "./source";
import { Tools } from "./tools";

export type { Answer, BuildResult, ToolAnswer, ToolCall } from "./result";

export interface BuildOptions extends BuildIdentity {
  /** A zip with a buildspec.yml in its root. */
  source: Uint8Array;
  /** The project's variables. They win over those of the buildspec. */
  environment: Readonly<Record<string, string>>;
  /** Says what `docker` and `aws` do. */
  answer: Answer;
  /** For the whole build, in seconds of the wall clock. */
  timeoutSeconds: number;
}

/** Where a build is, as its log says: the folder on this machine has another name each time. */
const OUTPUT = "/codebuild/output";

/**
 * Builds as CodeBuild does, on this machine: the commands of the source's own buildspec.yml run in a shell, with stand-ins for
 * `docker` and `aws`. They can do what this process's user can, so build nothing that you would not run yourself.
 * Nothing is left behind: no folder and no process.
 *
 * @returns How the build went. That it failed is no error.
 * @throws what `answer` throws, once the build is over
 */
export async function runBuild(options: BuildOptions): Promise<BuildResult> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "codebuild-")));
  try {
    return await new Build(folder, options).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Build {
  private readonly source: string;
  private readonly phases: Phase[] = [];
  private readonly log: string[] = [];
  private readonly deadline: number;

  constructor(
    private readonly folder: string,
    private readonly options: BuildOptions,
  ) {
    this.source = join(folder, "src");
    this.deadline = performance.now() + options.timeoutSeconds * 1000;
  }

  async run(): Promise<BuildResult> {
    let artifacts: Record<string, Uint8Array> = {};
    let spec: Buildspec | undefined;
    await this.phase("DOWNLOAD_SOURCE", () => {
      spec = this.download();
    });
    if (spec !== undefined) {
      const { artifacts: wanted } = spec;
      if (await this.commands(spec)) {
        await this.phase("UPLOAD_ARTIFACTS", () => {
          if (wanted) artifacts = collectArtifacts(wanted, this.source, (line) => this.say(line));
        });
      }
    }
    const status = this.succeeding ? "SUCCEEDED" : "FAILED";
    return { status, phases: this.phases, log: this.log, artifacts };
  }

  private get succeeding(): boolean {
    return this.phases.every(({ status }) => status === "SUCCEEDED");
  }

  private download(): Buildspec {
    mkdirSync(this.source);
    unpack(this.options.source, this.source);
    const file = join(this.source, "buildspec.yml");
    this.say(`CODEBUILD_SRC_DIR=${this.source}`);
    this.say(`YAML location is ${file}`);
    if (!existsSync(file)) throw new PhaseError("YAML_FILE_ERROR", `stat ${file}: no such file or directory`);
    return readBuildspec(readFileSync(file, "utf8"));
  }

  /** @returns Whether there are artifacts to upload: after every post_build, however it went. */
  private async commands(spec: Buildspec): Promise<boolean> {
    const tools = await Tools.open(join(this.folder, "bin"), this.options.answer);
    const shell = new Shell({
      folder: join(this.folder, "tmp"),
      cwd: this.source,
      shell: spec.shell,
      environment: this.environment(spec, tools.folder),
      deadline: this.deadline,
    });
    const toTheEnd = await this.allPhases(spec, shell).finally(() => tools.close());
    // Not how a build ends, but a fault of the model.
    if (tools.errors.length > 0) throw tools.errors[0];
    return toTheEnd;
  }

  private async allPhases({ phases }: Buildspec, shell: Shell): Promise<boolean> {
    for (const name of PHASES) {
      const phase = phases[name];
      // A build has all phases, also those of which its buildspec says nothing.
      const status = await this.phase(name.toUpperCase(), () => this.phaseCommands(shell, phase));
      if (!goesOn(name, status, phase?.onFailure)) return false;
    }
    return true;
  }

  private environment({ variables }: Buildspec, tools: string): Record<string, string> {
    const { environment } = this.options;
    const home = join(this.folder, "home");
    mkdirSync(home);
    return {
      ...variables,
      ...codeBuildVariables(this.options, environment),
      ...environment,
      CODEBUILD_SRC_DIR: this.source,
      // In CodeBuild it is /root, which a build on this machine leaves alone.
      HOME: home,
      PATH: `${tools}:/usr/bin:/bin`,
      TMPDIR: home,
    };
  }

  private async phaseCommands(shell: Shell, phase: PhaseCommands | undefined): Promise<void> {
    if (!phase) return;
    shell.set("CODEBUILD_BUILD_SUCCEEDING", this.succeeding ? "1" : "0");
    const first = await this.untilOneFails(shell, phase.commands);
    if (first) shell.set("CODEBUILD_BUILD_SUCCEEDING", "0");
    const failure = (await this.untilOneFails(shell, phase.finally)) ?? first;
    if (failure) throw first ?? failure;
  }

  private async untilOneFails(shell: Shell, commands: readonly string[]): Promise<PhaseError | undefined> {
    for (const command of commands) {
      this.say(`Running command ${command}`);
      const status = await this.command(shell, command);
      if (status === 0) continue;
      const reason = `exit status ${status}`;
      this.say(`Command did not exit successfully ${command} ${reason}`);
      return new PhaseError("COMMAND_EXECUTION_ERROR", `Error while executing command: ${command}. Reason: ${reason}`);
    }
    return undefined;
  }

  private async command(shell: Shell, command: string): Promise<number> {
    try {
      return (await shell.run(command)).status;
    } finally {
      const { output } = shell;
      if (output !== "") this.write(output.replace(/\n$/, ""));
    }
  }

  private async phase(name: string, work: () => void | Promise<void>): Promise<Phase["status"]> {
    this.say(name === "DOWNLOAD_SOURCE" ? `Phase is ${name}` : `Entering phase ${name}`);
    const error = await failureOf(work);
    const status = error?.status ?? "SUCCEEDED";
    const message = error && this.named(String(error));
    this.phases.push({ name, status, ...(message !== undefined && { message }) });
    this.say(`Phase complete: ${name} State: ${status}`);
    this.say(`Phase context status code: ${message ?? " Message: "}`);
    return status;
  }

  private say(text: string): void {
    this.write(`[Container] ${text}`);
  }

  private write(text: string): void {
    this.log.push(...this.named(text).split("\n"));
  }

  private named(text: string): string {
    return text.replaceAll(this.folder, OUTPUT);
  }
}

async function failureOf(work: () => void | Promise<void>): Promise<PhaseError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof PhaseError) return error;
    throw error;
  }
}

/**
 * Whether another phase follows. Unless the phase says otherwise, a build that fails before `build` is over, and one that fails
 * later is not: docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
function goesOn(name: PhaseName, status: Phase["status"], onFailure: PhaseCommands["onFailure"]): boolean {
  if (status === "SUCCEEDED") return true;
  if (status === "TIMED_OUT" || onFailure === "ABORT") return false;
  return onFailure === "CONTINUE" || name === "build" || name === "post_build";
}
