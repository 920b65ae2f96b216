import { type AccountRecord, AwsError, type CheckFailure, type Props, type TypeDefinition } from "../../model";
import { isObject } from "../../values";
import { given, objects, text } from "../read";

export const repository: TypeDefinition = {
  type: "aws:ecr/repository:Repository",
  noun: "ECR repository",
  // AWS::ECR::Repository's registry schema.
  rules: {
    name: {
      all: [
        { length: [2, 256] },
        {
          pattern: /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
          is: "lower-case letters and digits, with . _ - between them and / between namespaces",
        },
      ],
    },
    imageTagMutability: { oneOf: ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"] },
    imageTagMutabilityExclusionFilters: { items: [1, 5] },
    "imageTagMutabilityExclusionFilters[*].filterType": { oneOf: ["WILDCARD"] },
    "imageTagMutabilityExclusionFilters[*].filter": {
      pattern: /^(?!.*\*.*\*.*\*)[\w.*-]{1,128}$/,
      is: "1 to 128 letters, digits and the characters . _ * -, with at most two *",
    },
    "encryptionConfigurations[*].encryptionType": { oneOf: ["AES256", "KMS", "KMS_DSSE"] },
  },
  check: (inputs) => [...filterFailures(inputs), ...encryptionFailures(inputs)],
  autoName: { property: "name", maxLength: 256 },
  defaults: { imageTagMutability: "MUTABLE" },
  replaces: ["name", "encryptionConfigurations"],
  computed: ["encryptionConfigurations", "imageScanningConfiguration"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }, { outputs }) =>
        new AwsError(
          "RepositoryAlreadyExistsException",
          `The repository with name '${name}' already exists in the registry with id '${outputs.registryId}'`,
        ),
    },
  ],
  // docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
  quotas: [{ code: "L-CFEB8E8D", name: "Registered repositories", default: 100_000, error: "LimitExceededException" }],
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ inputs, id, accountId, region, arn }) => ({
    arn: arn("ecr", `repository/${id}`),
    registryId: accountId,
    repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${id}`,
    encryptionConfigurations: encryption(inputs),
    imageScanningConfiguration: inputs.imageScanningConfiguration ?? { scanOnPush: false },
  }),
  verifyDelete: ({ accountId, id, inputs, before }) => {
    if (inputs.forceDelete === true || Object.keys(imagesOf(before)).length === 0) return;
    throw new AwsError(
      "RepositoryNotEmptyException",
      `The repository with name '${id}' in registry with id '${accountId}' cannot be deleted because it still contains images`,
    );
  },
};

/** The images in a repository, by digest. Whoever pushes one adds it to what the repository's record hides. */
export function imagesOf(repository: Pick<AccountRecord, "hidden"> | undefined): Props {
  const images = repository?.hidden?.images;
  return isObject(images) ? images : {};
}

function filterFailures(inputs: Props): CheckFailure[] {
  const mutability = text(inputs, "imageTagMutability");
  const property = "imageTagMutabilityExclusionFilters";
  if (mutability === undefined) return [];
  const excludes = mutability.endsWith("_WITH_EXCLUSION");
  if (excludes === given(inputs, property)) return [];
  return [
    {
      property,
      reason: excludes
        ? `missing; imageTagMutability ${mutability} needs filters`
        : `needs an imageTagMutability that ends in _WITH_EXCLUSION, got ${mutability}`,
    },
  ];
}

function encryptionFailures(inputs: Props): CheckFailure[] {
  return objects(inputs, "encryptionConfigurations").flatMap((one, i) => {
    const type = text(one, "encryptionType") ?? "AES256";
    if (!given(one, "kmsKey") || type !== "AES256") return [];
    const reason = "works with encryptionType KMS or KMS_DSSE only, got AES256";
    return [{ property: `encryptionConfigurations[${i}].kmsKey`, reason }];
  });
}

function encryption(inputs: Props): Props[] {
  const given = objects(inputs, "encryptionConfigurations");
  const all = given.length > 0 ? given : [{}];
  return all.map((one) => ({ encryptionType: "AES256", kmsKey: "", ...one }));
}
