import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { EIP, INTERNET_GATEWAY, SECURITY_GROUP, SUBNET, VPC } from "../../local/account/types/ec2/references";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER, TARGET_GROUP } from "../../local/account/types/lb/references";
import { type Made, read, remove, site, twoZones } from "./fixtures";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const ARN = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT_ID}`;

describe("account: load balancer", () => {
  const happy: Props = { name: "workshop-site", subnets: ["subnet-1", "subnet-2"] };

  it("has the names, ARN and hosted zone that AWS would give it", () => {
    const { lb, vpc, subnets } = site();
    const hex = lb.id.split("/").at(-1);
    assert.equal(lb.id, `${ARN}:loadbalancer/app/workshop-site/${hex}`);
    assert.match(String(hex), /^[0-9a-f]{16}$/);
    assert.match(String(lb.outputs.dnsName), /^workshop-site-\d{10}\.us-west-2\.elb\.amazonaws\.com$/);
    const noLogs = { bucket: "", enabled: false, prefix: "" };
    const unmapped = { allocationId: "", ipv6Address: "", outpostId: "", privateIpv4Address: "" };
    assert.deepEqual(without(lb.outputs, "dnsName"), {
      ...lb.inputs,
      accessLogs: noLogs,
      arn: lb.id,
      arnSuffix: `app/workshop-site/${hex}`,
      connectionLogs: noLogs,
      customerOwnedIpv4Pool: "",
      enablePrefixForIpv6SourceNat: "",
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "",
      healthCheckLogs: noLogs,
      internal: false,
      ipAddressType: "ipv4",
      namePrefix: "",
      region: "us-west-2",
      secondaryIpsAutoAssignedPerSubnet: 0,
      subnetMappings: subnets.map(({ id }) => ({ ...unmapped, subnetId: id })),
      tagsAll: {},
      vpcId: vpc.id,
      zoneId: "Z1H1FL5HABSF5",
    });
  });

  it("gets the provider's defaults", () => {
    const { inputs } = new Account().check(LOAD_BALANCER, happy, options);
    assert.deepEqual(inputs, {
      ...happy,
      clientKeepAlive: 3600,
      desyncMitigationMode: "defensive",
      dnsRecordClientRoutingPolicy: "any_availability_zone",
      dropInvalidHeaderFields: false,
      enableCrossZoneLoadBalancing: false,
      enableDeletionProtection: false,
      enableHttp2: true,
      enableTlsVersionAndCipherSuiteHeaders: false,
      enableWafFailOpen: false,
      enableXffClientPort: false,
      enableZonalShift: false,
      idleTimeout: 60,
      loadBalancerType: "application",
      preserveHostHeader: false,
      xffHeaderProcessingMode: "append",
    });
  });

  it("has another DNS name inside a VPC, where no internet gateway is needed", () => {
    const { account, gateway, subnets } = twoZones();
    remove(account, INTERNET_GATEWAY, gateway);
    const inputs = { name: "inside", internal: true, subnets: subnets.map(({ id }) => id) };
    const { outputs } = make(account, LOAD_BALANCER, inputs);
    assert.match(String(outputs.dnsName), /^internal-inside-\d{10}\.us-west-2\.elb\.amazonaws\.com$/);
  });

  it("has the default security group of its VPC where it names none", () => {
    const { account, vpc, subnets } = twoZones();
    const { outputs } = make(account, LOAD_BALANCER, { name: "open", subnets: subnets.map(({ id }) => id) });
    assert.deepEqual(outputs.securityGroups, [vpc.outputs.defaultSecurityGroupId]);
  });

  it("may be a Network Load Balancer in one zone, with an address of ours", () => {
    const { account, subnets } = twoZones();
    const [subnet] = subnets;
    const address = make(account, EIP, {});
    const { id, outputs } = make(account, LOAD_BALANCER, {
      name: "packets",
      loadBalancerType: "network",
      subnetMappings: [{ subnetId: subnet?.id ?? "", allocationId: address.id }],
    });
    const hex = id.split("/").at(-1);
    assert.equal(outputs.arnSuffix, `net/packets/${hex}`);
    assert.equal(outputs.dnsName, `packets-${hex}.elb.us-west-2.amazonaws.com`);
    assert.equal(outputs.zoneId, "Z18D5FSROUN65G");
    assert.match(
      refusal(() => remove(account, EIP, address)),
      /^InvalidIPAddress\.InUse: .* the load balancer '/,
    );
  });

  it("takes what a preview does not know yet", () => {
    assert.deepEqual(failures(LOAD_BALANCER, { name: UNKNOWN, subnets: [UNKNOWN, UNKNOWN] }), []);
    assert.deepEqual(failures(LOAD_BALANCER, { ...happy, subnets: UNKNOWN }), []);
  });

  for (const [what, inputs, failure] of [
    [
      "a long name",
      { name: "a".repeat(33) },
      `name: expected a length between 1 and 32 characters, got "${"a".repeat(33)}"`,
    ],
    [
      "a name with another letter",
      { name: "work_shop" },
      'name: expected letters, digits and hyphens, got "work_shop"',
    ],
    [
      "a name that ends with a hyphen",
      { name: "site-" },
      'name: expected a name that does not begin or end with a hyphen, got "site-"',
    ],
    [
      "a name that looks internal",
      { name: "internal-site" },
      'name: expected a name that does not begin with "internal-", got "internal-site"',
    ],
    ["no idle time", { idleTimeout: 0 }, "idleTimeout: expected a number between 1 and 4000, got 0"],
    [
      "an unknown type",
      { loadBalancerType: "classic" },
      'loadBalancerType: expected one of application, gateway, network, got "classic"',
    ],
    [
      "two lists of subnets",
      { subnetMappings: [{ subnetId: "subnet-1" }] },
      'subnetMappings: at most one of "subnets", "subnetMappings" may be given, got "subnets", "subnetMappings"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(LOAD_BALANCER, { ...happy, ...inputs }), [failure]));
  }

  it("is refused where it cannot stand", () => {
    const { account, vpc, gateway, subnets, group } = twoZones();
    const [a = vpc, b = vpc] = subnets;
    const place = (zone: string, cidrBlock: string, vpcId = vpc.id): Made =>
      make(account, SUBNET, { vpcId, cidrBlock, availabilityZone: `us-west-2${zone}` });
    const again = place("a", "172.20.5.0/24");
    const small = place("c", "172.20.6.0/28");
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const far = place("d", "10.0.0.0/24", other.id);
    const stand = (...ids: Made[]) =>
      refusal(() => make(account, LOAD_BALANCER, { ...happy, subnets: ids.map(({ id }) => id) }));
    assert.equal(
      stand(a),
      "ValidationError: At least two subnets in two different Availability Zones must be specified, got us-west-2a",
    );
    assert.equal(
      stand(a, again),
      "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability " +
        `Zone: ${a.id}, ${again.id} are in us-west-2a`,
    );
    assert.equal(
      stand(a, small),
      `InvalidSubnet: Not enough IP space available in ${small.id} (172.20.6.0/28). ELB requires at least 8 free IP ` +
        "addresses in each subnet, and a prefix of at most 27.",
    );
    assert.equal(
      stand(a, far),
      `InvalidConfigurationRequest: All subnets must belong to the same VPC: ${a.id} is in ${vpc.id}, ${far.id} in ${other.id}`,
    );
    assert.match(
      stand(a, { ...b, id: "subnet-0" }),
      /^InvalidSubnetID\.NotFound: The subnet ID 'subnet-0' does not exist$/,
    );
    const foreign = make(account, SECURITY_GROUP, { name: "far", vpcId: other.id });
    assert.equal(
      refusal(() =>
        make(account, LOAD_BALANCER, { ...happy, subnets: [a.id, b.id], securityGroups: [group.id, foreign.id] }),
      ),
      `InvalidConfigurationRequest: Security group '${foreign.id}' does not belong to VPC '${vpc.id}'`,
    );
    remove(account, INTERNET_GATEWAY, gateway);
    assert.equal(stand(a, b), `InvalidSubnet: VPC ${vpc.id} has no internet gateway`);
  });

  it("is refused with logs in a bucket that does not exist, once they are on", () => {
    const { account, subnets } = twoZones();
    const inputs = { name: "logged", subnets: subnets.map(({ id }) => id) };
    const logged = (enabled: boolean) => () =>
      make(account, LOAD_BALANCER, { ...inputs, accessLogs: { bucket: "cats", enabled } });
    assert.equal(
      refusal(logged(true)),
      "InvalidConfigurationRequest: Access Denied for bucket: cats. Please check S3bucket permission",
    );
    assert.ok(logged(false)().id);
  });

  it("has a name that no other has", () => {
    const { account, lb, subnets } = site();
    assert.equal(
      refusal(() => make(account, LOAD_BALANCER, { ...happy, subnets: subnets.map(({ id }) => id) })),
      "DuplicateLoadBalancerName: A load balancer with the same name 'workshop-site' exists, but with different " +
        `settings: ${lb.id}`,
    );
  });

  it("is limited by its own type's quota", () => {
    const { account, subnets } = site();
    account.raiseQuota("L-53DA6B97", 1);
    const another = (loadBalancerType: string) => () =>
      make(account, LOAD_BALANCER, { name: loadBalancerType, loadBalancerType, subnets: subnets.map(({ id }) => id) });
    assert.match(
      refusal(another("application")),
      /^TooManyLoadBalancers: The quota "Application Load Balancers per Region" \(L-53DA6B97\) is 1; 1 in use/,
    );
    assert.ok(another("network")().id);
  });

  it("is replaced for another name or scheme; a Network Load Balancer also for fewer subnets", () => {
    assert.deepEqual(replaces(LOAD_BALANCER, happy, { name: "other", internal: true }), ["internal", "name"]);
    assert.deepEqual(replaces(LOAD_BALANCER, happy, { subnets: ["subnet-3", "subnet-4"], idleTimeout: 50 }), []);
    const network = { ...happy, loadBalancerType: "network" };
    assert.deepEqual(replaces(LOAD_BALANCER, network, { subnets: ["subnet-1"] }), ["subnets"]);
    assert.deepEqual(replaces(LOAD_BALANCER, network, { subnets: ["subnet-1", "subnet-2", "subnet-3"] }), []);
  });

  it("reads its subnets and groups in any order", () => {
    const account = new Account();
    const turned = { ...happy, subnets: ["subnet-2", "subnet-1"] };
    assert.equal(account.diff(LOAD_BALANCER, happy, turned).changes, false);
  });

  it("is kept by deletion protection", () => {
    const { account, lb } = site();
    change(account, LOAD_BALANCER, lb, { enableDeletionProtection: true });
    assert.equal(
      refusal(() => remove(account, LOAD_BALANCER, lb)),
      `OperationNotPermitted: Load balancer '${lb.id}' cannot be deleted because deletion protection is enabled`,
    );
  });

  it("takes its listeners and their rules with it", () => {
    const { account, lb, home } = site();
    remove(account, LOAD_BALANCER, lb);
    assert.deepEqual([...account.records(LISTENER), ...account.records(LISTENER_RULE)], []);
    assert.deepEqual(read(account, TARGET_GROUP, home).loadBalancerArns, []);
  });

  it("keeps its subnets, its group and, with its public addresses, the internet gateway", () => {
    const { account, vpc, gateway, subnets, group, lb } = site();
    const [subnet = vpc] = subnets;
    assert.equal(
      refusal(() => remove(account, SUBNET, subnet)),
      `DependencyViolation: The subnet '${subnet.id}' has dependencies and cannot be deleted: ` +
        `the load balancer '${lb.id}' uses it.`,
    );
    assert.equal(
      refusal(() => remove(account, SECURITY_GROUP, group)),
      `DependencyViolation: resource ${group.id} has a dependent object: the load balancer '${lb.id}' uses it.`,
    );
    assert.equal(
      refusal(() => remove(account, INTERNET_GATEWAY, gateway)),
      `DependencyViolation: Network ${vpc.id} has some mapped public address(es). Please unmap those public ` +
        `address(es) before detaching the gateway: the load balancer '${lb.id}' has one.`,
    );
  });
});
