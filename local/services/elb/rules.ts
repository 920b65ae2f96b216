import type { AccountRecord, Props } from "../../account/model";
import { number, objects, text } from "../../account/types/read";
import { meets } from "./conditions";
import type { Request } from "./request";
import { locationOf, rewritten } from "./rewrite";

/** What is done with a request in the end. */
export type Action =
  /** One of the groups gets it, each as often as its weight says, as the rule's transforms rewrite it. */
  | { kind: "forward"; targetGroups: readonly WeightedTargetGroup[]; request: Request }
  | { kind: "fixed-response"; statusCode: number; contentType: string; body: string }
  | { kind: "redirect"; statusCode: number; location: string }
  /** The load balancer cannot do what the rule says, and answers with an error of its own. */
  | { kind: "error"; statusCode: 500 | 503 };

export interface WeightedTargetGroup {
  arn: string;
  /** From 0 to 999. */
  weight: number;
}

/**
 * What a listener does with a request: the action of the first rule, in order of priority, all of whose conditions it meets,
 * else the default action: docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 *
 * @param rules The listener's own rules, in any order.
 */
export function actionFor(request: Request, listener: AccountRecord, rules: readonly AccountRecord[]): Action {
  const first = inOrder(rules).find(({ inputs }) => objects(inputs, "conditions").every((one) => meets(request, one)));
  return first
    ? finalAction(request, objects(first.inputs, "actions"), objects(first.inputs, "transforms"))
    : finalAction(request, objects(listener.inputs, "defaultActions"), []);
}

function inOrder(rules: readonly AccountRecord[]): AccountRecord[] {
  const priority = ({ outputs }: AccountRecord) => number(outputs, "priority") ?? Number.POSITIVE_INFINITY;
  return rules.toSorted((one, other) => priority(one) - priority(other));
}

/** Authentication comes before the action that answers; everybody here is signed in. */
function finalAction(request: Request, actions: readonly Props[], transforms: readonly Props[]): Action {
  for (const action of actions) {
    const type = text(action, "type");
    if (type === "forward") return forward(action, rewritten(request, transforms));
    if (type === "fixed-response") {
      return {
        kind: "fixed-response",
        statusCode: Number(text(action, "fixedResponse.statusCode") ?? 200),
        contentType: text(action, "fixedResponse.contentType") ?? "text/plain",
        body: text(action, "fixedResponse.messageBody") ?? "",
      };
    }
    if (type === "redirect") {
      const statusCode = text(action, "redirect.statusCode") === "HTTP_301" ? 301 : 302;
      return { kind: "redirect", statusCode, location: locationOf(action, request) };
    }
  }
  throw new Error("A listener's actions end in none that answers or forwards; the account refuses such a listener.");
}

/** A failed transform is a 500. AWS does not say what comes of groups that all have weight 0: 503, as for groups without targets. */
function forward(action: Props, request: Request | undefined): Action {
  if (!request) return { kind: "error", statusCode: 500 };
  const targetGroups = targetGroupsOf(action);
  if (targetGroups.every(({ weight }) => weight === 0)) return { kind: "error", statusCode: 503 };
  return { kind: "forward", targetGroups, request };
}

function targetGroupsOf(action: Props): WeightedTargetGroup[] {
  const groups = objects(action, "forward.targetGroups").map((group) => ({
    arn: text(group, "arn") ?? "",
    weight: number(group, "weight") ?? 1,
  }));
  if (groups.length > 0) return groups;
  return [{ arn: text(action, "targetGroupArn") ?? "", weight: 1 }];
}
