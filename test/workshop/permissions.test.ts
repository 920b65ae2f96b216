import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { requireRunTask } from "../../local/account/actions/runTask";
import { getParameter } from "../../local/account/actions/ssm";
import { authorize } from "../../local/account/iam/authorize";
import type { AccountRecord } from "../../local/account/model";
import { bringUp, only } from "./bringUp";

const REGION = "us-west-2";
const NAME = "/workshop/UnicornLocation";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

function roleOf(account: Account, suffix: string): string {
  return String(only(account, "aws:iam/role:Role", suffix).outputs.arn);
}

/** What a role gets who asks for the location, or why it does not. */
function ask(account: Account, principal: string, WithDecryption = true): string {
  try {
    return getParameter(account, { principal, region: REGION }, { Name: NAME, WithDecryption }).Parameter.Value;
  } catch (error) {
    return String(error);
  }
}

/** The parameter's tags as somebody at the console leaves them. */
function tag(parameter: AccountRecord, tags: Record<string, string>): void {
  parameter.inputs.tags = tags;
  parameter.outputs.tags = tags;
  parameter.outputs.tagsAll = tags;
}

describe("who may know where the unicorns are", () => {
  let account: Account;
  let cats: string;
  let instances: string;

  beforeEach(async () => {
    ({ account } = await bringUp({ lab: 4 }));
    cats = roleOf(account, "catsContainerTaskRole");
    const profile = only(account, "aws:iam/instanceProfile:InstanceProfile");
    instances = String(
      account.records("aws:iam/role:Role").find(({ outputs }) => outputs.name === profile.inputs.role)?.outputs.arn,
    );
  });

  it("cats may", () => {
    assert.equal(ask(account, cats), "catsndogs-assets.s3.amazonaws.com");
  });

  it("cats may not, once the parameter is no longer mythical", () => {
    const parameter = only(account, "aws:ssm/parameter:Parameter");
    tag(parameter, { Classification: "Ordinary" });
    assert.match(ask(account, cats), /^AccessDeniedException: .* is not authorized to perform: ssm:GetParameter/);
    tag(parameter, {});
    assert.match(ask(account, cats), /^AccessDeniedException: .* is not authorized to perform: ssm:GetParameter/);
  });

  it("cats may not use the key but by way of Parameter Store", () => {
    const key = only(account, "aws:kms/key:Key");
    const by = (context: Record<string, string>) =>
      authorize(account, {
        principal: cats,
        action: "kms:Decrypt",
        resource: String(key.outputs.arn),
        resourcePolicy: String(key.outputs.policy),
        context,
      }).allowed;
    assert.equal(by({ "kms:ViaService": "ssm.us-west-2.amazonaws.com" }), true);
    assert.equal(by({ "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com" }), false);
    assert.equal(by({}), false);
  });

  it("dogs and the homepage have no role to ask with", () => {
    for (const family of ["workshop-dogs", "workshop-simplehomepage"]) {
      assert.equal("taskRoleArn" in only(account, TASK_DEFINITION, family).inputs, false, family);
    }
  });

  it("the instances may see that there is a parameter, and not what is in it", () => {
    assert.match(ask(account, instances), /^AccessDeniedException: .*kms:Decrypt/);
    assert.equal(ask(account, instances, false).includes("catsndogs-assets"), false);
  });

  it("the schedule's role may not", () => {
    assert.match(
      ask(account, roleOf(account, "ImageAssessorEventsRole")),
      /^AccessDeniedException: .* is not authorized to perform: ssm:GetParameter/,
    );
  });
});

describe("what the schedule's role may run", () => {
  let account: Account;
  let caller: { principal: string; region: string };
  let cluster: string;

  before(async () => {
    ({ account } = await bringUp({ lab: 4 }));
    caller = { principal: roleOf(account, "ImageAssessorEventsRole"), region: REGION };
    cluster = String(only(account, "aws:ecs/cluster:Cluster").outputs.arn);
  });

  const revision = (family: string) => String(only(account, TASK_DEFINITION, family).outputs.arn);

  it("the image assessor", () => {
    requireRunTask(account, caller, { cluster, taskDefinition: revision("workshop-ImageAssessor") });
  });

  it("no other task", () => {
    assert.throws(() => requireRunTask(account, caller, { cluster, taskDefinition: revision("workshop-cats") }), {
      code: "AccessDeniedException",
    });
  });

  it("not on another cluster", () => {
    const other = cluster.replace(/[^/]+$/, "production");
    assert.throws(
      () => requireRunTask(account, caller, { cluster: other, taskDefinition: revision("workshop-ImageAssessor") }),
      { code: "AccessDeniedException" },
    );
  });

  it("not with the role of cats", () => {
    const overrides = { taskRoleArn: roleOf(account, "catsContainerTaskRole") };
    assert.throws(
      () => requireRunTask(account, caller, { cluster, taskDefinition: revision("workshop-ImageAssessor"), overrides }),
      { code: "AccessDeniedException", message: /iam:PassRole/ },
    );
  });
});
