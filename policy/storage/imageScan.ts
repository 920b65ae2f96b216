import type { RegistryScanningConfigurationArgs } from "@pulumi/aws/ecr/registryScanningConfiguration";
import type { Unwrap } from "@pulumi/pulumi";
import { givenOutput } from "../given";
import { stackRule } from "../rule";
import { text } from "../switches";
import { ecrRepository, ecrScanningConfiguration } from "../types";
import { isMissing, isPartial, items, type Seen, type SeenProps, UNKNOWN } from "../values";
import { bestPractice } from "./control";

/** Frequencies of the registry's rules under which an image is scanned when it comes. */
const ON_PUSH = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"];

/** Whether a registry's filter is about a repository: ECR takes names in which `*` stands for any characters. */
function matches(filter: string, name: string): boolean {
  const parts = filter.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  // A filter without a wildcard matches every name that contains it.
  return filter.includes("*") ? new RegExp(`^${parts.join(".*")}$`).test(name) : name.includes(filter);
}

/** Whether the registry scans a repository's images on push, whatever the repository says; UNKNOWN where it may. */
function scans(
  { rules }: SeenProps<Unwrap<RegistryScanningConfigurationArgs>>,
  name: Seen<string> | null | undefined,
): boolean | typeof UNKNOWN {
  const onPush = items(rules).filter(([, rule]) => ON_PUSH.includes(text(rule.scanFrequency)));
  const filters = onPush.flatMap(([, rule]) => items(rule.repositoryFilters).map(([, { filter }]) => filter));
  if (filters.includes("*")) return true;
  const isOpen = isPartial(rules) || onPush.some(([, rule]) => isPartial(rule.repositoryFilters));
  if (isOpen || filters.includes(UNKNOWN) || (name === UNKNOWN && filters.length > 0)) return UNKNOWN;
  return filters.some((filter) => typeof filter === "string" && typeof name === "string" && matches(filter, name));
}

/** The value of `scanOnPush` as the program gives it. */
function scanOnPush(configuration: unknown): unknown {
  if (configuration === UNKNOWN) return UNKNOWN;
  return typeof configuration === "object" && configuration !== null && "scanOnPush" in configuration
    ? configuration.scanOnPush
    : undefined;
}

/** Refuses repositories whose images nobody looks at. */
export const storageImageScan = stackRule(
  {
    name: "storage-image-scan",
    area: "storage",
    description: "Checks that images are scanned when they are pushed, by their repository or by the registry.",
    why:
      "Images are built once and run for months. A scan on push is free, and tells of the known holes of what they were " +
      "built from before anybody runs them.",
    severity: "medium",
    remediationSteps:
      "Set `imageScanningConfiguration.scanOnPush` to true on the repository, or cover it by a rule of a " +
      "`RegistryScanningConfiguration`.",
    framework: bestPractice("ECR.1", "ECR private repositories should have image scanning configured"),
    settings: {},
  },
  [ecrRepository, ecrScanningConfiguration],
  ({ all, refuse, leaveOpen }) => {
    const registries = all(ecrScanningConfiguration);
    for (const { resource, props } of all(ecrRepository)) {
      const value = scanOnPush(givenOutput(resource, "imageScanningConfiguration", props.imageScanningConfiguration));
      if (value === true || value === "true") continue;
      const scanned = registries.map((registry) => scans(registry.props, props.name));
      if (scanned.includes(true)) continue;
      if (value === UNKNOWN) leaveOpen(resource, "imageScanningConfiguration.scanOnPush");
      for (const [index, registry] of registries.entries()) {
        if (scanned[index] === UNKNOWN) leaveOpen(registry.resource, "rules");
      }
      if (value === UNKNOWN || scanned.includes(UNKNOWN)) continue;
      refuse(resource, {
        property: "imageScanningConfiguration.scanOnPush",
        given: isMissing(value) ? undefined : text(value),
        so: "so nobody learns of the holes in its images",
        allowed: "only true is allowed where the registry does not scan it",
        fix: "Set it to true.",
      });
    }
  },
);
