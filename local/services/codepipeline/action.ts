import { unzipSync, zipSync } from "fflate";
import { type Caller, requireAllowed } from "../../account/actions/caller";
import { AwsError, type Props } from "../../account/model";
import { getObject, putObject } from "../../account/s3/objects";
import { text, texts } from "../../account/types/read";
import type { World } from "../world";
import { ActionFailed, type Execution } from "./execution";

/** What an action works with. */
export interface ActionContext {
  world: World;
  execution: Execution;
  /** The pipeline's inputs. */
  pipeline: Props;
  /** The action, as the pipeline declares it. */
  action: Props;
  /** The pipeline's role. */
  caller: Caller;
  /** Lets virtual time pass. */
  sleep: (seconds: number) => Promise<void>;
}

/** What an action has done, in a sentence, and what it is called elsewhere. */
export interface ActionDone {
  summary: string;
  externalId?: string;
}

/** A value of the action's configuration. */
export function setting({ action }: ActionContext, name: string): string {
  return text(action, `configuration.${name}`) ?? "";
}

/**
 * Keeps an artifact in the pipeline's own bucket.
 *
 * @throws ActionFailed where the role may not
 */
export function keepArtifact(context: ActionContext, body: Uint8Array): void {
  const { world, execution, pipeline, action, caller } = context;
  const [name = ""] = texts(action, "outputArtifacts[*]");
  const bucket = texts(pipeline, "artifactStores[*].location")[0] ?? "";
  const key = `${execution.pipeline.slice(0, 20)}/${name.slice(0, 10)}/${world.hex(7)}`;
  allowed(context, caller, "s3:PutObject", `arn:aws:s3:::${bucket}/${key}`);
  putObject(world.account, bucket, key, body);
  execution.artifacts.set(name, { bucket, key });
}

/**
 * The artifact that the action takes.
 *
 * @throws ActionFailed where it is not there, or somebody may not read it
 */
export function takeArtifact(context: ActionContext, caller: Caller): Uint8Array {
  const { world, execution, action } = context;
  const [name = ""] = texts(action, "inputArtifacts[*]");
  const place = execution.artifacts.get(name);
  if (!place) throw new ActionFailed("ConfigurationError", `The action has no input artifact ${name}.`);
  allowed(context, caller, "s3:GetObject", `arn:aws:s3:::${place.bucket}/${place.key}`);
  return getObject(world.account, place.bucket, place.key).body;
}

/** @throws ActionFailed `PermissionError`, in IAM's words */
export function allowed(
  { world }: ActionContext,
  caller: Caller,
  action: string,
  resource: string,
  context: Record<string, string> = {},
): void {
  try {
    requireAllowed(world.account, caller, { action, resource, context });
  } catch (error) {
    if (error instanceof AwsError) throw new ActionFailed("PermissionError", error.message);
    throw error;
  }
}

/** When all files of a zip are from, so that the same files are the same bytes: zip has local time, and nothing before 1980. */
const MTIME = new Date(1980, 0, 1, 12);

/** Files as a zip, always the same bytes for the same files. */
export function zipped(files: Record<string, Uint8Array>): Uint8Array {
  return zipSync(files, { mtime: MTIME });
}

/** The files of a zip; undefined for what is none. */
export function unzipped(zip: Uint8Array): Record<string, Uint8Array> | undefined {
  try {
    return unzipSync(zip);
  } catch {
    return undefined;
  }
}
