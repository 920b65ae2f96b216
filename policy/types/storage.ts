/** What keeps data. */
import type { TableArgs } from "@pulumi/aws/dynamodb/table";
import type { ClusterArgs } from "@pulumi/aws/rds/cluster";
import type { InstanceArgs } from "@pulumi/aws/rds/instance";
import type { AccountPublicAccessBlockArgs } from "@pulumi/aws/s3/accountPublicAccessBlock";
import type { BucketArgs } from "@pulumi/aws/s3/bucket";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification";
import type { BucketPolicyArgs } from "@pulumi/aws/s3/bucketPolicy";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning";
import { resourceType } from "./resourceType";

export const dynamodbTable = resourceType<TableArgs>("aws:dynamodb/table:Table");
export const rdsCluster = resourceType<ClusterArgs>("aws:rds/cluster:Cluster");
export const rdsInstance = resourceType<InstanceArgs>("aws:rds/instance:Instance");
export const accountPublicAccessBlock = resourceType<AccountPublicAccessBlockArgs>(
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
);
export const bucket = resourceType<BucketArgs>("aws:s3/bucket:Bucket");
export const bucketLifecycleConfiguration = resourceType<BucketLifecycleConfigurationArgs>(
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
);
export const bucketNotification = resourceType<BucketNotificationArgs>("aws:s3/bucketNotification:BucketNotification");
export const bucketPolicy = resourceType<BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy");
export const bucketPublicAccessBlock = resourceType<BucketPublicAccessBlockArgs>(
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
);
export const bucketServerSideEncryptionConfiguration = resourceType<BucketServerSideEncryptionConfigurationArgs>(
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
);
export const bucketVersioning = resourceType<BucketVersioningArgs>("aws:s3/bucketVersioning:BucketVersioning");
