import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning";
import type { PolicyResource } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { givenOutput } from "../given";
import type { StackContext } from "../rule";
import type { Loose } from "../switches";
import { bucketVersioning } from "../types";
import { isKnown, UNKNOWN } from "../values";
import { type BucketResource, namesOf, type Parts, partsOf } from "./parts";

/** Whether a bucket keeps versions, and where the program says so. */
export interface Versioning {
  resource: PolicyResource;
  property: string;
  /** Empty where nothing is said. */
  status: string | typeof UNKNOWN;
}

export type Versionings = Parts<BucketResource["props"], Unwrap<BucketVersioningArgs>>;

/** What the stack says of the versions of its buckets, in resources of their own or in the buckets themselves. */
export function versioningOf(buckets: readonly BucketResource[], { all }: Pick<StackContext<unknown>, "all">) {
  const parts = partsOf(buckets, all(bucketVersioning), "bucket", namesOf);
  return (bucket: BucketResource): Versioning => {
    const [part] = parts.of(bucket);
    if (part) {
      const configuration: unknown = part.props.versioningConfiguration;
      const property = "versioningConfiguration.status";
      return { resource: part.resource, property, status: textAt(configuration, "status") };
    }
    const [open] = parts.open;
    if (open) return { resource: open.resource, property: "bucket", status: UNKNOWN };
    return inlineVersioning(bucket);
  };
}

/** The versions as the bucket itself has them: `versioning`, or `versionings` in the old type BucketV2. */
function inlineVersioning({ resource, props }: BucketResource): Versioning {
  const list = givenOutput(resource, "versionings", (props as Loose).versionings);
  const own = givenOutput(resource, "versioning", props.versioning) ?? (Array.isArray(list) ? list[0] : list);
  const enabled = textAt(own, "enabled");
  const status = enabled === UNKNOWN ? UNKNOWN : enabled === "true" ? "Enabled" : "";
  return { resource, property: "versioning", status };
}

function textAt(value: unknown, key: string): string | typeof UNKNOWN {
  if (value === UNKNOWN) return UNKNOWN;
  if (typeof value !== "object" || value === null) return "";
  const found = (value as Record<string, unknown>)[key];
  if (found === UNKNOWN) return UNKNOWN;
  return isKnown(found) && typeof found !== "object" ? String(found) : "";
}
