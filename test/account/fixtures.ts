import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import {
  EIP,
  INTERNET_GATEWAY,
  NAT_GATEWAY,
  SECURITY_GROUP,
  SUBNET,
  VPC,
} from "../../local/account/types/ec2/references";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER, TARGET_GROUP } from "../../local/account/types/lb/references";
import { make, options } from "./support";

/** A resource as {@link make} returns it. */
export type Made = ReturnType<typeof make>;

/** A VPC with a gateway and a public subnet: what everything else here lies in. */
export function network(account = new Account()): { account: Account; vpc: Made; gateway: Made; subnet: Made } {
  const vpc = make(account, VPC, { cidrBlock: "172.20.0.0/16", enableDnsHostnames: true });
  const gateway = make(account, INTERNET_GATEWAY, { vpcId: vpc.id });
  const subnet = make(account, SUBNET, {
    vpcId: vpc.id,
    cidrBlock: "172.20.3.0/24",
    availabilityZone: "us-west-2a",
    mapPublicIpOnLaunch: true,
  });
  return { account, vpc, gateway, subnet };
}

/** A network whose public subnet has a NAT gateway. */
export function withNat(): ReturnType<typeof network> & { address: Made; nat: Made } {
  const made = network();
  const address = make(made.account, EIP, { domain: "vpc" });
  const nat = make(made.account, NAT_GATEWAY, { subnetId: made.subnet.id, allocationId: address.id });
  return { ...made, address, nat };
}

/** A VPC with two public subnets and a group: where a load balancer stands. */
export function twoZones(account = new Account()): {
  account: Account;
  vpc: Made;
  gateway: Made;
  subnets: Made[];
  group: Made;
} {
  const vpc = make(account, VPC, { cidrBlock: "172.20.0.0/16" });
  const gateway = make(account, INTERNET_GATEWAY, { vpcId: vpc.id });
  const subnets = ["a", "b"].map((zone, i) =>
    make(account, SUBNET, {
      vpcId: vpc.id,
      cidrBlock: `172.20.${i + 3}.0/24`,
      availabilityZone: `us-west-2${zone}`,
    }),
  );
  return { account, vpc, gateway, subnets, group: make(account, SECURITY_GROUP, { name: "site", vpcId: vpc.id }) };
}

/** The whole site: a load balancer with a listener that passes everything on, and a rule for the cats. */
export function site(): ReturnType<typeof twoZones> & Record<"lb" | "home" | "cats" | "listener" | "rule", Made> {
  const made = twoZones();
  const { account, vpc, subnets, group } = made;
  const lb = make(account, LOAD_BALANCER, {
    name: "workshop-site",
    subnets: subnets.map(({ id }) => id),
    securityGroups: [group.id],
    idleTimeout: 50,
  });
  const [home, cats] = ["workshop-home", "workshop-cats"].map((name) =>
    make(account, TARGET_GROUP, { name, port: 80, protocol: "HTTP", vpcId: vpc.id }),
  ) as [Made, Made];
  const listener = make(account, LISTENER, {
    loadBalancerArn: lb.id,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: home.id }],
  });
  const rule = make(account, LISTENER_RULE, {
    listenerArn: listener.id,
    priority: 1,
    conditions: [{ pathPattern: { values: ["/cats*"] } }],
    actions: [{ type: "forward", targetGroupArn: cats.id }],
  });
  return { ...made, lb, home, cats, listener, rule };
}

/** The outputs that AWS reports now. */
export function read(account: Account, type: string, { id }: { id: string }): Props {
  const found = account.read(type, id, options);
  assert.ok(found, `${id} does not exist`);
  return found.outputs;
}

/** Deletes a resource. */
export function remove(account: Account, type: string, { id }: { id: string }): void {
  account.delete(type, id, options);
}
