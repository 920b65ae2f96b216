import type { ProgramChange } from "./change";

/** Changes that the rules about secrets find. */
export const secretsChanges: ProgramChange[] = [
  {
    rule: "secrets-secure-string",
    file: "components/unicornSecret.ts",
    line: "keyId: key.keyId,",
    becomes: "",
    says: [
      "secrets-secure-string unicorns: keyId is missing, so everybody in the account who may read the secret may decrypt it too; a KMS key of one's own is required. Make an aws.kms.Key and name it.",
    ],
  },
  {
    rule: "secrets-not-in-environment",
    file: "components/canary/releaseFunctions.ts",
    line: "environment: { STACK: stack, HOSTED_ZONE_ID: zone.zoneId, RECORD_NAME: host, SIDES: sides },",
    becomes:
      'environment: { STACK: stack, API_TOKEN: "swordfish", HOSTED_ZONE_ID: zone.zoneId, RECORD_NAME: host, SIDES: sides },',
    says: [
      "secrets-not-in-environment canary-update-route53: environment.variables.API_TOKEN of API_TOKEN is 9 characters of plain text, which everybody who may describe the resource can read; the place of a secret is allowed, the secret itself is not. Keep it in Parameter Store or Secrets Manager and let the function read it from there.",
    ],
  },
];
