import type * as pulumi from "@pulumi/pulumi";
import { wholeNumberProblems } from "./problems";
import type { LoadBalancerInfo } from "./siteLoadBalancer";

/** The workshop's: "10, 50, 100", with 60 seconds after each (lab 7, test the deployment). */
export const CANARY_STEPS = [10, 50, 100];
export const CANARY_WAIT_SECONDS = 60;

/** A service behind a load balancer. */
export interface CanaryService {
  service: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  targetGroup: { arn: pulumi.Input<string>; arnSuffix: pulumi.Input<string> };
}

/** One of the two sides between which visitors are moved. */
export interface CanarySide {
  loadBalancer: LoadBalancerInfo;
  /** The service of which a new deployment is a release. */
  released: CanaryService;
  /** What else is behind the load balancer, and has to be healthy too. @default nothing */
  others?: CanaryService[];
}

export interface CanaryDeploymentArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  cluster: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  /** The hosted zone's domain. It need not be registered: the zone's own name servers answer for it. */
  domain: string;
  /** What visitors open, in the domain. */
  host: string;
  /** The side that has all visitors at first. */
  blue: CanarySide;
  /** The side to which the first release goes. */
  green: CanarySide;
  /** Percent of the visitors that the released side gets, step by step; the last is 100. @default 10, 50, 100 */
  steps?: number[];
  /** Seconds that each step is watched before it is judged. @default 60 */
  waitSeconds?: number;
  /** Seconds after which a release that was paused, and not resumed, goes back. @default 3600 */
  pauseSeconds?: number;
  /**
   * Requests to the released side, since a step began, without which it is not healthy: nothing is known of it then. With 0, a
   * site without visitors passes by its targets alone.
   *
   * @default 1
   */
  minimumRequests?: number;
  /** Percentage points by which the released side may fail more requests than the other. @default 1 */
  errorRatePoints?: number;
  /** How many times the other side's response time is still good; 0.1 seconds always are. @default 2 */
  latencyRatio?: number;
  /** Gets an e-mail of each release, once it has confirmed that it wants to. @default nobody does */
  email?: string;
}

/** All that is wrong with the arguments, a sentence each; empty when nothing is. */
export function canaryDeploymentProblems(args: CanaryDeploymentArgs): string[] {
  const { steps = CANARY_STEPS, waitSeconds = CANARY_WAIT_SECONDS, pauseSeconds = 3600 } = args;
  const { minimumRequests = 1, errorRatePoints = 1, latencyRatio = 2, domain, host } = args;
  return [
    ...stepProblems(steps),
    ...wholeNumberProblems("waitSeconds", waitSeconds, 1, 86400),
    ...wholeNumberProblems("pauseSeconds", pauseSeconds, 60, 604800),
    ...wholeNumberProblems("minimumRequests", minimumRequests, 0),
    ...(errorRatePoints >= 0 && errorRatePoints <= 100
      ? []
      : [`errorRatePoints is ${errorRatePoints}; it must be a number from 0 to 100.`]),
    ...(latencyRatio >= 1 ? [] : [`latencyRatio is ${latencyRatio}; it must be a number, 1 or more.`]),
    ...(host.endsWith(`.${domain}`) ? [] : [`host is "${host}"; it must be a name in "${domain}", as www.${domain}.`]),
  ];
}

/** What is wrong with a release's steps, in the words of an error; empty when nothing is. */
export function stepProblems(steps: readonly number[]): string[] {
  const shown = `steps is ${steps.join(", ") || "empty"}`;
  const rises = steps.every((step, index) => Number.isInteger(step) && step > (steps[index - 1] ?? 0) && step <= 100);
  return rises && steps.length <= 20 && steps.at(-1) === 100
    ? []
    : [`${shown}; it must be at most 20 whole percentages, each higher than the one before, and the last 100.`];
}
