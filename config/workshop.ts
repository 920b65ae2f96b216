import type { MetricSteps } from "../components/stepScaling";

/** The program builds the labs from 0 to this one. */
export const HIGHEST_LAB = 7;

/** The site's images, each of them a repository of lab 0 and a service of lab 2. */
export const SITE_IMAGES = ["cats", "dogs", "simplehomepage"] as const;

/**
 * How the fleet follows MemoryReservation, the percentage of the cluster's memory that tasks reserve. As the workshop
 * has it, both alarms share a threshold; the cluster warns that this makes the fleet flap.
 */
export const FLEET_SCALING: MetricSteps = {
  out: {
    threshold: 20,
    steps: [
      { from: 20, to: 50, add: 2 },
      { from: 50, add: 3 },
    ],
  },
  in: {
    threshold: 20,
    steps: [
      { upTo: 20, above: 10, remove: 1 },
      { upTo: 10, remove: 2 },
    ],
  },
};

/**
 * How cats and dogs follow RequestCount, the requests in a minute, each between 2 and 100 tasks. Scaling in takes more
 * tasks at 101 to 1,000 requests than below: odd, but the workshop's own.
 */
export const PET_SCALING: MetricSteps & { min: number; max: number } = {
  min: 2,
  max: 100,
  out: {
    threshold: 1000,
    steps: [
      { from: 1000, to: 2000, add: 10 },
      { from: 2000, to: 4000, add: 20 },
      { from: 4000, add: 25 },
    ],
  },
  in: {
    threshold: 1000,
    steps: [
      { upTo: 1000, above: 100, remove: 10 },
      { upTo: 100, remove: 5 },
    ],
  },
};

/** A task of cats or dogs: CPU units, the limit of its memory in MiB, and how much of it is reserved. */
export const PET_TASK = { cpu: 50, memory: 1024, memoryReservation: 384 };

/** A task of the homepage, in the same units. */
export const HOMEPAGE_TASK = { cpu: 50, memory: 300, memoryReservation: 256 };

/** How cats change from one version to the next, from lab 3 on: never more tasks than before, and half of them serving. */
export const CATS_DEPLOYMENT = { minimumHealthyPercent: 50, maximumPercent: 100 };

/** The task of lab 4 that removes pictures, every two minutes; memory in MiB. */
export const IMAGE_ASSESSOR = {
  container: "ImageAssessmentContainer",
  memory: 128,
  schedule: "rate(2 minutes)",
  targetId: "catsndogsreinvent2017",
} as const;

/** The machine-learning service of lab 5; memory in MiB. */
export const MXNET = { memory: 2048, desiredCount: 2 };

/** What lab 5 marks an instance with, and binds cats to. */
export const CATNIP = { attribute: { catslike: "catnip" }, constraint: "attribute:catslike == catnip" };

/** Where lab 7's visitors go: the workshop's domain, which nobody has registered, and its one name. */
export const SITE_DOMAIN = { domain: "catsndogs.lol", host: "www.catsndogs.lol" };

/**
 * How green cats scale: as cats do, but for two things. The least is 0, so that they wait for their release without a task:
 * Application Auto Scaling brings a service up to its least at once. And they never scale in by themselves, for then a site with
 * few visitors would lose the cats that it has just got.
 */
export const GREEN_CATS_SCALING = { ...PET_SCALING, min: 0, scaleInSuspended: true };
