import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { policyFailure, samePolicy } from "../../local/account/types/iam/policyDocument";
import { ACCOUNT_ID, accountWith, change, failures, make, options, refusal, replaces } from "./support";

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

const SSM = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

const trust = (principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });

const ec2Trust = trust({ Service: "ec2.amazonaws.com" });

const role: Props = { name: "cats-instance", assumeRolePolicy: ec2Trust };

const permission = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Read", Effect: "Allow", Action: "ssm:GetParameters", Resource: "*" }],
};

const inline: Props = { name: "read", role: "cats-instance", policy: JSON.stringify(permission) };

/** What IAM says about the permission policy with one statement changed. */
const identity = (change: object, top: object = {}): string | undefined =>
  policyFailure(
    JSON.stringify({ ...permission, ...top, Statement: [{ ...permission.Statement[0], ...change }] }),
    "identity",
  );

/** What IAM says about the trust policy with its statement changed. */
const trusting = (change: object): string | undefined => {
  const document = JSON.parse(ec2Trust);
  return policyFailure(JSON.stringify({ ...document, Statement: [{ ...document.Statement[0], ...change }] }), "trust");
};

describe("account: IAM policy documents", () => {
  it("accepts a permission policy and a trust policy", () => {
    assert.equal(identity({}), undefined);
    assert.equal(trusting({}), undefined);
  });

  it("accepts one statement without a list, lists of actions, wildcards and conditions", () => {
    const statement = {
      Effect: "Deny",
      NotAction: ["s3:Get*", "ec2:Describe*"],
      NotResource: ["arn:aws:s3:::bucket/*", "arn:aws:iam::123456789012:role/cats"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-west-2"] }, Bool: { "aws:SecureTransport": true } },
    };
    assert.equal(policyFailure(JSON.stringify({ Version: "2012-10-17", Statement: statement }), "identity"), undefined);
  });

  it("accepts a trust policy of the first version, which ECS's old documentation shows", () => {
    const document = { ...JSON.parse(ec2Trust), Version: "2008-10-17" };
    assert.equal(policyFailure(JSON.stringify(document), "trust"), undefined);
  });

  const refused: [what: string, failure: string | undefined, expected: string][] = [
    ["text that is no JSON", policyFailure("{", "identity"), 'This policy contains invalid Json: "{"'],
    ["JSON that is no object", policyFailure("[]", "identity"), "Syntax errors in policy. Expected an object, got []."],
    [
      "an unknown element",
      identity({}, { Statements: [] }),
      "Syntax errors in policy. Unknown element Statements; expected Version, Id, Statement.",
    ],
    [
      "no statement",
      policyFailure('{"Version":"2012-10-17"}', "identity"),
      "Syntax errors in policy. The Statement is missing.",
    ],
    [
      "an empty list of statements",
      policyFailure('{"Version":"2012-10-17","Statement":[]}', "identity"),
      "Syntax errors in policy. The Statement is missing.",
    ],
    [
      "a version that never was",
      identity({}, { Version: "2013-10-17" }),
      'Syntax errors in policy. Version is 2012-10-17 or 2008-10-17, got "2013-10-17".',
    ],
    [
      "a permission policy of the first version",
      identity({}, { Version: "2008-10-17" }),
      'Policy document must be version 2012-10-17 or greater. Got "2008-10-17".',
    ],
    [
      "a misspelt element of a statement",
      identity({ Efect: "Allow" }),
      "Syntax errors in policy. Statement[0]: unknown element Efect; expected one of Sid, Effect, Principal, " +
        "NotPrincipal, Action, NotAction, Resource, NotResource, Condition.",
    ],
    [
      "another effect",
      identity({ Effect: "allow" }),
      'Syntax errors in policy. Statement[0]: Effect is Allow or Deny, got "allow".',
    ],
    [
      "an action with its opposite",
      identity({ NotAction: "s3:*" }),
      "Syntax errors in policy. Statement[0]: Action and NotAction exclude each other.",
    ],
    [
      "an action that is no string",
      identity({ Action: [1] }),
      "Syntax errors in policy. Statement[0]: Action is a string or a list of strings, got [1].",
    ],
    [
      "an unknown condition operator",
      identity({ Condition: { StringMatches: { a: "b" } } }),
      "Syntax errors in policy. Statement[0]: unknown condition operator StringMatches.",
    ],
    [
      "a condition without keys",
      identity({ Condition: { StringEquals: "b" } }),
      'Syntax errors in policy. Statement[0]: Condition.StringEquals is an object of condition keys, got "b".',
    ],
    ["no action", identity({ Action: undefined }), "Policy statement must contain actions. (Statement[0])"],
    [
      "an action without its service",
      identity({ Action: "GetParameters" }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. Got "GetParameters". (Statement[0])',
    ],
    ["no resource", identity({ Resource: undefined }), "Policy statement must contain resources. (Statement[0])"],
    [
      "a resource that is no ARN",
      identity({ Resource: "my-bucket" }),
      'Resource my-bucket must be in ARN format or "*". (Statement[0])',
    ],
    [
      "a principal in a permission policy",
      identity({ Principal: "*" }),
      "Policy document should not specify a principal. (Statement[0])",
    ],
    [
      "a statement id with other characters",
      identity({ Sid: "Read it" }),
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression " +
        '[0-9A-Za-z]*. Got "Read it". (Statement[0])',
    ],
    [
      "a statement id given twice",
      policyFailure(
        JSON.stringify({ ...permission, Statement: [permission.Statement[0], permission.Statement[0]] }),
        "identity",
      ),
      'Statement IDs (SID) in a single policy must be unique. Given more than once: "Read".',
    ],
    ["a resource in a trust policy", trusting({ Resource: "*" }), "Has prohibited field Resource (Statement[0])"],
    [
      "no principal in a trust policy",
      trusting({ Principal: undefined }),
      "Missing required field Principal (Statement[0])",
    ],
    [
      "a kind of principal that is none",
      trusting({ Principal: { Services: "ec2.amazonaws.com" } }),
      "Syntax errors in policy. Statement[0]: Principal names one of AWS, Service, Federated, CanonicalUser, got Services.",
    ],
    [
      "another action than assuming a role",
      trusting({ Action: "s3:GetObject" }),
      'AssumeRole policy may only specify STS AssumeRole actions. Got "s3:GetObject". (Statement[0])',
    ],
  ];
  for (const [what, failure, expected] of refused) {
    it(`refuses ${what}`, () => assert.equal(failure, expected));
  }

  it("knows policies that say the same apart from those that do not", () => {
    const [statement] = permission.Statement;
    const listed = { ...permission, Statement: { ...statement, Action: ["ssm:GetParameters"], Resource: ["*"] } };
    assert.equal(samePolicy(JSON.stringify(permission), JSON.stringify(listed, null, 2)), true);
    const more = { ...permission, Statement: [{ ...statement, Action: ["ssm:GetParameters", "ssm:PutParameter"] }] };
    assert.equal(samePolicy(JSON.stringify(permission), JSON.stringify(more)), false);
  });
});

describe("account: IAM roles", () => {
  it("makes a role with the ARN, ids and defaults of IAM", () => {
    const { id, outputs } = make(new Account(), ROLE, role);
    assert.equal(id, "cats-instance");
    assert.equal(outputs.arn, `arn:aws:iam::${ACCOUNT_ID}:role/cats-instance`);
    assert.match(String(outputs.uniqueId), /^AROA[A-P]{17}$/);
    assert.equal(outputs.createDate, "2026-01-01T00:00:00Z");
    assert.equal(outputs.path, "/");
    assert.equal(outputs.maxSessionDuration, 3600);
    assert.equal(outputs.forceDetachPolicies, false);
    assert.deepEqual([outputs.inlinePolicies, outputs.managedPolicyArns], [[], []]);
    assert.equal("region" in outputs, false);
  });

  it("puts the path into the ARN, and a prefix before 26 digits", () => {
    const account = new Account();
    assert.equal(
      make(account, ROLE, { ...role, path: "/workshop/" }).outputs.arn,
      `arn:aws:iam::${ACCOUNT_ID}:role/workshop/cats-instance`,
    );
    const { id } = make(account, ROLE, { namePrefix: "cats-", assumeRolePolicy: ec2Trust });
    assert.match(id, /^cats-\d{26}$/);
  });

  it("keeps the ids when the role changes", () => {
    const account = new Account();
    const made = make(account, ROLE, role);
    const outputs = change(account, ROLE, made, { description: "for instances" });
    assert.equal(outputs.uniqueId, made.outputs.uniqueId);
    assert.equal(outputs.description, "for instances");
  });

  const limits: [change: Props, expected: string][] = [
    [
      { name: "x".repeat(65) },
      `name: expected 1 to 64 letters, digits and the characters + = , . @ _ -, got "${"x".repeat(65)}"`,
    ],
    [{ name: "a role" }, 'name: expected 1 to 64 letters, digits and the characters + = , . @ _ -, got "a role"'],
    [
      { inlinePolicies: [{ name: "read", policy: "{" }] },
      'inlinePolicies[0].policy: MalformedPolicyDocument: This policy contains invalid Json: "{"',
    ],
    [{ path: "workshop" }, 'path: expected a path that begins and ends with "/", got "workshop"'],
    [{ maxSessionDuration: 600 }, "maxSessionDuration: expected a number between 3600 and 43200, got 600"],
    [{ assumeRolePolicy: "{" }, 'assumeRolePolicy: MalformedPolicyDocument: This policy contains invalid Json: "{"'],
    [{ namePrefix: "cats-" }, 'namePrefix: at most one of "name", "namePrefix" may be given, got "name", "namePrefix"'],
    [{ managedPolicyArns: ["ReadOnly"] }, 'managedPolicyArns[0]: expected the ARN of a managed policy, got "ReadOnly"'],
  ];
  for (const [by, expected] of limits) {
    it(`refuses ${JSON.stringify(by).slice(0, 60)}`, () => {
      assert.deepEqual(failures(ROLE, { ...role, ...by }), [expected]);
    });
  }

  it("leaves a trust policy alone that is not known yet", () => {
    assert.deepEqual(failures(ROLE, { ...role, assumeRolePolicy: UNKNOWN }), []);
  });

  it("replaces a role for its name or path only", () => {
    assert.deepEqual(replaces(ROLE, role, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(ROLE, role, { path: "/workshop/" }), ["path"]);
    assert.deepEqual(replaces(ROLE, role, { assumeRolePolicy: trust({ Service: "ecs-tasks.amazonaws.com" }) }), []);
  });

  it("sees no change in a trust policy that says the same", () => {
    const account = new Account();
    const rewritten = trust({ Service: ["ec2.amazonaws.com"] });
    assert.equal(account.diff(ROLE, role, { ...role, assumeRolePolicy: rewritten }).changes, false);
  });

  it("refuses a name that is taken, also in other letters", () => {
    const account = new Account();
    make(account, ROLE, role);
    assert.equal(
      refusal(() => make(account, ROLE, { ...role, name: "Cats-Instance" })),
      "EntityAlreadyExists: Role with name Cats-Instance already exists.",
    );
  });

  it("refuses a service that IAM does not know", () => {
    const assumeRolePolicy = trust({ Service: "ecs-task.amazonaws.com" });
    assert.equal(
      refusal(() => make(new Account(), ROLE, { ...role, assumeRolePolicy })),
      'MalformedPolicyDocument: Invalid principal in policy: "SERVICE":"ecs-task.amazonaws.com"',
    );
  });

  it("refuses a trusted role that does not exist, and takes one that does", () => {
    const account = new Account();
    const arn = `arn:aws:iam::${ACCOUNT_ID}:role/cats-instance`;
    const other = { name: "other", assumeRolePolicy: trust({ AWS: arn }) };
    assert.equal(
      refusal(() => make(account, ROLE, other)),
      `MalformedPolicyDocument: Invalid principal in policy: "AWS":"${arn}"`,
    );
    make(account, ROLE, role);
    assert.equal(make(account, ROLE, other).id, "other");
  });

  it("refuses a trust policy longer than 2,048 characters", () => {
    const assumeRolePolicy = trust({
      AWS: Array.from({ length: 40 }, (_, i) => `arn:aws:iam::${100000000000 + i}:root`),
    });
    const long = trust({ AWS: Array.from({ length: 80 }, (_, i) => `arn:aws:iam::${100000000000 + i}:root`) });
    assert.equal(make(new Account(), ROLE, { ...role, assumeRolePolicy }).id, "cats-instance");
    assert.equal(
      refusal(() => make(new Account(), ROLE, { ...role, assumeRolePolicy: long })),
      "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
    );
  });

  it("counts roles against the account's quota, two of which AWS made itself", () => {
    const account = new Account();
    account.raiseQuota("L-FE177D64", 3);
    make(account, ROLE, role);
    assert.equal(
      refusal(() => make(account, ROLE, { ...role, name: "one-more" })),
      'LimitExceeded: The quota "Roles per account" (L-FE177D64) is 3; 3 in use, 1 more asked for. ' +
        "Delete what is not needed, or ask for a higher quota in Service Quotas.",
    );
  });

  it("deletes a role that nothing uses", () => {
    const account = new Account();
    make(account, ROLE, role);
    account.delete(ROLE, "cats-instance", options);
    assert.equal(account.isEmpty, true);
  });
});

describe("account: what belongs to an IAM role", () => {
  function withRole(by: Props = {}): Account {
    const account = new Account();
    make(account, ROLE, { ...role, ...by });
    return account;
  }
  const deletion = (account: Account): string => refusal(() => account.delete(ROLE, "cats-instance", options));

  it("attaches a policy of AWS's under an id of both names", () => {
    const { id, outputs } = make(withRole(), ATTACHMENT, { role: "cats-instance", policyArn: SSM });
    assert.equal(id, `cats-instance/${SSM}`);
    assert.deepEqual(outputs, { role: "cats-instance", policyArn: SSM });
  });

  it("refuses a policy that AWS does not have", () => {
    const policyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstance";
    assert.equal(
      refusal(() => make(withRole(), ATTACHMENT, { role: "cats-instance", policyArn })),
      `NoSuchEntity: Policy ${policyArn} does not exist or is not attachable.`,
    );
  });

  it("refuses a policy of a service-linked role", () => {
    const policyArn = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";
    assert.equal(
      refusal(() => make(withRole(), ATTACHMENT, { role: "cats-instance", policyArn })),
      "PolicyNotAttachable: Cannot attach a Service Role Policy to a Customer Role.",
    );
  });

  it("takes a policy of the account's own while it exists", () => {
    const arn = `arn:aws:iam::${ACCOUNT_ID}:policy/own`;
    const own = { type: "aws:iam/policy:Policy", id: arn, region: "global", outputs: { arn } };
    const account = accountWith(own);
    make(account, ROLE, role);
    assert.equal(make(account, ATTACHMENT, { role: "cats-instance", policyArn: arn }).id, `cats-instance/${arn}`);
    assert.equal(
      refusal(() => make(withRole(), ATTACHMENT, { role: "cats-instance", policyArn: arn })),
      `NoSuchEntity: Policy ${arn} does not exist or is not attachable.`,
    );
  });

  for (const [type, inputs] of [
    [ATTACHMENT, { role: "cats-instance", policyArn: SSM }],
    [INLINE, inline],
    [PROFILE, { name: "cats", role: "cats-instance" }],
  ] as [string, Props][]) {
    it(`refuses ${type} for a role that does not exist`, () => {
      assert.equal(
        refusal(() => make(new Account(), type, inputs)),
        "NoSuchEntity: The role with name cats-instance cannot be found.",
      );
    });
  }

  it("refuses a second owner of one attachment", () => {
    const account = withRole();
    make(account, ATTACHMENT, { role: "cats-instance", policyArn: SSM });
    assert.equal(
      refusal(() => make(account, ATTACHMENT, { role: "cats-instance", policyArn: SSM })),
      `EntityAlreadyExists: The policy ${SSM} is attached to the role cats-instance already.`,
    );
  });

  it("attaches ten policies to a role, those of the role's own inputs among them", () => {
    const names = [
      ...["AmazonS3ReadOnlyAccess", "ReadOnlyAccess", "IAMReadOnlyAccess", "AmazonEC2ReadOnlyAccess", "SecurityAudit"],
      ...["CloudWatchReadOnlyAccess", "AmazonSSMReadOnlyAccess", "CloudWatchAgentServerPolicy", "EC2InstanceConnect"],
    ];
    const account = withRole({ managedPolicyArns: [SSM] });
    make(account, ROLE, { ...role, name: "neighbour", managedPolicyArns: [SSM] });
    for (const name of names) {
      make(account, ATTACHMENT, { role: "cats-instance", policyArn: `arn:aws:iam::aws:policy/${name}` });
    }
    const policyArn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
    assert.equal(
      refusal(() => make(account, ATTACHMENT, { role: "cats-instance", policyArn })),
      'LimitExceeded: The quota "Managed policies per role" (L-0DA4ABF3) is 10; 10 in use, 1 more asked for. ' +
        "Delete what is not needed, or ask for a higher quota in Service Quotas.",
    );
    make(account, ATTACHMENT, { role: "neighbour", policyArn });
  });

  it("keeps a role that policies are attached to, unless it detaches them by force", () => {
    const account = withRole();
    make(account, ATTACHMENT, { role: "cats-instance", policyArn: SSM });
    assert.equal(deletion(account), "DeleteConflict: Cannot delete entity, must detach all policies first.");
    const forced = withRole({ forceDetachPolicies: true });
    make(forced, ATTACHMENT, { role: "cats-instance", policyArn: SSM });
    forced.delete(ROLE, "cats-instance", options);
    assert.equal(forced.isEmpty, true);
  });

  it("keeps a role that has inline policies", () => {
    const account = withRole();
    make(account, INLINE, inline);
    assert.equal(deletion(account), "DeleteConflict: Cannot delete entity, must delete policies first.");
  });

  it("keeps a role that is in an instance profile", () => {
    const account = withRole();
    make(account, PROFILE, { name: "cats", role: "cats-instance" });
    assert.equal(
      deletion(account),
      "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.",
    );
    account.delete(PROFILE, "cats", options);
    account.delete(ROLE, "cats-instance", options);
    assert.equal(account.isEmpty, true);
  });

  it("makes an instance profile with the ARN and ids of IAM", () => {
    const { id, outputs } = make(withRole(), PROFILE, { name: "cats", role: "cats-instance" });
    assert.equal(id, "cats");
    assert.equal(outputs.arn, `arn:aws:iam::${ACCOUNT_ID}:instance-profile/cats`);
    assert.match(String(outputs.uniqueId), /^AIPA[A-P]{17}$/);
    assert.equal(outputs.role, "cats-instance");
    assert.deepEqual(replaces(PROFILE, { name: "cats" }, { role: "other" }), []);
  });

  it("refuses an instance profile's name that is taken", () => {
    const account = new Account();
    make(account, PROFILE, { name: "cats" });
    assert.equal(
      refusal(() => make(account, PROFILE, { name: "cats" })),
      "EntityAlreadyExists: Instance Profile cats already exists.",
    );
  });

  it("makes an inline policy under the role's and its own name", () => {
    const { id, outputs } = make(withRole(), INLINE, inline);
    assert.equal(id, "cats-instance:read");
    assert.equal(outputs.name, "read");
    assert.deepEqual(replaces(INLINE, inline, { policy: JSON.stringify({ ...permission, Id: "x" }) }), []);
    assert.deepEqual(replaces(INLINE, inline, { role: "other" }), ["role"]);
  });

  it("refuses a second owner of one inline policy", () => {
    const account = withRole();
    make(account, INLINE, inline);
    assert.equal(
      refusal(() => make(account, INLINE, inline)),
      "EntityAlreadyExists: The role cats-instance has an inline policy with name read already.",
    );
  });

  it("counts all inline policies of a role against 10,240 characters without white space", () => {
    const sized = (name: string, resources: number): Props => {
      const Resource = Array.from({ length: resources }, (_, i) => `arn:aws:s3:::bucket-${1000 + i}/*`);
      const policy = JSON.stringify({ ...permission, Statement: [{ ...permission.Statement[0], Resource }] }, null, 8);
      return { name, role: "cats-instance", policy };
    };
    const account = withRole();
    const made = make(account, INLINE, sized("first", 300));
    change(account, INLINE, made, sized("first", 310));
    assert.equal(
      refusal(() => make(account, INLINE, sized("second", 100))),
      "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role cats-instance",
    );
    make(account, INLINE, sized("third", 10));
  });
});
