import type { PolicyResource } from "@pulumi/policy";
import { givenOutput } from "../given";
import { stackRule } from "../rule";
import { type Loose, text } from "../switches";
import { bucket, bucketLifecycleConfiguration, bucketVersioning } from "../types";
import { isMissing, isPartial, items, UNKNOWN } from "../values";
import { bestPractice } from "./control";
import { type BucketResource, bucketsOf, namesOf, partsOf } from "./parts";
import { versioningOf } from "./versioning";

/** What rules of a lifecycle say, in a resource of its own or inline, where things have slightly other names. */
interface Lifecycle {
  resource: PolicyResource;
  property: string;
  rules: unknown;
}

/** What rules have to do, by the properties that do it. */
const DUTIES = [
  {
    properties: ["noncurrentVersionExpiration", "noncurrentVersionExpirations"],
    so: "so old versions stay for ever",
    fix: "Add noncurrentVersionExpiration to a rule that is enabled.",
  },
  {
    properties: [
      "abortIncompleteMultipartUpload",
      "abortIncompleteMultipartUploads",
      "abortIncompleteMultipartUploadDays",
    ],
    so: "so parts of uploads that failed stay for ever, where nobody sees them",
    fix: "Add abortIncompleteMultipartUpload to a rule that is enabled.",
  },
] as const;

/** Whether an enabled rule has one of some properties; UNKNOWN where one may. */
function does(rules: unknown, properties: readonly string[]): boolean | typeof UNKNOWN {
  const known = items(rules as readonly Loose[]).map(([, rule]) => rule);
  const enabled = known.filter(({ status, enabled }) => status === "Enabled" || text(enabled) === "true");
  const isEmpty = (value: unknown) => isMissing(value) || value === 0 || (Array.isArray(value) && value.length === 0);
  const given = enabled.flatMap((rule) => properties.map((property) => rule[property]));
  if (given.some((value) => value !== UNKNOWN && !isEmpty(value))) return true;
  const isOpen = known.some(({ status, enabled }) => status === UNKNOWN || enabled === UNKNOWN);
  return isPartial(rules) || isOpen || given.includes(UNKNOWN) ? UNKNOWN : false;
}

/** Refuses buckets whose old versions never end. */
export const storageBucketLifecycle = stackRule(
  {
    name: "storage-bucket-lifecycle",
    area: "storage",
    description: "Checks that buckets that keep versions end old ones, and uploads that never finish.",
    why:
      "In a bucket with versions, what is overwritten or deleted stays and is paid for like the rest, but no listing " +
      "shows it. The same goes for the parts of uploads that were broken off.",
    severity: "low",
    remediationSteps:
      "Add a `BucketLifecycleConfiguration` with an enabled rule that has `noncurrentVersionExpiration` and " +
      "`abortIncompleteMultipartUpload`.",
    framework: bestPractice("S3.13", "S3 general purpose buckets should have Lifecycle configurations"),
    settings: {},
  },
  [bucket, bucketVersioning, bucketLifecycleConfiguration],
  ({ all, refuse, leaveOpen }) => {
    const buckets = bucketsOf({ all });
    const versioning = versioningOf(buckets, { all });
    const configurations = partsOf(buckets, all(bucketLifecycleConfiguration), "bucket", namesOf);

    /** Undefined where it is not known. */
    const lifecycleOf = (one: BucketResource): Lifecycle | undefined => {
      const [configuration] = configurations.of(one);
      if (configuration) {
        return { resource: configuration.resource, property: "rules", rules: configuration.props.rules };
      }
      for (const { resource } of configurations.open) leaveOpen(resource, "bucket");
      if (configurations.open.length > 0) return undefined;
      const rules = givenOutput(one.resource, "lifecycleRules", one.props.lifecycleRules);
      return { resource: one.resource, property: "lifecycleRules", rules };
    };

    for (const one of buckets) {
      const { resource, property, status } = versioning(one);
      if (status === UNKNOWN) leaveOpen(resource, property);
      const lifecycle = status === "Enabled" ? lifecycleOf(one) : undefined;
      if (!lifecycle) continue;
      for (const { properties, so, fix } of DUTIES) {
        const done = does(lifecycle.rules, properties);
        const name = `${lifecycle.property}[].${properties[0]}`;
        if (done === UNKNOWN) leaveOpen(lifecycle.resource, name);
        else if (!done)
          refuse(lifecycle.resource, { property: name, so, allowed: "it is required with versions", fix });
      }
    }
  },
);
