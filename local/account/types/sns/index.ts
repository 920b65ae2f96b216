import type { TypeDefinition } from "../../model";
import { topic } from "./topic";
import { topicPolicy } from "./topicPolicy";
import { topicSubscription } from "./topicSubscription";

/** Amazon SNS. */
export const snsTypes: readonly TypeDefinition[] = [topic, topicPolicy, topicSubscription];
