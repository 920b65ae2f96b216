// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how policy variables are written
import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { ACCOUNT_ID } from "../support";
import { accountWithRole, CALLER, decide, policy, ROLE_ARN, ROOT, read, reason } from "./fixture";

const TOPIC = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:cats`;
const KEY = `arn:aws:kms:us-west-2:${ACCOUNT_ID}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const publish: Props = { Effect: "Allow", Action: "sns:Publish", Resource: "*" };
const decrypt: Props = { Effect: "Allow", Action: "kms:Decrypt", Resource: KEY };

/** The decision about publishing to a topic whose policy has one statement. */
const publishing = (statement: Props, identity: Props[] = []) =>
  decide(accountWithRole(identity), {
    action: "sns:Publish",
    resource: TOPIC,
    resourcePolicy: policy({ ...publish, ...statement }),
  });

/** The decision about decrypting with a key whose policy has one statement. */
const decrypting = (statement: Props, identity: Props[] = []) =>
  decide(accountWithRole(identity), {
    action: "kms:Decrypt",
    resource: KEY,
    resourcePolicy: policy({ Effect: "Allow", Action: "kms:*", Resource: "*", ...statement }),
  });

describe("account: IAM decisions by a resource's policy", () => {
  it("allows whom the policy names, by role, by session and by everybody", () => {
    for (const principal of [{ AWS: ROLE_ARN }, { AWS: [CALLER] }, { AWS: "*" }, "*"]) {
      assert.equal(publishing({ Principal: principal }).reason, "allowed", JSON.stringify(principal));
    }
    assert.equal(publishing({ Principal: { AWS: `${ROLE_ARN}s` } }).reason, "implicit-deny");
    assert.equal(publishing({ Principal: { Service: "events.amazonaws.com" } }).reason, "implicit-deny");
  });

  it("leaves it to the role's policies where the policy names the account", () => {
    for (const account of [ACCOUNT_ID, ROOT]) {
      assert.equal(publishing({ Principal: { AWS: account } }).reason, "implicit-deny");
      assert.equal(publishing({ Principal: { AWS: account } }, [publish]).reason, "allowed");
    }
  });

  it("denies everybody what the policy denies the account or the role", () => {
    for (const principal of [ROOT, ROLE_ARN]) {
      const { reason, message } = publishing({ Effect: "Deny", Principal: { AWS: principal } }, [publish]);
      assert.equal(reason, "explicit-deny");
      assert.match(message, / with an explicit deny in a resource-based policy$/);
    }
    const other = { Effect: "Deny", Principal: { AWS: `${ROLE_ARN}s` } };
    assert.equal(publishing(other, [publish]).reason, "allowed");
  });

  it("has no variables in a policy of the first version", () => {
    const statement = {
      ...publish,
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
    };
    const of = (Version: string): string =>
      reason(accountWithRole(), {
        action: "sns:Publish",
        resource: TOPIC,
        resourcePolicy: JSON.stringify({ Version, Statement: statement }),
      });
    assert.equal(of("2012-10-17"), "allowed");
    assert.equal(of("2008-10-17"), "implicit-deny");
  });

  it("refuses NotPrincipal rather than guess", () => {
    assert.throws(
      () => publishing({ Effect: "Deny", NotPrincipal: { AWS: ROOT } }),
      /^Error: NotPrincipal is not modelled\./,
    );
  });
});

describe("account: IAM decisions about KMS keys", () => {
  it("allows whom the key's policy names", () => {
    assert.equal(decrypting({ Principal: { AWS: ROLE_ARN } }).reason, "allowed");
  });

  it("lets the role's policies decide where the key's policy leaves it to the account", () => {
    assert.equal(decrypting({ Principal: { AWS: ROOT } }, [decrypt]).reason, "allowed");
    const { reason, message } = decrypting({ Principal: { AWS: ROOT } });
    assert.equal(reason, "implicit-deny");
    assert.match(message, / because no identity-based policy allows the kms:Decrypt action$/);
  });

  it("refuses where the key's policy does neither, whatever the role's policies allow", () => {
    const { reason, message } = decrypting({ Principal: { AWS: `${ROLE_ARN}s` } }, [decrypt]);
    assert.equal(reason, "implicit-deny");
    assert.match(message, / because no resource-based policy allows the kms:Decrypt action$/);
  });

  it("refuses the root user what the key's policy does not give to the account", () => {
    const asked = { principal: ROOT, action: "kms:Decrypt", resource: KEY };
    const given = (principal: string): string => policy({ ...decrypt, Resource: "*", Principal: { AWS: principal } });
    assert.equal(reason(accountWithRole(), { ...asked, resourcePolicy: given(ROLE_ARN) }), "implicit-deny");
    assert.equal(reason(accountWithRole(), { ...asked, resourcePolicy: given(ROOT) }), "allowed");
  });

  it("knows the caller's account, which AWS's own keys ask for", () => {
    const own = (id: string): Props => ({
      Principal: { AWS: "*" },
      Condition: { StringEquals: { "kms:CallerAccount": id } },
    });
    assert.equal(decrypting(own(ACCOUNT_ID)).reason, "allowed");
    assert.equal(decrypting(own("111122223333")).reason, "implicit-deny");
  });

  it("does not decide without the key's policy", () => {
    assert.throws(() => decide(accountWithRole([read()]), { action: "kms:Decrypt", resource: KEY }), {
      message: `A KMS key always has a policy; give that of ${KEY} as resourcePolicy.`,
    });
  });
});
