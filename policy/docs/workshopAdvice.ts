/** Advice that the unchanged workshop gets, and why it is left as it is. */
export interface WorkshopAdvice {
  rule: string;
  /** Names of the resources that it is about. */
  resources: readonly string[];
  why: string;
}

/** All of it, at lab 7 without a load test. A test compares this with what the pack says. */
export const WORKSHOP_ADVICE: readonly WorkshopAdvice[] = [
  {
    rule: "container-image-pinned",
    resources: ["homepage-green", "image-assessor", "mxnet", "simplehomepage"],
    why:
      "The workshop's own instructions run these images by their tag `latest`, and publish no other. Set " +
      "`catsndogs:imageTags` and `catsndogs:mxnet` to run versions of yours.",
  },
  {
    rule: "scaling-thresholds-apart",
    resources: [
      "cats-green-scale-in",
      "cats-scale-in",
      "cluster-fleet-scale-in",
      "dogs-green-scale-in",
      "dogs-scale-in",
    ],
    why:
      "The workshop scales in at the threshold at which it scales out: 20 % of the fleet's memory, 1000 requests a minute. " +
      "That is what its labs show, so it stays the default; `catsndogs:fleetScaling` sets the fleet's otherwise.",
  },
];

/** What comes in addition where the load generator is switched on. */
export const LOAD_TEST_ADVICE: readonly WorkshopAdvice[] = [
  {
    rule: "load-generator-off",
    resources: ["load-generator"],
    why: "It was asked for, by `catsndogs:loadTest`, and costs $0.10 an hour until that is false again.",
  },
];
