import type { PipelineArgs } from "@pulumi/aws/codepipeline/pipeline";
import type { Unwrap } from "@pulumi/pulumi";
import { referredTo } from "../references";
import { stackRule } from "../rule";
import { bucket, bucketVersioning, pipeline } from "../types";
import { isMissing, items, type Seen, type SeenProps, UNKNOWN } from "../values";
import { bucketsOf, namesOf } from "./parts";
import { versioningOf } from "./versioning";

/** The names of the buckets that a pipeline's sources are read from. */
function sourceBuckets({ stages }: SeenProps<Unwrap<PipelineArgs>>): Seen<string>[] {
  const actions = items(stages).flatMap(([, stage]) => items(stage.actions));
  return actions.flatMap(([, { category, provider, configuration }]) => {
    if (category !== "Source" || provider !== "S3" || isMissing(configuration)) return [];
    const name = configuration === UNKNOWN ? UNKNOWN : configuration.S3Bucket;
    return isMissing(name) ? [] : [name];
  });
}

/** Refuses source buckets of pipelines that keep no versions. */
export const storageSourceVersioned = stackRule(
  {
    name: "storage-source-versioned",
    area: "storage",
    description: "Checks that buckets that a CodePipeline reads its source from keep versions.",
    why:
      "CodePipeline names a revision by the version of its object, so a source bucket without versions makes every run " +
      "fail in its first stage.",
    severity: "high",
    remediationSteps: 'Add a `BucketVersioning` for the bucket, with `versioningConfiguration.status` "Enabled".',
    settings: {},
  },
  [pipeline, bucket, bucketVersioning],
  ({ all, refuse, leaveOpen }) => {
    const buckets = bucketsOf({ all });
    const versioning = versioningOf(buckets, { all });
    const read = all(pipeline).flatMap(({ resource, props }) => {
      const values = sourceBuckets(props);
      const found = referredTo({ resource, property: "stages", values }, buckets, namesOf);
      if (values.includes(UNKNOWN) && found.length < values.length) leaveOpen(resource, "stages");
      return found;
    });
    for (const one of new Set(read)) {
      const { resource, property, status } = versioning(one);
      if (status === UNKNOWN) leaveOpen(resource, property);
      else if (status !== "Enabled") {
        refuse(resource, {
          property,
          given: status || undefined,
          so: "so CodePipeline cannot read its source from the bucket",
          allowed: "versions are required of a source bucket",
          fix: 'Add a BucketVersioning of status "Enabled", or set it so.',
        });
      }
    }
  },
);
