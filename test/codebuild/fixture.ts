import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { stringify } from "yaml";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { type BuildOptions, type BuildResult, runBuild } from "../../local/codebuild/build";
import { answersFrom } from "../../local/codebuild/ecrTools";
import { policy } from "../account/iam/fixture";
import { ACCOUNT_ID, make } from "../account/support";

export const REGISTRY = `${ACCOUNT_ID}.dkr.ecr.us-west-2.amazonaws.com`;
export const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/workshop-build`;
export const REPOSITORY_ARN = `arn:aws:ecr:us-west-2:${ACCOUNT_ID}:repository/workshop/dogs`;
/** The version of the source and the beginning of the build's id. */
export const TAG = "L4kqtJlcpXroDTDmpUMLUo-b1e6661";

/** What the project of dogs sets. */
export const PROJECT: Readonly<Record<string, string>> = {
  AWS_DEFAULT_REGION: "us-west-2",
  AWS_ACCOUNT_ID: ACCOUNT_ID,
  REPOSITORY_URI: `${REGISTRY}/workshop/dogs`,
};

export const logIn: Props = { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" };

/** The actions of a push but for some. */
export const push = (...except: string[]): Props => ({
  Effect: "Allow",
  Action: [
    "ecr:BatchCheckLayerAvailability",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ].filter((action) => !except.includes(action)),
  Resource: REPOSITORY_ARN,
});

/** An account with the repository of dogs, and the role of its build. */
export function buildAccount(statements: Props[] = [logIn, push()], repository: Props = {}): Account {
  const account = new Account();
  make(account, "aws:ecr/repository:Repository", { name: "workshop/dogs", ...repository });
  const trust: Props = {
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  make(account, "aws:iam/role:Role", { name: "workshop-build", assumeRolePolicy: policy(trust) });
  if (statements.length > 0) {
    const document = policy(...statements);
    make(account, "aws:iam/rolePolicy:RolePolicy", { role: "workshop-build", name: "own", policy: document });
  }
  return account;
}

export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, strToU8(content)])));
}

/** A build of dogs v2 into an account, with some of it changed. */
export function buildDogs(
  account: Account,
  files: Readonly<Record<string, string>> = {},
  by: Partial<BuildOptions> = {},
): Promise<BuildResult> {
  const answer = answersFrom({ account, region: "us-west-2", role: ROLE, projectEnvironment: PROJECT });
  return build({ ...dogsFiles("v2"), ...files }, { environment: PROJECT, answer, ...by });
}

/** A build of any source, in which nobody calls a tool unless the test says what it does. */
export function build(files: Readonly<Record<string, string>>, by: Partial<BuildOptions> = {}): Promise<BuildResult> {
  return runBuild({
    source: zip(files),
    environment: {},
    buildId: "workshop-CatsnDogsBuild:b1e6661e-e4f2-4156-9ab9-82a19example",
    resolvedSourceVersion: "L4kqtJlcpXroDTDmpUMLUo",
    answer: ({ tool }) => {
      throw new Error(`nobody is to call ${tool}`);
    },
    timeoutSeconds: 60,
    ...by,
  });
}

/** The phases as `NAME STATUS`, and what is said about those that failed. */
export function phasesOf({ phases }: BuildResult): string[] {
  return phases.map(({ name, status, message }) => [name, status, message].filter(Boolean).join(" "));
}

/** The log without CodeBuild's own lines: what the commands have said. */
export function outputOf({ log }: BuildResult): string[] {
  return log.filter((line) => !line.startsWith("[Container] "));
}

/** An artifact's JSON. */
export function jsonOf({ artifacts }: BuildResult, name: string): unknown {
  return JSON.parse(Buffer.from(artifacts[name] ?? []).toString("utf8"));
}

/** A source with a buildspec of the given phases and artifacts. */
export const source = (phases: object, rest: object = {}): Record<string, string> => ({
  "buildspec.yml": stringify({ version: 0.2, phases, ...rest }),
});
/** Phases of which build has commands. */
export const commands = (...list: string[]): object => ({ build: { commands: list } });

/** Gives each test of a suite a folder of its own for temporary files, in which nothing may be left. */
export function emptyTemporaryFolder(): void {
  const { TMPDIR } = process.env;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "builds-"));
    process.env.TMPDIR = folder;
  });
  afterEach(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    assert.deepEqual(left, []);
  });
}
