// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are lines of the program.
import type { ProgramChange } from "./change";

/** Changes that the rules about what stays behind find. */
export const cleanupChanges: ProgramChange[] = [
  {
    rule: "cleanup-force-destroy",
    file: "components/imageRepositories.ts",
    line: "forceDelete: true,",
    becomes: "",
    says: [
      "cleanup-force-destroy images-cats: forceDelete is missing, so destroy fails while anything is in it; true is required. Set it to true.",
      "cleanup-force-destroy images-dogs: forceDelete is missing, so destroy fails while anything is in it; true is required. Set it to true.",
      "cleanup-force-destroy images-simplehomepage: forceDelete is missing, so destroy fails while anything is in it; true is required. Set it to true.",
    ],
  },
  {
    rule: "cleanup-no-deletion-protection",
    file: "components/canary/canaryFunction.ts",
    line: "{ name: `/${stack}/${name}`, retentionInDays: RETENTION_DAYS },",
    becomes: "{ name: `/${stack}/${name}`, retentionInDays: RETENTION_DAYS, skipDestroy: true },",
    says: [
      "cleanup-no-deletion-protection canary-check-health: skipDestroy is true, so destroy leaves it behind; false is required. Set it to false.",
      "cleanup-no-deletion-protection canary-handle-ecs-events: skipDestroy is true, so destroy leaves it behind; false is required. Set it to false.",
      "cleanup-no-deletion-protection canary-update-route53: skipDestroy is true, so destroy leaves it behind; false is required. Set it to false.",
    ],
  },
  {
    rule: "cleanup-no-deletion-protection",
    file: "components/unicornSecret.ts",
    line: "new aws.kms.Alias(name, { name: `alias/keyForUnicorns-${stack}`, targetKeyId: key.keyId }, { parent: this });",
    becomes:
      "new aws.kms.Alias(name, { name: `alias/keyForUnicorns-${stack}`, targetKeyId: key.keyId }, { parent: this, protect: true });",
    says: [
      "cleanup-no-deletion-protection unicorns: the option protect is true, so destroy fails; only false is allowed. Leave it out, and deploy once before the destroy.",
    ],
  },
  {
    rule: "cleanup-log-retention",
    file: "components/dogsPipeline.ts",
    line: "return new aws.cloudwatch.LogGroup(name, { name: `/${stack}/${name}`, retentionInDays: 7 }, { parent: this });",
    becomes: "return new aws.cloudwatch.LogGroup(name, { name: `/${stack}/${name}` }, { parent: this });",
    says: [
      "cleanup-log-retention dogs-pipeline: retentionInDays is 0, so events are kept for ever; at most 30 is allowed. Set it to 30 or less.",
    ],
  },
  {
    rule: "cleanup-key-deletion-window",
    file: "components/unicornSecret.ts",
    line: "deletionWindowInDays: 7,",
    becomes: "",
    says: [
      "cleanup-key-deletion-window unicorns: deletionWindowInDays is missing, so a deleted key waits for 30 days; at most 7 is allowed. Set it to 7.",
    ],
  },
];
