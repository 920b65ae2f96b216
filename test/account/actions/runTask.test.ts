import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import { requirePassRole } from "../../../local/account/actions/passRole";
import { type RunTask, requireRunTask } from "../../../local/account/actions/runTask";
import type { Props } from "../../../local/account/model";
import { accountWithRole, CALLER } from "../iam/fixture";
import { ACCOUNT_ID, accountWith, refusal } from "../support";
import { cats } from "./fixture";

const CLUSTER = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:cluster/alice-cluster`;
const DEFINITION = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:task-definition/alice-ImageAssessor:1`;
const TASK_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/alice-task`;
const EXECUTION_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/alice-execution`;

const run: Props = {
  Effect: "Allow",
  Action: "ecs:RunTask",
  Resource: DEFINITION.replace(/:1$/, ":*"),
  Condition: { ArnEquals: { "ecs:cluster": CLUSTER } },
};

const pass: Props = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: [TASK_ROLE, EXECUTION_ROLE],
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};

function withTask(
  statements: Props[],
  roles: Props = { taskRoleArn: TASK_ROLE, executionRoleArn: EXECUTION_ROLE },
): Account {
  const type = "aws:ecs/taskDefinition:TaskDefinition";
  return accountWith(...accountWithRole(statements).records(), { type, inputs: roles, outputs: { arn: DEFINITION } });
}

const task: RunTask = { cluster: CLUSTER, taskDefinition: DEFINITION };
const refused = (account: Account, by: Partial<RunTask> = {}): string =>
  refusal(() => requireRunTask(account, cats, { ...task, ...by }));

describe("account: ecs RunTask and the roles it passes on", () => {
  it("needs the task definition on the cluster, and both of its roles", () => {
    requireRunTask(withTask([run, pass]), cats, task);
    assert.equal(
      refused(withTask([pass])),
      `AccessDeniedException: User: ${CALLER} is not authorized to perform: ecs:RunTask on resource: ${DEFINITION} ` +
        "because no identity-based policy allows the ecs:RunTask action",
    );
    assert.match(refused(withTask([run, pass]), { cluster: `${CLUSTER}2` }), /perform: ecs:RunTask/);
  });

  it("is refused by the first role that may not be passed on", () => {
    const passed = (Resource: string) => withTask([run, { ...pass, Resource }]);
    assert.equal(
      refused(passed(EXECUTION_ROLE)),
      `AccessDeniedException: User: ${CALLER} is not authorized to perform: iam:PassRole on resource: ${TASK_ROLE} ` +
        "because no identity-based policy allows the iam:PassRole action",
    );
    assert.match(refused(passed(TASK_ROLE)), /iam:PassRole on resource: .+role\/alice-execution /);
  });

  it("passes on the roles of the call in the place of the task definition's", () => {
    const account = withTask([run, { ...pass, Resource: EXECUTION_ROLE }]);
    requireRunTask(account, cats, { ...task, overrides: { taskRoleArn: EXECUTION_ROLE } });
    assert.match(
      refused(account, { overrides: { executionRoleArn: EXECUTION_ROLE } }),
      /iam:PassRole on resource: .+alice-task /,
    );
  });

  it("passes on nothing where the task has no roles", () => {
    requireRunTask(withTask([run], {}), cats, task);
  });

  it("finds no task definition that is not there", () => {
    const taskDefinition = DEFINITION.replace(/:1$/, ":2");
    assert.equal(refused(withTask([run, pass]), { taskDefinition }), "ClientException: TaskDefinition not found.");
  });

  it("passes a role on to the service that the policy names", () => {
    const account = withTask([pass]);
    requirePassRole(account, cats, TASK_ROLE, "ecs-tasks.amazonaws.com");
    assert.match(
      refusal(() => requirePassRole(account, cats, TASK_ROLE, "ec2.amazonaws.com")),
      /^AccessDeniedException: .+iam:PassRole on resource: .+alice-task /,
    );
  });

  it("is what AWS's policy for EventBridge allows", () => {
    const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceEventsRole";
    const records = withTask([]).records();
    const account = accountWith(
      ...records.map((record) =>
        record.id === "cats-task"
          ? { ...record, inputs: { ...record.inputs, managedPolicyArns: [policyArn] } }
          : record,
      ),
    );
    requireRunTask(account, cats, task);
    assert.match(
      refusal(() => requirePassRole(account, cats, TASK_ROLE, "ec2.amazonaws.com")),
      /perform: iam:PassRole/,
    );
  });
});
