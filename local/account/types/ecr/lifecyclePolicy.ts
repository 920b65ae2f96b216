import { AwsError, type TypeDefinition } from "../../model";
import { lifecyclePolicyFailure, sameLifecyclePolicy } from "./lifecyclePolicyDocument";

export const lifecyclePolicy: TypeDefinition = {
  type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  noun: "ECR lifecycle policy",
  rules: { policy: { test: (value) => lifecyclePolicyFailure(String(value)) } },
  replaces: ["policy", "repository"],
  // A repository has one lifecycle policy at most, and putting the new one overwrites the old one.
  deleteBeforeReplace: true,
  equal: { policy: sameLifecyclePolicy },
  references: [
    {
      path: "repository",
      to: "aws:ecr/repository:Repository",
      missing: (name) =>
        new AwsError(
          "RepositoryNotFoundException",
          `The repository with name '${name}' does not exist in the registry`,
        ),
    },
  ],
  unique: [
    {
      key: ({ repository }) => String(repository),
      // PutLifecyclePolicy overwrites; two resources would take turns at one policy.
      taken: ({ repository }) =>
        new AwsError("InvalidParameterException", `The repository '${repository}' has a lifecycle policy already.`),
    },
  ],
  id: ({ inputs }) => String(inputs.repository),
  outputs: ({ accountId }) => ({ registryId: accountId }),
};
