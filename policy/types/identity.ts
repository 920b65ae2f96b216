/** IAM, keys and secrets. */
import type { GroupArgs } from "@pulumi/aws/iam/group";
import type { GroupPolicyArgs } from "@pulumi/aws/iam/groupPolicy";
import type { GroupPolicyAttachmentArgs } from "@pulumi/aws/iam/groupPolicyAttachment";
import type { GroupPolicyAttachmentsExclusiveArgs } from "@pulumi/aws/iam/groupPolicyAttachmentsExclusive";
import type { InstanceProfileArgs } from "@pulumi/aws/iam/instanceProfile";
import type { PolicyArgs } from "@pulumi/aws/iam/policy";
import type { PolicyAttachmentArgs } from "@pulumi/aws/iam/policyAttachment";
import type { RoleArgs } from "@pulumi/aws/iam/role";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy";
import type { RolePolicyAttachmentArgs } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { RolePolicyAttachmentsExclusiveArgs } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import type { UserArgs } from "@pulumi/aws/iam/user";
import type { UserPolicyArgs } from "@pulumi/aws/iam/userPolicy";
import type { UserPolicyAttachmentArgs } from "@pulumi/aws/iam/userPolicyAttachment";
import type { UserPolicyAttachmentsExclusiveArgs } from "@pulumi/aws/iam/userPolicyAttachmentsExclusive";
import type { ExternalKeyArgs } from "@pulumi/aws/kms/externalKey";
import type { KeyArgs } from "@pulumi/aws/kms/key";
import type { KeyPolicyArgs } from "@pulumi/aws/kms/keyPolicy";
import type { ReplicaExternalKeyArgs } from "@pulumi/aws/kms/replicaExternalKey";
import type { ReplicaKeyArgs } from "@pulumi/aws/kms/replicaKey";
import type { SecretArgs } from "@pulumi/aws/secretsmanager/secret";
import type { SecretPolicyArgs } from "@pulumi/aws/secretsmanager/secretPolicy";
import type { ParameterArgs } from "@pulumi/aws/ssm/parameter";
import { resourceType } from "./resourceType";

export const iamGroup = resourceType<GroupArgs>("aws:iam/group:Group");
export const groupPolicy = resourceType<GroupPolicyArgs>("aws:iam/groupPolicy:GroupPolicy");
export const groupPolicyAttachment = resourceType<GroupPolicyAttachmentArgs>(
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
);
export const groupPolicyAttachmentsExclusive = resourceType<GroupPolicyAttachmentsExclusiveArgs>(
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
);
export const instanceProfile = resourceType<InstanceProfileArgs>("aws:iam/instanceProfile:InstanceProfile");
export const iamPolicy = resourceType<PolicyArgs>("aws:iam/policy:Policy");
export const policyAttachment = resourceType<PolicyAttachmentArgs>("aws:iam/policyAttachment:PolicyAttachment");
export const role = resourceType<RoleArgs>("aws:iam/role:Role");
export const rolePolicy = resourceType<RolePolicyArgs>("aws:iam/rolePolicy:RolePolicy");
export const rolePolicyAttachment = resourceType<RolePolicyAttachmentArgs>(
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
);
export const rolePolicyAttachmentsExclusive = resourceType<RolePolicyAttachmentsExclusiveArgs>(
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
);
export const iamUser = resourceType<UserArgs>("aws:iam/user:User");
export const userPolicy = resourceType<UserPolicyArgs>("aws:iam/userPolicy:UserPolicy");
export const userPolicyAttachment = resourceType<UserPolicyAttachmentArgs>(
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
);
export const userPolicyAttachmentsExclusive = resourceType<UserPolicyAttachmentsExclusiveArgs>(
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
);
export const kmsKey = resourceType<KeyArgs>("aws:kms/key:Key");
export const externalKey = resourceType<ExternalKeyArgs>("aws:kms/externalKey:ExternalKey");
export const kmsKeyPolicy = resourceType<KeyPolicyArgs>("aws:kms/keyPolicy:KeyPolicy");
export const replicaExternalKey = resourceType<ReplicaExternalKeyArgs>("aws:kms/replicaExternalKey:ReplicaExternalKey");
export const replicaKey = resourceType<ReplicaKeyArgs>("aws:kms/replicaKey:ReplicaKey");
export const secret = resourceType<SecretArgs>("aws:secretsmanager/secret:Secret");
export const secretPolicy = resourceType<SecretPolicyArgs>("aws:secretsmanager/secretPolicy:SecretPolicy");
export const ssmParameter = resourceType<ParameterArgs>("aws:ssm/parameter:Parameter");
