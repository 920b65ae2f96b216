import { type Catcher, jsonata, type State, type Text, task } from "./asl";

export interface Notification {
  /** Plain, or an expression. */
  outcome: string;
  next: string;
  failed: Catcher;
  /** Why, in JSONata. Default: nothing is said. */
  why?: string;
  /** What the message is about, in JSONata. Default: the release's own variables. */
  about?: About;
}

/** What identifies a release, each in JSONata. */
export type About = Record<"execution" | "kind" | "side" | "deploymentId" | "startedAt", string>;

/** The variables of the release itself. */
export const OWN: About = {
  execution: "$me",
  kind: "$release.kind",
  side: "$release.side",
  deploymentId: "$release.deploymentId",
  startedAt: "$startedAt",
};

/**
 * Tells how a release goes. SNS delivers a message at least once, and a retry may publish it a second time: its `id` is the same
 * then. The attribute `outcome` is for filter policies of subscriptions.
 */
export function notify(
  { stack, record, topicArn }: { stack: string; record: string; topicArn: Text },
  { outcome, next, failed, why, about = OWN }: Notification,
): State {
  const [, expression] = /^{% (.*) %}$/.exec(outcome) ?? [];
  const said = expression ?? `'${outcome}'`;
  return task({
    comment: "Tells whoever has subscribed",
    resource: "arn:aws:states:::sns:publish",
    args: {
      TopicArn: topicArn,
      Subject: jsonata(`'${stack}: ' & ${about.kind} & ' of ' & ${about.side} & ' ' & $lowercase(${said})`),
      Message: {
        id: jsonata(`${about.execution} & '#' & ${said}`),
        stack,
        record,
        outcome,
        kind: jsonata(about.kind),
        side: jsonata(about.side),
        deploymentId: jsonata(about.deploymentId),
        ...(why !== undefined && { reason: jsonata(why) }),
        execution: jsonata(about.execution),
        startedAt: jsonata(about.startedAt),
        at: jsonata("$now()"),
      },
      MessageAttributes: { outcome: { DataType: "String", StringValue: outcome } },
    },
    patience: "some",
    next,
    failed,
  });
}
