import type { Rule, TypeDefinition } from "../../model";
import { BUCKET_NOTIFICATION, companionId, ofBucket, oneOfBucket } from "./references";

/** docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
const event: Rule = {
  pattern: /^s3:[A-Z][A-Za-z]+(:(\*|[A-Z][A-Za-z]+))?$/,
  is: "the name of an event such as s3:ObjectCreated:*",
};

const arnOf = (service: string): Rule => ({
  pattern: new RegExp(`^arn:aws:${service}:[a-z0-9-]+:\\d{12}:.+$`),
  is: `an ARN that begins with arn:aws:${service}:`,
});

/**
 * Where S3 reports what happens in a bucket. EventBridge is modelled; of other targets only the form is checked.
 * docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export const bucketNotification: TypeDefinition = {
  type: BUCKET_NOTIFICATION,
  noun: "bucket notification",
  rules: {
    "topics[*].topicArn": arnOf("sns"),
    "topics[*].events[*]": event,
    "queues[*].queueArn": arnOf("sqs"),
    "queues[*].events[*]": event,
    "lambdaFunctions[*].lambdaFunctionArn": arnOf("lambda"),
    "lambdaFunctions[*].events[*]": event,
  },
  defaults: { eventbridge: false },
  replaces: ["bucket"],
  // A bucket has one, and deleting the old one after the new one was made would take that away.
  deleteBeforeReplace: true,
  references: [ofBucket],
  unique: [oneOfBucket("notification configuration")],
  id: companionId,
};
