import { strFromU8, unzipSync } from "fflate";
import { BACKGROUNDS, dogsFiles } from "../../../apps/dogs/files.mjs";
import { Account } from "../../../local/account/account";
import { findImage, type StoredImage } from "../../../local/account/ecr/images";
import type { AccountRecord, Props } from "../../../local/account/model";
import { getObject } from "../../../local/account/s3/objects";
import { imagesOf } from "../../../local/account/types/ecr/repository";
import { text } from "../../../local/account/types/read";
import { serviceNamed } from "../../../local/labs/deployed";
import { raiseQuotas } from "../../../local/labs/quotas";
import { Stage } from "../../../local/labs/stage";
import type { Execution } from "../../../local/services/codepipeline/execution";
import type { Events } from "../../../local/services/events";
import { DeployedStack } from "../../../local/start/deployedStack";
import { policies } from "../../../policy/policies";
import { dogsZip } from "../../../scripts/releaseDogs/dogsZip";

const program = require("../../../index") as () => unknown;

export const BUCKET = "workshop-code-123456789012-us-west-2";
export const ARTIFACTS = "workshop-artifacts-123456789012-us-west-2";
export const PIPELINE = "workshop-CatsnDogsPipeline";
export const PROJECT = "workshop-CatsnDogsBuild";
export const RULE = "workshop-DogsPipeline";
export const LOG_GROUP = "/workshop/dogs-pipeline";
export const REPOSITORY = "workshop/dogs";
export const REPOSITORY_URL = `123456789012.dkr.ecr.us-west-2.amazonaws.com/${REPOSITORY}`;
export { BACKGROUNDS };

/** When the services have long been healthy, in seconds of virtual time. */
const READY = 600;

let first: Promise<DeployedStack> | undefined;

/** The workshop at lab 6, deployed once; every test gets a copy of its own. */
async function deployed(): Promise<DeployedStack> {
  const values = { "aws:region": "us-west-2", "catsndogs:imageRegistry": "registry.example.com", "catsndogs:lab": "6" };
  first ??= DeployedStack.up(
    { project: "catsndogs", stack: "workshop", values, program, policies },
    new Account(),
  ).then((up) => up.deployed);
  return (await first).clone();
}

/** The files of dogs v2, with some of them changed; undefined takes one away. */
export function files(by: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const changed = Object.entries({ ...dogsFiles("v2"), ...by });
  return Object.fromEntries(changed.flatMap(([name, content]) => (content === undefined ? [] : [[name, content]])));
}

/** Dogs v2 that listen where nobody asks, and so never become healthy. */
export function silentFiles(): Record<string, string> {
  return files({ "nginx.conf": (dogsFiles("v2")["nginx.conf"] ?? "").replace("listen 80;", "listen 8080;") });
}

/** The stack of lab 6 with its services healthy, and what becomes of uploads. Times count from when it is ready. */
export class Lab6 {
  /** `SECOND stage state summary`, and for the whole execution `SECOND - state summary`. */
  readonly said: string[] = [];
  readonly rules: Events["rule"][] = [];
  /** The states of the deployments of dogs, in their order. */
  readonly deployments: string[] = [];

  private constructor(
    readonly stage: Stage,
    readonly dogs: AccountRecord,
  ) {
    const { bus } = stage.world;
    bus.subscribe("pipeline", ({ stage: name, state, summary }) =>
      this.said.push([this.now, name || "-", state, summary].filter((word) => word !== "").join(" ")),
    );
    bus.subscribe("rule", (event) => {
      if (event.rule === RULE) this.rules.push(event);
    });
    bus.subscribe("deployment", ({ service, state }) => {
      if (service === "workshop-dogs") this.deployments.push(state);
    });
  }

  static async ready(): Promise<Lab6> {
    const stack = await deployed();
    const { account, region } = stack;
    const stage = new Stage({ account, region, apply: (settings) => stack.apply(settings) });
    raiseQuotas(account, stage.world);
    await stage.simulation.run(READY);
    return new Lab6(stage, serviceNamed(stage.world, "dogs"));
  }

  /** Seconds since it was ready. */
  get now(): number {
    return this.stage.simulation.now - READY;
  }

  get account(): Account {
    return this.stage.world.account;
  }

  get executions(): readonly Execution[] {
    return this.stage.pipelines.executions;
  }

  /** Lets so many seconds pass. */
  run(seconds: number): Promise<void> {
    return this.stage.simulation.run(this.stage.simulation.now + seconds);
  }

  /** Uploads a zip of files. Returns its version. */
  upload(content: Readonly<Record<string, string>> | Uint8Array, key = "dogs.zip"): string {
    return this.stage.upload(BUCKET, key, content instanceof Uint8Array ? content : dogsZip(content));
  }

  /** Uploads a zip, and lets an hour pass, in which everything comes to its end. */
  async release(content: Readonly<Record<string, string>> | Uint8Array): Promise<Execution> {
    const known = this.executions.length;
    this.upload(content);
    await this.run(3600);
    const execution = this.executions[known];
    if (!execution) throw new Error("the upload has started nothing");
    return execution;
  }

  /** Changes the record of a type whose id ends so, as somebody does at the console. */
  edit(type: string, ending: string, by: Props): void {
    const found = this.account.records(type).filter(({ id }) => id.endsWith(ending));
    const [record] = found;
    if (!record || found.length > 1)
      throw new Error(`expected one ${type} that ends in ${ending}: ${found.map(({ id }) => id)}`);
    for (const [name, value] of Object.entries(by)) this.stage.world.set(record, name, value);
  }

  /** Takes an action out of the one policy of a role. */
  forbid(role: string, action: string): void {
    const [record] = this.account.records("aws:iam/rolePolicy:RolePolicy").filter(({ inputs }) => inputs.role === role);
    if (!record) throw new Error(`there is no policy of ${role}`);
    const policy = JSON.parse(text(record.inputs, "policy") ?? "") as { Statement: { Action: string | string[] }[] };
    for (const statement of policy.Statement) {
      statement.Action = [statement.Action].flat().filter((one) => one !== action);
    }
    policy.Statement = policy.Statement.filter((statement) => statement.Action.length > 0);
    this.stage.world.set(record, "policy", JSON.stringify(policy));
  }

  /** The revision that dogs runs, for example `workshop-dogs:2`. */
  get revision(): string {
    return text(this.dogs.inputs, "taskDefinition")?.split("/").pop() ?? "";
  }

  /** The image that dogs runs. */
  get image(): string {
    const arn = text(this.dogs.inputs, "taskDefinition");
    const record = this.account
      .records("aws:ecs/taskDefinition:TaskDefinition")
      .find(({ outputs }) => outputs.arn === arn);
    const [container] = JSON.parse(text(record?.inputs ?? {}, "containerDefinitions") ?? "[]") as { image: string }[];
    return container?.image ?? "";
  }

  /** The image in the repository that a tag names. */
  pushed(tag: string): StoredImage | undefined {
    return findImage(this.account, REPOSITORY, tag);
  }

  /** The background of the page that dogs show. */
  async background(): Promise<string | undefined> {
    return /--background: (#[0-9a-f]{6});/.exec(await (await this.stage.open("/dogs/")).text())?.[1];
  }

  /** What an execution's build has written, without CodeBuild's own lines. Undefined where it has written nothing. */
  output({ stages }: Execution): string[] | undefined {
    const id = stages.find(({ name }) => name === "Build")?.actions[0]?.externalId ?? "";
    const lines = this.stage.pipelines.logs.read(LOG_GROUP, id.split(":")[1] ?? "");
    return lines?.map(({ message }) => message).filter((line) => !line.startsWith("[Container] "));
  }

  /** The images in the repository, as many as there are. */
  get images(): number {
    return Object.keys(
      imagesOf(this.account.records("aws:ecr/repository:Repository").find(({ id }) => id === REPOSITORY)),
    ).length;
  }

  /** The files of an artifact. */
  artifact({ artifacts }: Execution, name: string): Record<string, string> {
    const place = artifacts.get(name);
    if (!place) throw new Error(`there is no artifact ${name}`);
    const zip = getObject(this.account, place.bucket, place.key).body;
    return Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)]));
  }

  close(): Promise<void> {
    return this.stage.close();
  }
}

/** The stages of an execution with their actions' states: `Source Succeeded, Build Failed`. */
export function statesOf({ stages }: Execution): string {
  return stages
    .map(({ name, state, actions }) => [name, state, ...actions.map((one) => `(${one.state})`)].join(" "))
    .join(", ");
}

/** Why an execution has failed. */
export function errorOf({ stages }: Execution): { code: string; message: string } | undefined {
  return stages.flatMap(({ actions }) => actions).find(({ error }) => error)?.error;
}
