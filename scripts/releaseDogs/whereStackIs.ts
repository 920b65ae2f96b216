import { type ClientConfig, notUpToLab, type ReachableStack } from "../common/stack";

/** Where a stack's releases of dogs begin and end, as its outputs name it. */
export interface DogsPipeline {
  /** Name of the bucket whose object `key` starts a release. */
  bucket: string;
  key: string;
  /** Name of the pipeline. */
  pipeline: string;
  /** Log group of its builds. */
  logGroup: string;
}

/** A stack as far as it matters here. */
export interface Deployed {
  dogs: DogsPipeline;
  /** Without a slash at its end. */
  siteUrl: string;
  client: ClientConfig;
}

/** @throws InputError where the stack has no pipeline */
export function withPipeline(stack: string, { outputs, client, siteUrl }: ReachableStack): Deployed {
  const { dogsPipeline, siteUrl: onAws } = outputs as { dogsPipeline?: DogsPipeline; siteUrl?: string };
  const url = siteUrl ?? onAws;
  if (dogsPipeline === undefined || url === undefined) throw notUpToLab(stack, 6, "pipeline for dogs");
  const { bucket, key, pipeline, logGroup } = dogsPipeline;
  return { dogs: { bucket, key, pipeline, logGroup }, siteUrl: url.replace(/\/$/, ""), client };
}
