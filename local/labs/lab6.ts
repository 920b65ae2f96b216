import { dogsZip } from "../../scripts/releaseDogs/dogsZip";
import type { AccountRecord } from "../account/model";
import { text } from "../account/types/read";
import { builtImage } from "../containers/built";
import type { Check } from "../report/model";
import type { Execution } from "../services/codepipeline/execution";
import { PIPELINE } from "../services/codepipeline/pipelines";
import { duration, exactly, holds, within } from "./checks";
import { currentRevision, serviceNamed } from "./deployed";
import type { Lab } from "./lab";
import type { Stage } from "./stage";

/** How long a release may take, in seconds: "the pipeline should complete the first run within a few minutes". */
const RELEASE = 900;
/** How long a release that fails may take until it is rolled back, in seconds. */
const FAILURE = 3600;
/** From the upload until the pipeline runs, in seconds. */
const STARTS = 30;
/** Requests a second of the visitors who look at dogs meanwhile. */
const VISITORS = 5;

/** Lab 6: dogs are released by the upload of a zip; a release that does not work is taken back. */
export const lab6: Lab = {
  id: "lab6",
  title: "Lab 6: a pipeline for dogs",
  story:
    "The pipeline is deployed. The attendee uploads the second version of dogs, which is built and deployed while visitors " +
    "look at dogs; then a version that never answers, which is rolled back.",
  async run(stage) {
    const { simulation, world } = stage;
    await stage.apply({ lab: 6 });
    const dogs = serviceNamed(world, "dogs");
    // The new pipeline's own first run finds no zip.
    await simulation.runUntil(
      () => executions(stage).every(({ state }) => state !== "InProgress"),
      simulation.now + STARTS,
    );
    const { zip, background } = await otherVersion(stage);
    const checks = await released(stage, dogs, zip, background);
    checks.push(await survivesUp(stage, dogs));
    checks.push(...(await failing(stage, dogs, background)));
    return checks;
  },
};

function executions({ pipelines }: Stage): readonly Execution[] {
  return pipelines.executions;
}

/** The workshop releases the second version; a stack that runs it already gets the first. */
async function otherVersion(stage: Stage): Promise<{ zip: Uint8Array; background: string }> {
  const { BACKGROUNDS, dogsFiles } = await import("../../apps/dogs/files.mjs");
  const version = (await backgroundOf(stage)) === BACKGROUNDS.v2 ? "v1" : "v2";
  return { zip: dogsZip(dogsFiles(version)), background: BACKGROUNDS[version] };
}

/** The background of the page that dogs show. */
async function backgroundOf(stage: Stage): Promise<string> {
  const page = await (await stage.open("/dogs/")).text();
  return /--background: (#[0-9a-f]{6});/.exec(page)?.[1] ?? "none";
}

async function released(stage: Stage, dogs: AccountRecord, zip: Uint8Array, background: string): Promise<Check[]> {
  const { simulation, world, witness } = stage;
  const before = await backgroundOf(stage);
  const known = executions(stage).length;
  const began = simulation.now;
  stage.visitors("/dogs/", VISITORS);
  const { version, execution } = await upload(stage, zip, known);
  const started = execution ? execution.startedAt - began : undefined;
  await simulation.runUntil(() => execution?.state !== "InProgress", began + RELEASE);
  const took = execution?.state === "Succeeded" ? simulation.now - began : undefined;
  stage.visitors("/dogs/", 0);
  const image = imageOf(stage, dogs);
  const [, tag = ""] = image.split(/:(?=[^:/]*$)/);
  const pushed = builtImage(world.account, world.region, image).kind === "built";
  return [
    within(
      "the upload starts the pipeline",
      started,
      STARTS,
      "Lab 6, overview: “When new source code is uploaded to the bucket”",
    ),
    within("the release is through", took, RELEASE, "Lab 6, step 11b: “within a few minutes”"),
    holds("its stages", execution?.stages.every(({ state }) => state === "Succeeded") ?? false, {
      expected: "Source, Build, Deploy: Succeeded",
      seen: stagesOf(execution),
      source: "Lab 6, step 11b: the status of each stage",
    }),
    holds("the image's tag names the source that it was built from", tag.startsWith(`${safe(version)}-`) && pushed, {
      expected: `${safe(version)}-…, in the repository`,
      seen: tag || "none",
      source: "Lab 6, overview: the build “will tag the newly built dogs containers with a version number”",
    }),
    holds("the page's background has changed", before !== background && (await backgroundOf(stage)) === background, {
      expected: background,
      seen: `${before}, then ${await backgroundOf(stage)}`,
      source: "Lab 6, step 12: “with fancy new background color”",
    }),
    exactly("requests for dogs lost meanwhile", witness.allTraffic().lost, 0, {
      source: "Lab 6, overview: “deploy updated versions of their applications with minimal manual intervention”",
    }),
  ];
}

/** Uploads a zip, and waits for the execution that it starts. */
async function upload(
  stage: Stage,
  zip: Uint8Array,
  known: number,
): Promise<{ version: string; execution: Execution | undefined }> {
  const { simulation, world } = stage;
  const [pipeline] = world.records(PIPELINE);
  const source = JSON.stringify(pipeline?.inputs.stages ?? []);
  const bucket = /"S3Bucket":"([^"]+)"/.exec(source)?.[1] ?? "";
  const key = /"S3ObjectKey":"([^"]+)"/.exec(source)?.[1] ?? "";
  const version = stage.upload(bucket, key, zip);
  await simulation.runUntil(() => executions(stage).length > known, simulation.now + STARTS);
  return { version, execution: executions(stage)[known] };
}

/** What an image's tag keeps of an object's version. */
function safe(version: string): string {
  return version
    .replace(/[^A-Za-z0-9_.-]/g, "")
    .replace(/^[.-]*/, "")
    .slice(0, 40);
}

function stagesOf(execution: Execution | undefined): string {
  const stages = execution?.stages ?? [];
  return (
    stages
      .map(({ name, state, actions }) => {
        const [first] = actions;
        const last = actions.at(-1);
        return `${name}: ${state} in ${duration((last?.endedAt ?? 0) - (first?.startedAt ?? 0))}`;
      })
      .join(", ") || "it has not been started"
  );
}

/** Another deployment of the stack, after the pipeline's. */
async function survivesUp(stage: Stage, dogs: AccountRecord): Promise<Check> {
  const before = text(dogs.inputs, "taskDefinition") ?? "";
  await stage.apply({});
  const after = text(dogs.inputs, "taskDefinition") ?? "";
  return holds("pulumi up leaves dogs at the pipeline's revision", before === after, {
    expected: before.split("/").pop() ?? "",
    seen: after.split("/").pop() ?? "",
    source: "what others change is left to them",
  });
}

/** A release that builds, and whose container never answers: it listens where nobody asks. */
async function failing(stage: Stage, dogs: AccountRecord, background: string): Promise<Check[]> {
  const { simulation, witness } = stage;
  const { dogsFiles } = await import("../../apps/dogs/files.mjs");
  const files = dogsFiles("v1");
  const broken = { ...files, "nginx.conf": (files["nginx.conf"] ?? "").replace("listen 80;", "listen 8080;") };
  const good = imageOf(stage, dogs);
  const known = executions(stage).length;
  const began = simulation.now;
  const lost = witness.allTraffic().lost;
  stage.visitors("/dogs/", VISITORS);
  const { execution } = await upload(stage, dogsZip(broken), known);
  const all = () => executions(stage).slice(known);
  const over = () => execution !== undefined && all().every(({ state }) => state !== "InProgress");
  const done = await simulation.runUntil(over, began + FAILURE);
  stage.visitors("/dogs/", 0);
  const failed = execution?.stages.find(({ state }) => state === "Failed");
  const source = "a deployment that fails rolls back";
  return [
    holds("a version that never answers fails", failed?.name === "Deploy", {
      expected: "in the stage Deploy",
      seen: failed ? `in the stage ${failed.name}: ${failed.actions.at(-1)?.error?.message ?? ""}` : "it did not",
      source,
    }),
    within("and is rolled back", done ? simulation.now - began : undefined, FAILURE, source),
    holds("dogs run the image from before", imageOf(stage, dogs) === good, {
      expected: good.split("/").pop() ?? "",
      seen: imageOf(stage, dogs).split("/").pop() ?? "",
      source,
    }),
    holds("the page is the one from before", (await backgroundOf(stage)) === background, {
      expected: background,
      seen: await backgroundOf(stage),
      source,
    }),
    exactly("requests for dogs lost meanwhile, again", witness.allTraffic().lost - lost, 0, { source }),
  ];
}

/** The image that dogs run. */
function imageOf({ world }: Stage, dogs: AccountRecord): string {
  return currentRevision(world, dogs)?.containers[0]?.image ?? "";
}
