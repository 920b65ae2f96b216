import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account } from "../account/account";
import { type AccountRecord, AwsError } from "../account/model";
import { text } from "../account/types/read";
import type { LocalApi } from "../api/localApi";
import { builtImage } from "../containers/built";
import { imageName } from "../containers/image";
import type { TaskOverrides } from "../services/ecs/task";
import { taskSpecOf } from "../services/ecs/taskSpec";
import { type ContainerCommand, commandFor } from "./commands";
import { ContainerProcess } from "./containerProcess";
import { builtDogs, dogsInNginx, filesOfVersion, hasNginx } from "./dogsCommand";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** A task on this machine: one process. */
export interface SiteTask {
  arn: string;
  taskDefinitionArn: string;
  /** `service:NAME` or `family:FAMILY`. */
  group: string;
  container: string;
  lastStatus: "RUNNING" | "STOPPED";
  exitCode?: number;
  process: ContainerProcess;
  /** The port that it answers on, once it does; rejects where it ends before. */
  listening: Promise<number>;
}

export interface SiteTasksOptions {
  account: Account;
  region: string;
  /** What only a site that listens knows. */
  surroundings: () => {
    /** Where its processes reach AWS. */
    api: LocalApi;
    apiUrl: string;
    /** URLs inside the stack, and where those things are on this machine. */
    addresses: ReadonlyMap<string, string>;
  };
  /** Told each line that a process prints. */
  onLine: (task: Pick<SiteTask, "arn" | "group">, line: string) => void;
}

/** Tasks as processes on this machine, each with the environment that ECS would give it. */
export class SiteTasks {
  private readonly tasks = new Map<string, SiteTask>();
  /** What containers write. */
  private readonly folder = mkdtempSync(join(tmpdir(), "catsndogs-site-"));
  private started = 0;
  private hasStopped = false;

  constructor(private readonly options: SiteTasksOptions) {}

  find(arn: string): SiteTask | undefined {
    return this.tasks.get(arn);
  }

  /**
   * Starts a task.
   *
   * @throws AwsError `ClientException` where there is no such revision, `InvalidParameterException` for an override of a
   *   container that it does not have, `CannotPullContainerError` for an image that is none of the workshop's
   * @throws Error where dogs were built so that they do not answer, or the site has been stopped
   */
  async start(taskDefinitionArn: string, group?: string, overrides: TaskOverrides = {}): Promise<SiteTask> {
    const record = this.revision(taskDefinitionArn);
    const { family, containers } = taskSpecOf(record);
    const [container] = containers;
    for (const name of Object.keys(overrides)) {
      if (name === container?.name) continue;
      throw new AwsError(
        "InvalidParameterException",
        `Override for container named ${name} is not a container in the TaskDefinition.`,
      );
    }
    this.started += 1;
    const { account, region } = this.options;
    const id = this.started.toString(16).padStart(32, "0");
    const arn = `arn:aws:ecs:${region}:${account.state.accountId}:task/${id}`;
    const image = container?.image ?? "";
    const environment = this.environment(record, arn, {
      ...container?.environment,
      ...overrides[container?.name ?? ""],
    });
    const command = await this.commandFor(image, environment);
    if (!command) throw new AwsError("CannotPullContainerError", `${image} is none of the images in apps/.`);
    // Else nobody would end what a deployment starts that was on its way.
    if (this.hasStopped) throw new Error("The site has been stopped.");
    const task = this.run(
      command,
      { arn, taskDefinitionArn, group: group ?? `family:${family}` },
      container?.name ?? "",
    );
    this.tasks.set(arn, task);
    return task;
  }

  /** Stops them all, and removes what they have written. */
  async stop(): Promise<void> {
    this.hasStopped = true;
    const running = [...this.tasks.values()].filter(({ lastStatus }) => lastStatus === "RUNNING");
    await Promise.all(running.map((task) => task.process.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private revision(arn: string): AccountRecord {
    const record = this.options.account.records(TASK_DEFINITION).find(({ outputs }) => outputs.arn === arn);
    if (!record) throw new AwsError("ClientException", `TaskDefinition not found: ${arn}`);
    return record;
  }

  /** Dogs run from what a pipeline has built them from, if one has; in nginx where there is one, as in their image. */
  private async commandFor(image: string, environment: Record<string, string>): Promise<ContainerCommand | undefined> {
    const { account, region } = this.options;
    const { name, tag } = imageName(image);
    if (name !== "dogs") return commandFor({ image, environment });
    const built = builtImage(account, region, image);
    if (built.kind === "built") return builtDogs({ image, files: built.files, environment, folder: this.folder });
    const files = await filesOfVersion(tag);
    return files && (hasNginx ? dogsInNginx(files, this.folder) : commandFor({ image, environment }));
  }

  private run(
    command: ContainerCommand,
    identity: Pick<SiteTask, "arn" | "taskDefinitionArn" | "group">,
    container: string,
  ): SiteTask {
    let found: (port: number) => void = () => {};
    const port = new Promise<number>((resolve) => {
      found = resolve;
    });
    const process = new ContainerProcess(command, (line) => {
      const number = command.portIn(line);
      if (number !== undefined) found(number);
      this.options.onLine(identity, line);
    });
    const task: SiteTask = { ...identity, container, lastStatus: "RUNNING", process, listening: port };
    const ended = process.exited.then((code) => {
      task.lastStatus = "STOPPED";
      task.exitCode = code;
      throw new Error(`the container ${container} ended with exit code ${code} before it listened`);
    });
    // Nobody waits for a task that never listens, as the assessor.
    task.listening = Promise.race([port, ended]);
    task.listening.catch(() => {});
    return task;
  }

  /** What ECS sets, and the SDK's own settings for another endpoint. Addresses inside the stack become those here. */
  private environment(
    record: AccountRecord,
    arn: string,
    given: Readonly<Record<string, string>>,
  ): Record<string, string> {
    const { region } = this.options;
    const { api, apiUrl, addresses } = this.options.surroundings();
    const role = text(record.inputs, "taskRoleArn");
    const container = { DockerId: arn.slice(-32), Labels: { "com.amazonaws.ecs.task-arn": arn } };
    const environment = Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const address = [...addresses].find(([inside]) => value.includes(inside));
        return [name, address ? value.replace(...address) : value];
      }),
    );
    return {
      ...environment,
      PATH: process.env.PATH ?? "",
      // The images have a newer Node than this machine may have, of which the SDK warns.
      NODE_NO_WARNINGS: "1",
      AWS_REGION: region,
      AWS_ENDPOINT_URL: apiUrl,
      // Else the SDK asks EC2's metadata service for a role where the task has none: containers do not reach it.
      AWS_EC2_METADATA_DISABLED: "true",
      ECS_CONTAINER_METADATA_URI_V4: `${apiUrl}${api.registerContainer({ container, task: { TaskARN: arn } })}`,
      ...(role !== undefined && {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${apiUrl}${api.containerCredentials(role)}`,
      }),
    };
  }
}
