import { AwsError, type Reference } from "../../model";

export const QUEUE = "aws:sqs/queue:Queue";
export const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";

/** The queue that a companion of it names. It does not hold the queue in being: it goes when the queue goes. */
export const ofQueue: Reference = {
  path: "queueUrl",
  to: QUEUE,
  by: "url",
  missing: () => new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."),
};
