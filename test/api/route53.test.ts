import assert from "node:assert/strict";
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  InvalidChangeBatch,
  InvalidInput,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  NoSuchChange,
  NoSuchHostedZone,
  type ResourceRecordSet,
  Route53Client,
  Route53ServiceException,
} from "@aws-sdk/client-route-53";
import { LocalApi } from "../../local/api/localApi";
import { CALLER, ROLE_ARN } from "../account/iam/fixture";
import { BLUE, canary, Dns, ELB_ZONE, GREEN, NAME, NAME_SERVERS, withRole, ZONE_ID } from "../services/route53/fixture";

describe("local API: Route 53 with AWS's own SDK", () => {
  let dns: Dns;
  let api: LocalApi;
  let url: string;
  let admin: Route53Client;

  beforeEach(async () => {
    const read = { Effect: "Allow", Action: "route53:GetHostedZone", Resource: "*" };
    dns = new Dns(withRole(canary(), read));
    api = new LocalApi({ account: dns.account, region: "us-west-2", route53: dns.zones });
    ({ url } = await api.listen());
    admin = client("admin");
  });
  afterEach(async () => {
    admin.destroy();
    await api.close();
  });

  function client(principal: string, region = "us-west-2"): Route53Client {
    return new Route53Client({ endpoint: url, region, maxAttempts: 1, credentials: api.credentialsFor(principal) });
  }

  const side = (SetIdentifier: string, Weight: number, DNSName: string): ResourceRecordSet => ({
    Name: NAME,
    Type: "A",
    SetIdentifier,
    Weight,
    AliasTarget: { HostedZoneId: ELB_ZONE, DNSName, EvaluateTargetHealth: true },
  });

  const upsert = (...sets: ResourceRecordSet[]) =>
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: ZONE_ID,
      ChangeBatch: {
        Comment: 'cats & "dogs" <10 %>',
        Changes: sets.map((one) => ({ Action: "UPSERT" as const, ResourceRecordSet: one })),
      },
    });

  /** `STATUS NAME: message` of what Route 53 refuses. */
  async function refused(
    action: Promise<unknown>,
    type: new (...args: never[]) => Error = Route53ServiceException,
  ): Promise<string> {
    const error: unknown = await action.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof type && error instanceof Route53ServiceException, `got ${error}`);
    return `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`;
  }

  it("changes weights and follows the change", async () => {
    const { ChangeInfo } = await admin.send(upsert(side("blue", 90, BLUE), side("green", 10, GREEN)));
    assert.deepEqual(ChangeInfo, {
      Id: ChangeInfo?.Id,
      Status: "PENDING",
      SubmittedAt: new Date("2026-01-01T00:00:00Z"),
      Comment: 'cats & "dogs" <10 %>',
    });
    await dns.simulation.run(30);
    const change = await admin.send(new GetChangeCommand({ Id: ChangeInfo?.Id }));
    assert.deepEqual(change.ChangeInfo, { ...ChangeInfo, Status: "INSYNC" });
    assert.deepEqual(dns.served(), { blue: 90, green: 10 });
  });

  it("lists record sets, a page at a time", async () => {
    const first = await admin.send(new ListResourceRecordSetsCommand({ HostedZoneId: ZONE_ID, MaxItems: 3 }));
    const { ResourceRecordSets: [ns, , blue] = [] } = first;
    const ResourceRecords = NAME_SERVERS.map((server) => ({ Value: `${server}.` }));
    assert.deepEqual(ns, { Name: "catsndogs.lol.", Type: "NS", TTL: 172800, ResourceRecords });
    assert.deepEqual(blue, {
      ...side("blue", 100, `${BLUE}.`),
      Name: `${NAME}.`,
    });
    assert.equal(first.IsTruncated, true);
    const second = await admin.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: ZONE_ID,
        StartRecordName: first.NextRecordName,
        StartRecordType: first.NextRecordType,
        StartRecordIdentifier: first.NextRecordIdentifier,
      }),
    );
    assert.deepEqual(second.ResourceRecordSets, [{ ...side("green", 0, `${GREEN}.`), Name: `${NAME}.` }]);
    assert.equal(second.IsTruncated, false);
    assert.equal(second.NextRecordName, undefined);
  });

  it("describes a zone", async () => {
    const { HostedZone, DelegationSet } = await admin.send(new GetHostedZoneCommand({ Id: ZONE_ID }));
    assert.deepEqual(HostedZone, {
      Id: `/hostedzone/${ZONE_ID}`,
      Name: "catsndogs.lol.",
      CallerReference: `terraform-${ZONE_ID}`,
      Config: { PrivateZone: false },
      ResourceRecordSetCount: 4,
    });
    assert.deepEqual(DelegationSet, { NameServers: NAME_SERVERS });
  });

  it("throws the SDK's own exceptions", async () => {
    const change = new GetChangeCommand({ Id: "C9" });
    assert.equal(
      await refused(admin.send(change), NoSuchChange),
      "404 NoSuchChange: Could not find resource with ID: C9",
    );
    const zone = new GetHostedZoneCommand({ Id: "Z9" });
    assert.equal(
      await refused(admin.send(zone), NoSuchHostedZone),
      "404 NoSuchHostedZone: No hosted zone found with ID: Z9",
    );
    assert.match(
      await refused(admin.send(upsert(side("blue", 300, BLUE))), InvalidInput),
      /^400 InvalidInput: Invalid XML ; cvc-maxInclusive-valid: Value '300' is not facet-valid/,
    );
    const red = "red-3.us-west-2.elb.amazonaws.com";
    assert.equal(
      await refused(admin.send(upsert(side("blue", 90, BLUE), side("green", 10, red))), InvalidChangeBatch),
      `400 InvalidChangeBatch: [Tried to create an alias that targets ${red}., type A in zone ${ELB_ZONE}, but that ` +
        "target was not found]",
    );
    assert.deepEqual(dns.inputs("blue")?.weightedRoutingPolicies, [{ weight: 100 }]);
  });

  it("throws what a role may not do", async () => {
    const role = client(ROLE_ARN);
    assert.equal(
      await refused(role.send(upsert(side("blue", 90, BLUE)))),
      `403 AccessDenied: User: ${CALLER} is not authorized to perform: route53:ChangeResourceRecordSets on resource: ` +
        `arn:aws:route53:::hostedzone/${ZONE_ID} because no identity-based policy allows the ` +
        "route53:ChangeResourceRecordSets action",
    );
    role.destroy();
  });

  it("is signed for us-east-1, or by an SDK with an endpoint for its own region, and for no other", async () => {
    const known = client("admin", "us-east-1");
    await known.send(new GetHostedZoneCommand({ Id: ZONE_ID }));
    known.destroy();
    const other = client("admin", "eu-west-1");
    assert.match(
      await refused(other.send(new GetHostedZoneCommand({ Id: ZONE_ID }))),
      /^403 SignatureDoesNotMatch: Credential should be scoped to a valid region, not 'eu-west-1'\./,
    );
    other.destroy();
  });

  it("knows its callers", async () => {
    const credentials = { accessKeyId: "ASIAUNKNOWN", secretAccessKey: "x", sessionToken: "x" };
    const nobody = new Route53Client({ endpoint: url, region: "us-west-2", maxAttempts: 1, credentials });
    assert.equal(
      await refused(nobody.send(new GetHostedZoneCommand({ Id: ZONE_ID }))),
      "403 InvalidClientTokenId: The security token included in the request is invalid.",
    );
    nobody.destroy();
  });

  it("refuses operations that it does not have", async () => {
    assert.equal(
      await refused(admin.send(new ListHostedZonesCommand({}))),
      "400 UnknownOperationException: Nothing answers to GET /2013-04-01/hostedzone in Route 53 here.",
    );
  });
});
