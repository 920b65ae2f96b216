import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { authorize } from "../../local/account/iam/authorize";
import type { ContextEntries } from "../../local/account/iam/context";
import { mayAssume } from "../../local/account/iam/trust";
import { bringUp, only } from "./bringUp";

/** What is asked for: an action, a resource, and what the service that is called says besides. */
type Asked = [action: string, resource: string, context?: ContextEntries];

/** A change of records as Route 53 tells IAM of it. */
function change(by: { names?: string[]; types?: string[]; actions?: string[] } = {}): ContextEntries {
  const { names = ["www.catsndogs.lol"], types = ["A"], actions = ["UPSERT"] } = by;
  return {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": names,
    "route53:ChangeResourceRecordSetsRecordTypes": types,
    "route53:ChangeResourceRecordSetsActions": actions,
  };
}

describe("the roles of lab 7", () => {
  let account: Account;

  before(async () => {
    ({ account } = await bringUp({ lab: 7 }));
  });

  const arn = (type: string, suffix = "") => String(only(account, type, suffix).outputs.arn);
  const lambda = (name: string) => arn("aws:lambda/function:Function", name);
  const table = () => arn("aws:dynamodb/table:Table");
  const topic = () => arn("aws:sns/topic:Topic", "-canary");
  const queue = () => arn("aws:sqs/queue:Queue");
  const release = () => arn("aws:sfn/stateMachine:StateMachine", "CatsnDogsRelease");
  const guard = () => arn("aws:sfn/stateMachine:StateMachine", "CatsnDogsReleaseGuard");
  const zone = () => arn("aws:route53/zone:Zone");
  const service = (name: string) => arn("aws:ecs/service:Service", `workshop-${name}`);

  /** Tells of everything that a role may not do that it has to, or may do that it need not. */
  function holds(role: string, allowed: boolean, asked: Asked[]): void {
    const principal = arn("aws:iam/role:Role", role);
    const wrong = asked.filter(
      ([action, resource, context = {}]) =>
        authorize(account, { principal, action, resource, context }).allowed !== allowed,
    );
    assert.deepEqual(wrong, []);
  }
  const may = (role: string, ...asked: Asked[]) => holds(role, true, asked);
  const mayNot = (role: string, ...asked: Asked[]) => holds(role, false, asked);

  for (const role of ["CatsnDogsupdateRoute53", "CatsnDogsReleaseGuard"]) {
    describe(role, () => {
      const CHANGE = "route53:ChangeResourceRecordSets";

      it("sets the weights of the host, in this zone", () => {
        may(role, [CHANGE, zone(), change()]);
        mayNot(role, [CHANGE, "arn:aws:route53:::hostedzone/ZOTHER", change()]);
      });

      it("changes no other name, also beside the host", () => {
        mayNot(role, [CHANGE, zone(), change({ names: ["catsndogs.lol"] })]);
        mayNot(role, [CHANGE, zone(), change({ names: ["www.catsndogs.lol", "mail.catsndogs.lol"] })]);
      });

      it("changes no record of another type", () => {
        for (const type of ["AAAA", "CNAME", "MX", "NS"]) mayNot(role, [CHANGE, zone(), change({ types: [type] })]);
      });

      it("neither makes nor deletes a record", () => {
        for (const action of ["CREATE", "DELETE"]) mayNot(role, [CHANGE, zone(), change({ actions: [action] })]);
        mayNot(role, [CHANGE, zone(), change({ actions: ["UPSERT", "DELETE"] })]);
        mayNot(role, ["route53:DeleteHostedZone", zone()]);
      });
    });
  }

  it("checkHealth looks, at this cluster's services of both sides, and changes nothing", () => {
    const role = "CatsnDogscheckHealth";
    for (const name of ["cats", "dogs", "simplehomepage", "cats-green", "dogs-green", "homepage-green"]) {
      may(role, ["ecs:DescribeServices", service(name)]);
    }
    may(role, ["elasticloadbalancing:DescribeTargetHealth", "*"], ["cloudwatch:GetMetricData", "*"]);
    mayNot(role, ["ecs:DescribeServices", service("mxnetservice")], ["ecs:UpdateService", service("cats")]);
    mayNot(role, ["dynamodb:GetItem", table()]);
  });

  it("handleEcsEvents starts releases, and no guard", () => {
    const role = "CatsnDogshandleEcsEvents";
    may(
      role,
      ["states:StartExecution", release()],
      ["dynamodb:GetItem", table()],
      ["ecs:DescribeServices", service("cats-green")],
      ["sqs:SendMessage", queue()],
    );
    mayNot(
      role,
      ["states:StartExecution", guard()],
      ["states:StopExecution", release()],
      ["dynamodb:UpdateItem", table()],
      ["sns:Publish", topic()],
    );
  });

  it("the release calls its two functions, and sets no weights itself", () => {
    const role = "CatsnDogsRelease";
    may(
      role,
      ["lambda:InvokeFunction", lambda("updateRoute53")],
      ["lambda:InvokeFunction", lambda("checkHealth")],
      ["dynamodb:UpdateItem", table()],
      ["dynamodb:PutItem", table()],
      ["dynamodb:GetItem", table()],
      ["sns:Publish", topic()],
      ["route53:GetChange", "arn:aws:route53:::change/C123"],
    );
    mayNot(
      role,
      ["lambda:InvokeFunction", lambda("handleEcsEvents")],
      ["route53:ChangeResourceRecordSets", zone(), change()],
      ["dynamodb:DeleteItem", table()],
      ["dynamodb:DeleteTable", table()],
    );
  });

  it("the guard calls no function", () => {
    mayNot("CatsnDogsReleaseGuard", ["lambda:InvokeFunction", lambda("updateRoute53")]);
    may("CatsnDogsReleaseGuard", ["route53:GetChange", "arn:aws:route53:::change/C123"], ["sns:Publish", topic()]);
  });

  it("the rule starts the guard alone", () => {
    may("CatsnDogsGuardEventsRole", ["states:StartExecution", guard()]);
    mayNot("CatsnDogsGuardEventsRole", ["states:StartExecution", release()]);
  });

  it("are each for their service alone", () => {
    for (const [role, service, other] of [
      ["CatsnDogsupdateRoute53", "lambda.amazonaws.com", "states.amazonaws.com"],
      ["CatsnDogsRelease", "states.amazonaws.com", "lambda.amazonaws.com"],
      ["CatsnDogsReleaseGuard", "states.amazonaws.com", "events.amazonaws.com"],
      ["CatsnDogsGuardEventsRole", "events.amazonaws.com", "states.amazonaws.com"],
    ] as const) {
      const on = { "aws:SourceAccount": account.state.accountId };
      assert.equal(mayAssume(account, arn("aws:iam/role:Role", role), service, on), true, role);
      assert.equal(mayAssume(account, arn("aws:iam/role:Role", role), other, on), false, role);
    }
  });
});
