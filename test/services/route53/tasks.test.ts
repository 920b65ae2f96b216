import assert from "node:assert/strict";
import { route53Tasks } from "../../../local/services/route53/tasks";
import { taskErrorOf } from "../../../local/services/stepfunctions/errors";
import { CALLER } from "../../account/iam/fixture";
import { admin, BLUE, canary, Dns, ELB_ZONE, GREEN, NAME, role, withRole, ZONE_ID } from "./fixture";

const GET_CHANGE = "arn:aws:states:::aws-sdk:route53:getChange";
const CHANGE = "arn:aws:states:::aws-sdk:route53:changeResourceRecordSets";

describe("Step Functions' tasks for Route 53", () => {
  let dns: Dns;
  beforeEach(() => {
    dns = new Dns();
  });

  const run = (arn: string, args: object, caller = admin): unknown =>
    route53Tasks(dns.zones)[arn]?.(caller, args as never);

  /** `Name: cause` of the error that a state sees. */
  function failure(arn: string, args: object, caller = admin): string {
    try {
      run(arn, args, caller);
    } catch (thrown) {
      const { error, cause } = taskErrorOf(thrown, arn, "0");
      return `${error}: ${cause}`;
    }
    throw new Error("It has not failed.");
  }

  const upsert = (SetIdentifier: string, Weight: number, AliasTarget: object): object => ({
    Action: "UPSERT",
    ResourceRecordSet: { Name: NAME, Type: "A", SetIdentifier, Weight, AliasTarget },
  });
  const alias = (DnsName: string): object => ({ HostedZoneId: ELB_ZONE, DnsName, EvaluateTargetHealth: true });
  const changes = (...Changes: object[]): object => ({ HostedZoneId: ZONE_ID, ChangeBatch: { Changes } });

  it("are these", () => {
    assert.deepEqual(Object.keys(route53Tasks(dns.zones)), [GET_CHANGE, CHANGE]);
  });

  it("change record sets with the names of the SDK for Java, and follow the change", async () => {
    const result = run(CHANGE, changes(upsert("blue", 0, alias(BLUE)), upsert("green", 100, alias(GREEN))));
    const { ChangeInfo } = result as { ChangeInfo: { Id: string } };
    assert.deepEqual(result, {
      ChangeInfo: { Id: ChangeInfo.Id, Status: "PENDING", SubmittedAt: "2026-01-01T00:00:00Z" },
    });
    await dns.simulation.run(30);
    const insync = { ChangeInfo: { ...ChangeInfo, Status: "INSYNC" } };
    assert.deepEqual(run(GET_CHANGE, { Id: ChangeInfo.Id }), insync);
    assert.deepEqual(run(GET_CHANGE, { Id: ChangeInfo.Id.replace("/change/", "") }), insync);
    assert.deepEqual(dns.served(), { blue: 0, green: 100 });
  });

  it("take a time to live", () => {
    const set = { Name: "a.catsndogs.lol", Type: "A", Ttl: 60, ResourceRecords: [{ Value: "192.0.2.1" }] };
    run(CHANGE, changes({ Action: "CREATE", ResourceRecordSet: set }));
    const listed = dns.zones.list(admin, { HostedZoneId: ZONE_ID }).ResourceRecordSets;
    assert.equal(listed.find(({ Name }) => Name === "a.catsndogs.lol.")?.TTL, 60);
  });

  it("do not take the names of other SDKs", () => {
    const AliasTarget = { HostedZoneId: ELB_ZONE, DNSName: BLUE, EvaluateTargetHealth: true };
    assert.equal(
      failure(CHANGE, changes(upsert("blue", 0, AliasTarget))),
      'States.Runtime: The field "DNSName" is not supported by Step Functions.',
    );
  });

  it("fail with Route 53's errors under Step Functions' names", () => {
    assert.match(
      failure(GET_CHANGE, { Id: "C9" }),
      /^Route53\.NoSuchChangeException: Could not find resource with ID: C9 \(Service: Route53/,
    );
    const red = alias("red-3.us-west-2.elb.amazonaws.com");
    assert.match(failure(CHANGE, changes(upsert("blue", 0, red))), /^Route53\.InvalidChangeBatchException: \[Tried to/);
  });

  it("fail with the SDK's general error where the role may not", () => {
    dns = new Dns(withRole(canary(), { Effect: "Allow", Action: "route53:GetChange", Resource: "*" }));
    const args = changes(upsert("blue", 0, alias(BLUE)));
    assert.ok(
      failure(CHANGE, args, role).startsWith(
        `Route53.Route53Exception: User: ${CALLER} is not authorized to perform: route53:ChangeResourceRecordSets on `,
      ),
    );
  });
});
