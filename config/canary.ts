import { CANARY_STEPS, CANARY_WAIT_SECONDS, stepProblems } from "../components/canaryDeploymentArgs";
import { email } from "./awsValues";
import { checked, distinctList, integer, object, optional, type Parser } from "./parse";

/** How a release of cats goes; see the key `canary` in config.ts. */
export interface CanarySettings {
  steps: number[];
  waitSeconds: number;
  pauseSeconds: number;
  minimumRequests: number;
  email?: string;
}

export const CANARY_DEFAULTS: CanarySettings = {
  steps: CANARY_STEPS,
  waitSeconds: CANARY_WAIT_SECONDS,
  pauseSeconds: 3600,
  minimumRequests: 1,
};

const steps: Parser<number[]> = checked(distinctList(integer(1, 100), 1, 20, CANARY_STEPS), (given, at) =>
  stepProblems(given).length === 0
    ? given
    : at.refuse(
        given,
        "1 to 20 whole percentages, each higher than the one before, and the last 100",
        at.set(JSON.stringify(CANARY_STEPS)),
      ),
);

export const canarySettings: Parser<CanarySettings> = object<CanarySettings>({
  steps: optional(steps, CANARY_DEFAULTS.steps),
  waitSeconds: optional(integer(1, 86400), CANARY_DEFAULTS.waitSeconds),
  pauseSeconds: optional(integer(60, 604800), CANARY_DEFAULTS.pauseSeconds),
  minimumRequests: optional(integer(0, 1_000_000), CANARY_DEFAULTS.minimumRequests),
  email: optional<string | undefined>(email),
});
