import type { ProgramChange } from "./change";

/** Changes that the rules about names find. */
export const namesChanges: ProgramChange[] = [
  {
    rule: "names-stack-scoped",
    file: "components/canary/releaseDashboard.ts",
    line: 'dashboardName: physicalName(stack, "release", 255),',
    becomes: 'dashboardName: "release",',
    says: [
      "names-stack-scoped canary: dashboardName is release, which another stack of this program would ask " +
        "for too; the stack's name, alice, is required in it. Make it from pulumi.getStack(), or leave it " +
        "out.",
    ],
  },
  {
    rule: "names-length",
    file: "components/canary/releaseEvents.ts",
    line: 'name: physicalName(stack, "CatsnDogsGuardEventsRole", 64),',
    becomes: 'name: physicalName(stack, "CatsnDogsGuardEventsRoleThatStartsTheGuardOfARelease", 64),',
    says: [
      "names-length canary-guard-events: name is " +
        "alice-CatsnDogsGuardEventsRoleThatStartsTheGuardOfARelease, which has 65 characters in a stack " +
        "whose name has 12; at most 64 are allowed. Shorten it by 1.",
    ],
  },
];
