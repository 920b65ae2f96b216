import type { ProgramChange } from "./change";

/** Changes that the rules about names find. */
export const namesChanges: ProgramChange[] = [
  {
    rule: "names-stack-scoped",
    file: "components/canary/releaseDashboard.ts",
    line: 'dashboardName: physicalName(stack, "release", 255),',
    becomes: 'dashboardName: "release",',
    says: [],
  },
  {
    rule: "names-length",
    file: "components/canary/releaseEvents.ts",
    line: 'name: physicalName(stack, "CatsnDogsGuardEventsRole", 64),',
    becomes: 'name: physicalName(stack, "CatsnDogsGuardEventsRoleThatStartsTheGuardOfARelease", 64),',
    says: [],
  },
];
