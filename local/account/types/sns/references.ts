import { AwsError, type Reference } from "../../model";

export const TOPIC = "aws:sns/topic:Topic";
export const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
export const TOPIC_SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

/** An input that names a topic by its ARN. It does not hold the topic in being: it goes when the topic goes. */
export function topicReference(path: string): Reference {
  return { path, to: TOPIC, by: "arn", missing: () => new AwsError("NotFound", "Topic does not exist") };
}
