import type { ProgramChange } from "./change";

/** Changes that the rules about instances and images find. */
export const computeChanges: ProgramChange[] = [
  {
    rule: "imdsv2-required",
    file: "components/ecsLaunchTemplate.ts",
    line: 'metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },',
    becomes: 'metadataOptions: { httpEndpoint: "enabled", httpTokens: "optional", httpPutResponseHopLimit: 1 },',
    says: [
      'imdsv2-required cluster-on-demand: metadataOptions.httpTokens is optional, so IMDSv1 answers; only "required" is allowed. Set it so.',
      'imdsv2-required cluster-spot: metadataOptions.httpTokens is optional, so IMDSv1 answers; only "required" is allowed. Set it so.',
    ],
  },
  {
    rule: "metadata-hop-limit",
    file: "components/loadGenerator.ts",
    line: 'metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },',
    becomes: 'metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },',
    settings: { loadTest: true },
    says: [
      "metadata-hop-limit load-generator: metadataOptions.httpPutResponseHopLimit is 2, so containers reach the instance's credentials; at most 1 is allowed. Set it to 1.",
    ],
  },
  {
    rule: "encrypted-volumes",
    file: "components/ecsLaunchTemplate.ts",
    line: 'ebs: { volumeType: "gp3", volumeSize: ROOT_VOLUME_GIB, encrypted: "true", deleteOnTermination: "true" },',
    becomes: 'ebs: { volumeType: "gp3", volumeSize: ROOT_VOLUME_GIB, deleteOnTermination: "true" },',
    says: [
      "encrypted-volumes cluster-on-demand: blockDeviceMappings[0].ebs.encrypted is missing, so the account's default decides, which is not to encrypt; an encrypted volume is required. Set it to true.",
      "encrypted-volumes cluster-spot: blockDeviceMappings[0].ebs.encrypted is missing, so the account's default decides, which is not to encrypt; an encrypted volume is required. Set it to true.",
    ],
  },
  {
    rule: "images-pinned",
    file: "components/onDemandGroup.ts",
    line: "launchTemplate: args.launchTemplate,",
    becomes: 'launchTemplate: { ...args.launchTemplate, version: "$Latest" },',
    says: [
      "images-pinned cluster-on-demand: launchTemplate.version is $Latest, so an instance that starts tomorrow may be another than today's, and instanceRefresh never starts; the number of a version is required. Use the template's latestVersion, so that a new version is a change of the stack.",
    ],
  },
  {
    rule: "container-image-pinned",
    file: "components/dogsPipeline.ts",
    line: 'image: args.buildImage ?? "aws/codebuild/amazonlinux-x86_64-standard:5.0",',
    becomes: 'image: args.buildImage ?? "docker:latest",',
    says: [
      "container-image-pinned dogs-pipeline: environment.image is docker:latest, which may be another image tomorrow; a tag other than latest, or a digest, is required. Name the version that was tested.",
    ],
  },
];
