import { canaryRules } from "./canary";
import { cleanupRules } from "./cleanup";
import { computeRules } from "./compute";
import { costRules } from "./cost";
import { ecsRules } from "./ecs";
import { eventRules } from "./events";
import { iamRules } from "./iam";
import { nameRules } from "./names";
import { networkRules } from "./network";
import { packRules } from "./pack";
import type { Rule } from "./rule";
import { scalingRules } from "./scaling";
import { secretRules } from "./secrets";
import { spotRules } from "./spot";
import { storageRules } from "./storage";
import { tagRules } from "./tags";

/** Every rule of the pack, by area. Loading this starts no server, so that tests and other engines can run the rules. */
export const policies: Rule[] = [
  ...spotRules,
  ...costRules,
  ...tagRules,
  ...networkRules,
  ...computeRules,
  ...iamRules,
  ...secretRules,
  ...storageRules,
  ...ecsRules,
  ...scalingRules,
  ...eventRules,
  ...canaryRules,
  ...cleanupRules,
  ...nameRules,
  ...packRules,
];
