import type { ProgramChange } from "./change";

/** Changes that the rules about tags find. */
export const tagsChanges: ProgramChange[] = [
  {
    rule: "required-tags",
    file: "index.ts",
    line: 'instanceTags: { ...tags, Lab: "1" },',
    becomes: "instanceTags: tags,",
    says: [
      "required-tags cluster-on-demand: tags.Lab is missing; a value that is not empty is required. List it in tags; the provider's default tags do not reach an Auto Scaling group.",
    ],
  },
];
