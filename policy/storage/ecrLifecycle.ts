import { stackRule } from "../rule";
import { ecrLifecyclePolicy, ecrRepository } from "../types";
import { bestPractice } from "./control";
import { partsOf } from "./parts";

/** Refuses repositories that keep every image for ever. */
export const storageEcrLifecycle = stackRule(
  {
    name: "storage-ecr-lifecycle",
    area: "storage",
    description: "Checks that every ECR repository has a lifecycle policy.",
    why:
      "Every build leaves an image behind, at 0.10 dollars a gigabyte and month, and the images of a workshop are large. " +
      "Without a lifecycle policy none of them ever goes.",
    severity: "low",
    remediationSteps:
      "Add a `LifecyclePolicy` for the repository, for example one that expires untagged images after a day.",
    framework: bestPractice("ECR.3", "ECR repositories should have at least one lifecycle policy configured"),
    settings: {},
  },
  [ecrRepository, ecrLifecyclePolicy],
  ({ all, refuse, leaveOpen }) => {
    const repositories = all(ecrRepository);
    const policies = partsOf(repositories, all(ecrLifecyclePolicy), "repository", ({ props }) => [props.name]);
    for (const one of repositories) {
      if (policies.of(one).length > 0) continue;
      for (const { resource } of policies.open) leaveOpen(resource, "repository");
      if (policies.open.length > 0) continue;
      refuse(one.resource, {
        property: "the repository's lifecycle policy",
        so: "so it keeps every image for ever",
        allowed: "a LifecyclePolicy is required for each repository",
        fix: "Add one that expires at least untagged images.",
      });
    }
  },
);
