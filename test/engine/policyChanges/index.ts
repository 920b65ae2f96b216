import { canaryChanges } from "./canary";
import type { ProgramChange } from "./change";
import { cleanupChanges } from "./cleanup";
import { computeChanges } from "./compute";
import { costChanges } from "./cost";
import { ecsChanges } from "./ecs";
import { eventsChanges } from "./events";
import { iamChanges } from "./iam";
import { namesChanges } from "./names";
import { networkChanges } from "./network";
import { scalingChanges } from "./scaling";
import { secretsChanges } from "./secrets";
import { spotChanges } from "./spot";
import { storageChanges } from "./storage";
import { tagsChanges } from "./tags";

/** For each rule at least one line of the program whose change it finds, by area. */
export const programChanges: readonly ProgramChange[] = [
  ...spotChanges,
  ...costChanges,
  ...tagsChanges,
  ...networkChanges,
  ...computeChanges,
  ...iamChanges,
  ...secretsChanges,
  ...storageChanges,
  ...ecsChanges,
  ...scalingChanges,
  ...eventsChanges,
  ...canaryChanges,
  ...cleanupChanges,
  ...namesChanges,
];
