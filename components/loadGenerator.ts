import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ecsImageId } from "./ecsImage";
import { loadGeneratorUserData } from "./loadGeneratorUserData";
import { physicalName } from "./names";
import { refuse, wholeNumberProblems } from "./problems";
import { serviceRole } from "./serviceRole";
import type { ZonedSubnet } from "./spotFleetOverrides";

const DEFAULT_REQUESTS_PER_SECOND = 50;
const DEFAULT_DURATION_MINUTES = 15;

export interface LoadGeneratorArgs {
  /** The stack's name; begins every physical name. */
  stack: string;
  network: {
    vpcId: pulumi.Input<string>;
    /** The load generator runs in the first. */
    privateSubnets: pulumi.Input<ZonedSubnet[]>;
    /** What the instance needs to reach the internet, and with it the site. */
    egress: pulumi.Input<pulumi.Resource[]>;
  };
  /** Name of the image that the instance starts from: the cluster's own, so that there is one to keep up to date. */
  ecsImage: string;
  /** Address of the site, for example `http://workshop-site-1.us-west-2.elb.amazonaws.com`; no slash at the end. */
  siteUrl: pulumi.Input<string>;
  /** Pages that are asked for in turn, for example `/cats/`. */
  paths: string[];
  /**
   * Requests a second over all pages together, 1 to 1,000.
   *
   * @default 50: with two pages 1,500 requests a minute for each, the workshop's load
   */
  requestsPerSecond?: number;
  /**
   * Minutes after which the load ends by itself, 1 to 1,440. It begins anew when the instance is stopped and started.
   *
   * @default 15
   */
  durationMinutes?: number;
  /**
   * Instance type, x86_64.
   *
   * @default "m4.large"
   */
  instanceType?: string;
}

/**
 * One on-demand instance that asks for the site's pages at a steady rate with the load-testing tool Vegeta, so that
 * the services, and after them the Spot fleet, have a reason to scale. It has no public address, lets nobody in, and
 * is reached through Session Manager.
 *
 * Costs $0.1033 an hour: $0.1000 an m4.large, $0.0033 its 30 GiB gp3 volume ($0.08 a GiB and month).
 */
export class LoadGenerator extends pulumi.ComponentResource {
  readonly instanceId: pulumi.Output<string>;

  /** @throws Error that lists every argument that is out of its range */
  constructor(name: string, args: LoadGeneratorArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`LoadGenerator "${name}"`, problemsOf(args));
    super("catsndogs:index:LoadGenerator", name, {}, opts);

    const physical = physicalName(args.stack, "load-generator");
    const securityGroup = this.outgoingOnly(name, physical, args.network.vpcId);
    const profile = this.sessionManagerProfile(name, physical);
    this.instanceId = this.instance(name, physical, args, securityGroup, profile).id;

    this.registerOutputs({ instanceId: this.instanceId });
  }

  /** Port 80 for the site, 443 for the download and Session Manager. */
  private outgoingOnly(name: string, physical: string, vpcId: pulumi.Input<string>) {
    const group = new aws.ec2.SecurityGroup(
      name,
      { name: physical, description: "Load generator: HTTP and HTTPS out, nothing in", vpcId },
      { parent: this },
    );
    const open = (protocol: string, port: number, description: string) =>
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-${protocol}-out`,
        {
          securityGroupId: group.id,
          cidrIpv4: "0.0.0.0/0",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          description,
        },
        { parent: this },
      );
    return {
      id: group.id,
      rules: [open("http", 80, "The site"), open("https", 443, "Download of Vegeta, Session Manager")],
    };
  }

  private sessionManagerProfile(name: string, physical: string) {
    const { role, permissions } = serviceRole(
      name,
      {
        name: physical,
        service: "ec2.amazonaws.com",
        managedPolicies: { ssm: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore },
      },
      this,
    );
    const profile = new aws.iam.InstanceProfile(name, { name: physical, role: role.name }, { parent: this });
    return { name: profile.name, permissions };
  }

  private instance(
    name: string,
    physical: string,
    args: LoadGeneratorArgs,
    securityGroup: { id: pulumi.Output<string>; rules: pulumi.Resource[] },
    profile: { name: pulumi.Output<string>; permissions: pulumi.Resource[] },
  ): aws.ec2.Instance {
    return new aws.ec2.Instance(
      name,
      {
        ami: ecsImageId(args.ecsImage, this),
        instanceType: args.instanceType ?? "m4.large",
        subnetId: pulumi.output(args.network.privateSubnets).apply(firstSubnetId),
        associatePublicIpAddress: false,
        vpcSecurityGroupIds: [securityGroup.id],
        iamInstanceProfile: profile.name,
        userData: userData(args),
        // The script runs when an instance is made; on one that is there already, a new script would do nothing.
        userDataReplaceOnChange: true,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true, deleteOnTermination: true },
        tags: { Name: physical },
      },
      {
        parent: this,
        // The script needs the way out as soon as the instance starts.
        dependsOn: pulumi
          .output(args.network.egress)
          .apply((egress) => [...egress, ...securityGroup.rules, ...profile.permissions]),
      },
    );
  }
}

function userData({ siteUrl, paths, requestsPerSecond, durationMinutes }: LoadGeneratorArgs): pulumi.Output<string> {
  return pulumi.output(siteUrl).apply((site) =>
    loadGeneratorUserData({
      urls: paths.map((path) => `${site}${path}`),
      requestsPerSecond: requestsPerSecond ?? DEFAULT_REQUESTS_PER_SECOND,
      durationMinutes: durationMinutes ?? DEFAULT_DURATION_MINUTES,
    }),
  );
}

function problemsOf({ paths, requestsPerSecond, durationMinutes }: LoadGeneratorArgs): string[] {
  return [
    ...(paths.length > 0 ? [] : ["paths is empty; give at least one page, for example /cats/."]),
    ...paths
      .filter((path) => !/^\/[\w./-]*$/.test(path))
      .map((path) => `paths has "${path}"; a page begins with / and has letters, digits, and the characters _ . / -`),
    ...wholeNumberProblems("requestsPerSecond", requestsPerSecond ?? DEFAULT_REQUESTS_PER_SECOND, 1, 1000),
    ...wholeNumberProblems("durationMinutes", durationMinutes ?? DEFAULT_DURATION_MINUTES, 1, 1440),
  ];
}

function firstSubnetId(subnets: ZonedSubnet[]): string {
  const [first] = subnets;
  if (first === undefined) {
    throw new Error("The load generator needs a private subnet, and network.privateSubnets is empty.");
  }
  return first.id;
}
