import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { lifecyclePolicyFailure } from "../../local/account/types/ecr/lifecyclePolicyDocument";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces } from "./support";

const REPOSITORY = "aws:ecr/repository:Repository";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

const repository: Props = { name: "workshop/cats" };

const rule = {
  rulePriority: 1,
  description: "keeps ten",
  selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 10 },
  action: { type: "expire" },
};

const document = (...rules: object[]): string => JSON.stringify({ rules });

/** What ECR says about the rule with a part of it changed. */
const changed = (by: object, selection: object = {}): string | undefined =>
  lifecyclePolicyFailure(document({ ...rule, ...by, selection: { ...rule.selection, ...selection } }));

describe("account: ECR repositories", () => {
  it("makes a repository with the URL, ARN and defaults of ECR", () => {
    const { id, outputs } = make(new Account(), REPOSITORY, repository);
    assert.equal(id, "workshop/cats");
    assert.equal(outputs.arn, `arn:aws:ecr:us-west-2:${ACCOUNT_ID}:repository/workshop/cats`);
    assert.equal(outputs.repositoryUrl, `${ACCOUNT_ID}.dkr.ecr.us-west-2.amazonaws.com/workshop/cats`);
    assert.equal(outputs.registryId, ACCOUNT_ID);
    assert.equal(outputs.imageTagMutability, "MUTABLE");
    assert.deepEqual(outputs.imageScanningConfiguration, { scanOnPush: false });
    assert.deepEqual(outputs.encryptionConfigurations, [{ encryptionType: "AES256", kmsKey: "" }]);
  });

  const limits: [by: Props, ...expected: string[]][] = [
    [{ name: "c" }, 'name: expected a length between 2 and 256 characters, got "c"'],
    [
      { name: "Cats" },
      'name: expected lower-case letters and digits, with . _ - between them and / between namespaces, got "Cats"',
    ],
    [
      { imageTagMutability: "FIXED" },
      "imageTagMutability: expected one of MUTABLE, IMMUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION, " +
        'got "FIXED"',
    ],
    [
      { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
      "imageTagMutabilityExclusionFilters: missing; imageTagMutability IMMUTABLE_WITH_EXCLUSION needs filters",
    ],
    [
      { imageTagMutabilityExclusionFilters: [{ filter: "latest*", filterType: "WILDCARD" }] },
      "imageTagMutabilityExclusionFilters: needs an imageTagMutability that ends in _WITH_EXCLUSION, got MUTABLE",
    ],
    [
      { encryptionConfigurations: [{ encryptionType: "AES" }] },
      'encryptionConfigurations[0].encryptionType: expected one of AES256, KMS, KMS_DSSE, got "AES"',
    ],
    [
      { encryptionConfigurations: [{ kmsKey: "arn:aws:kms:us-west-2:123456789012:key/1" }] },
      "encryptionConfigurations[0].kmsKey: works with encryptionType KMS or KMS_DSSE only, got AES256",
    ],
  ];
  for (const [by, ...expected] of limits) {
    it(`refuses ${JSON.stringify(by)}`, () => {
      assert.deepEqual(failures(REPOSITORY, { ...repository, ...by }), expected);
    });
  }

  it("replaces a repository for its name and encryption, and changes the rest in place", () => {
    assert.deepEqual(replaces(REPOSITORY, repository, { name: "other" }), ["name"]);
    const encryptionConfigurations = [{ encryptionType: "KMS" }];
    assert.deepEqual(replaces(REPOSITORY, repository, { encryptionConfigurations }), ["encryptionConfigurations"]);
    assert.deepEqual(replaces(REPOSITORY, repository, { imageTagMutability: "IMMUTABLE", forceDelete: true }), []);
    const account = new Account();
    const made = make(account, REPOSITORY, repository);
    assert.equal(
      change(account, REPOSITORY, made, { imageTagMutability: "IMMUTABLE" }).imageTagMutability,
      "IMMUTABLE",
    );
  });

  it("refuses a name that is taken in the region, and takes it in another one", () => {
    const account = new Account();
    make(account, REPOSITORY, repository);
    assert.equal(
      refusal(() => make(account, REPOSITORY, repository)),
      "RepositoryAlreadyExistsException: The repository with name 'workshop/cats' already exists in the registry " +
        `with id '${ACCOUNT_ID}'`,
    );
    const elsewhere = make(account, REPOSITORY, { ...repository, region: "eu-west-1" });
    assert.equal(elsewhere.outputs.repositoryUrl, `${ACCOUNT_ID}.dkr.ecr.eu-west-1.amazonaws.com/workshop/cats`);
  });

  it("keeps a repository that holds images, unless it is deleted by force", () => {
    const account = new Account();
    const made = make(account, REPOSITORY, repository);
    const [record] = account.records(REPOSITORY);
    assert.ok(record);
    record.hidden = { images: { "sha256:1": { tags: ["v1"] } } };
    assert.equal(
      refusal(() => account.delete(REPOSITORY, "workshop/cats", options)),
      `RepositoryNotEmptyException: The repository with name 'workshop/cats' in registry with id '${ACCOUNT_ID}' ` +
        "cannot be deleted because it still contains images",
    );
    change(account, REPOSITORY, made, { forceDelete: true });
    account.delete(REPOSITORY, "workshop/cats", options);
    assert.equal(account.isEmpty, true);
  });

  it("deletes a repository without images", () => {
    const account = new Account();
    make(account, REPOSITORY, repository);
    account.delete(REPOSITORY, "workshop/cats", options);
    assert.equal(account.isEmpty, true);
  });

  it("counts repositories against the quota", () => {
    const account = new Account();
    account.raiseQuota("L-CFEB8E8D", 0);
    assert.equal(
      refusal(() => make(account, REPOSITORY, repository)),
      'LimitExceededException: The quota "Registered repositories" (L-CFEB8E8D) is 0; 0 in use, 1 more asked for. ' +
        "Delete what is not needed, or ask for a higher quota in Service Quotas.",
    );
  });
});

describe("account: ECR lifecycle policies", () => {
  const policy: Props = { repository: "workshop/cats", policy: document(rule) };

  it("puts a policy on a repository", () => {
    const account = new Account();
    make(account, REPOSITORY, repository);
    const { id, outputs } = make(account, LIFECYCLE, policy);
    assert.equal(id, "workshop/cats");
    assert.equal(outputs.registryId, ACCOUNT_ID);
  });

  it("refuses one for a repository that does not exist", () => {
    assert.equal(
      refusal(() => make(new Account(), LIFECYCLE, policy)),
      "RepositoryNotFoundException: The repository with name 'workshop/cats' does not exist in the registry",
    );
  });

  it("refuses a second owner of one policy", () => {
    const account = new Account();
    make(account, REPOSITORY, repository);
    make(account, LIFECYCLE, policy);
    assert.equal(
      refusal(() => make(account, LIFECYCLE, policy)),
      "InvalidParameterException: The repository 'workshop/cats' has a lifecycle policy already.",
    );
  });

  it("accepts rules for tagged and untagged images", () => {
    const tagged = {
      rulePriority: 1,
      selection: {
        tagStatus: "tagged",
        tagPatternList: ["v*"],
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: 14,
      },
      action: { type: "expire" },
    };
    assert.equal(lifecyclePolicyFailure(document(tagged, { ...rule, rulePriority: 2 })), undefined);
  });

  const at = "Invalid parameter at 'LifecyclePolicyText': ";
  const refused: [what: string, failure: string | undefined, expected: string][] = [
    ["no JSON", lifecyclePolicyFailure("{"), 'expected a JSON object with rules, got "{"'],
    [
      "more than 30,720 characters",
      lifecyclePolicyFailure(document({ ...rule, description: "x".repeat(30_720) })),
      "expected at most 30720 characters, got 30876",
    ],
    ["no rules", lifecyclePolicyFailure(document()), "expected 1 to 50 rules, got 0"],
    [
      "an unknown field",
      changed({ priority: 1 }),
      "rules[0].priority: unknown property; expected one of action, description, rulePriority, selection",
    ],
    ["no action", changed({ action: undefined }), "rules[0].action: missing required property"],
    [
      "a priority given twice",
      lifecyclePolicyFailure(document(rule, rule)),
      "rules: the rulePriority 1 is given more than once",
    ],
    ["priority 0", changed({ rulePriority: 0 }), "rules[0].rulePriority: expected a whole number from 1, got 0"],
    [
      "another action",
      changed({ action: { type: "delete" } }),
      'rules[0].action.type: expected one of expire, transition, got "delete"',
    ],
    [
      "another tag status",
      changed({}, { tagStatus: "all" }),
      'rules[0].selection.tagStatus: expected one of tagged, untagged, any, got "all"',
    ],
    [
      "tagged images without tags",
      changed({}, { tagStatus: "tagged" }),
      'rules[0].selection.tagStatus: tagged needs exactly one of "tagPatternList", "tagPrefixList"',
    ],
    [
      "tags of any image",
      changed({}, { tagPrefixList: ["v"] }),
      "rules[0].selection.tagPrefixList: works with tagStatus tagged only, got any",
    ],
    [
      "another count type",
      changed({}, { countType: "imageCount" }),
      "rules[0].selection.countType: expected one of imageCountMoreThan, sinceImagePushed, sinceImagePulled, " +
        'sinceImageTransitioned, got "imageCount"',
    ],
    [
      "a count of 0",
      changed({}, { countNumber: 0 }),
      "rules[0].selection.countNumber: expected a whole number from 1, got 0",
    ],
    [
      "a unit of a number of images",
      changed({}, { countUnit: "days" }),
      "rules[0].selection.countUnit: not valid with countType imageCountMoreThan",
    ],
    [
      "an age without a unit",
      changed({}, { countType: "sinceImagePushed" }),
      "rules[0].selection.countUnit: expected days with countType sinceImagePushed, got nothing",
    ],
    [
      "a rule after the one for any image",
      lifecyclePolicyFailure(
        document(rule, { ...rule, rulePriority: 2, selection: { ...rule.selection, tagStatus: "untagged" } }),
      ),
      "rules[0].rulePriority: a rule for tagStatus any must have the highest rulePriority, which is 2",
    ],
  ];
  for (const [what, failure, expected] of refused) {
    it(`refuses ${what}`, () => assert.equal(failure, `${at}${expected}`));
  }

  it("names the input that is wrong", () => {
    assert.deepEqual(failures(LIFECYCLE, { ...policy, policy: "{}" }), [
      `policy: ${at}rules: missing required property`,
    ]);
  });

  it("replaces a policy that changes, and sees no change in another order of tags", () => {
    assert.deepEqual(replaces(LIFECYCLE, policy, { policy: document({ ...rule, rulePriority: 2 }) }), ["policy"]);
    const tagged = (...tagPatternList: string[]): Props => ({
      ...policy,
      policy: document({ ...rule, selection: { ...rule.selection, tagStatus: "tagged", tagPatternList } }),
    });
    const account = new Account();
    assert.equal(account.diff(LIFECYCLE, tagged("v*", "w*"), tagged("w*", "v*")).changes, false);
    assert.equal(account.diff(LIFECYCLE, tagged("v*", "w*"), tagged("v*")).changes, true);
  });
});
