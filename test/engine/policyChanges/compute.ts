import type { ProgramChange } from "./change";

/** Changes that the rules about instances find. */
export const computeChanges: ProgramChange[] = [
  {
    rule: "imdsv2-required",
    file: "components/ecsLaunchTemplate.ts",
    line: 'metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },',
    becomes: 'metadataOptions: { httpEndpoint: "enabled", httpTokens: "optional", httpPutResponseHopLimit: 1 },',
    says: [],
  },
  {
    rule: "instances-not-open-to-world",
    file: "components/network.ts",
    line: "this.instanceSecurityGroupId = instances.id;",
    becomes: "this.instanceSecurityGroupId = site.id;",
    says: [],
  },
  {
    rule: "spot-max-bid-price",
    file: "components/spotFleet.ts",
    line: "spotPrice: args.maxSpotPrice,",
    becomes: 'spotPrice: "0.3",',
    says: [],
  },
];
