import type * as pulumi from "@pulumi/pulumi";
import { cidrsOfSubnets, parseCidr } from "./awsxSubnets";

type Tags = Record<string, pulumi.Input<string>>;

/** What lies in each zone: `Unused` keeps a range free. */
export interface SubnetSpec {
  type: "Public" | "Private" | "Isolated" | "Unused";
  name?: string;
  /** Prefix length, 16 to 28. Default: what an even division of the zone's range gives. */
  cidrMask?: number;
  /** Instead of a prefix length: the range in each zone, in the order of the zones. */
  cidrBlocks?: string[];
  tags?: Tags;
}

/** Arguments of `awsx.ec2.Vpc` that the expansion understands, defaults filled in. */
export interface VpcPlan {
  cidrBlock: string;
  zones: string[] | number;
  natStrategy: "None" | "Single" | "OnePerAz";
  /** Undefined where the program leaves the choice to the component: one private and one public. */
  subnetSpecs: SubnetSpec[] | undefined;
  enableDnsHostnames?: pulumi.Input<boolean>;
  enableDnsSupport?: pulumi.Input<boolean>;
  tags?: Tags;
}

const ARGUMENTS = [
  "availabilityZoneNames",
  "cidrBlock",
  "enableDnsHostnames",
  "enableDnsSupport",
  "natGateways",
  "numberOfAvailabilityZones",
  "subnetSpecs",
  "subnetStrategy",
  "tags",
];
const SPEC_PROPERTIES = ["cidrBlocks", "cidrMask", "name", "tags", "type"];
const SUBNET_TYPES = ["Public", "Private", "Isolated", "Unused"];
const NAT_STRATEGIES = ["None", "Single", "OnePerAz"];

type Given = Record<string, unknown>;

/**
 * Reads what a program gives to `awsx.ec2.Vpc`. Throws one error with everything that is wrong, or that the real
 * component can do and this expansion cannot: nothing is ignored.
 */
export function readVpcArgs(args: Given): VpcPlan {
  const problems: string[] = [];
  const expect = (fits: boolean, problem: string) => {
    if (!fits) problems.push(problem);
  };
  const { subnetStrategy, natGateways = {}, availabilityZoneNames, numberOfAvailabilityZones = 3 } = args;
  const { strategy = "OnePerAz" } = natGateways as Given;
  const cidrBlock = args.cidrBlock ?? "10.0.0.0/16";
  for (const name of unknownKeys(args, ARGUMENTS)) problems.push(unsupported(name, ARGUMENTS));
  for (const name of unknownKeys(natGateways as Given, ["strategy"])) {
    problems.push(unsupported(`natGateways.${name}`, ["strategy"]));
  }
  expect(subnetStrategy === "Auto", expected("subnetStrategy", '"Auto"', subnetStrategy));
  expect(
    NAT_STRATEGIES.includes(strategy as string),
    expected("natGateways.strategy", oneOf(NAT_STRATEGIES), strategy),
  );
  expect(isCidr(cidrBlock), expected("cidrBlock", "an IPv4 range such as 10.0.0.0/16", cidrBlock));
  if (availabilityZoneNames !== undefined) {
    expect(
      args.numberOfAvailabilityZones === undefined,
      "availabilityZoneNames and numberOfAvailabilityZones exclude each other; give one of them",
    );
    expect(isNames(availabilityZoneNames), expected("availabilityZoneNames", "a list of names", availabilityZoneNames));
  }
  expect(
    Number.isInteger(numberOfAvailabilityZones) && (numberOfAvailabilityZones as number) > 0,
    expected("numberOfAvailabilityZones", "a whole number from 1", numberOfAvailabilityZones),
  );
  const subnetSpecs = args.subnetSpecs as SubnetSpec[] | undefined;
  problems.push(...specProblems(subnetSpecs ?? []));
  if (strategy !== "None" && subnetSpecs) problems.push(...natProblems(subnetSpecs, String(strategy)));
  if (problems.length > 0) throw new Error(`wrong arguments:${problems.map((one) => `\n  ${one}`).join("")}`);
  const plan: VpcPlan = {
    cidrBlock: cidrBlock as string,
    zones: (availabilityZoneNames ?? numberOfAvailabilityZones) as string[] | number,
    natStrategy: strategy as VpcPlan["natStrategy"],
    subnetSpecs,
  };
  if (args.enableDnsHostnames !== undefined) plan.enableDnsHostnames = args.enableDnsHostnames as pulumi.Input<boolean>;
  if (args.enableDnsSupport !== undefined) plan.enableDnsSupport = args.enableDnsSupport as pulumi.Input<boolean>;
  if (args.tags !== undefined) plan.tags = args.tags as Tags;
  return plan;
}

/** One subnet that the component makes. */
export interface PlannedSubnet {
  name: string;
  zone: string;
  /** Position of the zone, from 0. */
  zoneIndex: number;
  type: "Public" | "Private" | "Isolated";
  cidrBlock: string;
  tags: Tags;
}

/** The subnets of each zone in the order in which the component makes them: public, private, isolated. */
export function planSubnets(vpcName: string, plan: VpcPlan, zones: readonly string[]): PlannedSubnet[][] {
  const specs = plan.subnetSpecs ?? defaultSpecs(plan.cidrBlock, zones.length);
  const cidrs = cidrsOfSubnets(plan.cidrBlock, zones.length, specs);
  return zones.map((zone, zoneIndex) =>
    specs
      .flatMap((spec, index) => {
        const { type, name = type.toLowerCase(), tags = {} } = spec;
        const cidrBlock = cidrs[zoneIndex]?.[index] ?? "";
        if (type === "Unused") return [];
        return [{ name: `${vpcName}-${name}-${zoneIndex + 1}`, zone, zoneIndex, type, cidrBlock, tags }];
      })
      .sort((one, other) => SUBNET_TYPES.indexOf(one.type) - SUBNET_TYPES.indexOf(other.type)),
  );
}

/** Without a word of the program, a zone's range is half private and a quarter public. */
export function defaultSpecs(vpcCidr: string, zones: number): SubnetSpec[] {
  const mask = parseCidr(vpcCidr).mask + Math.ceil(Math.log2(zones));
  if (mask > 26) {
    throw new Error(`subnets need at least a /26 in each zone, and ${vpcCidr} in ${zones} zones gives a /${mask}`);
  }
  const widest = Math.max(mask, 16);
  return [
    { type: "Private", cidrMask: widest + 1 },
    { type: "Public", cidrMask: widest + 2 },
  ];
}

function specProblems(specs: readonly SubnetSpec[]): string[] {
  const problems = specs.flatMap((spec, index) => {
    const at = `subnetSpecs[${index}]`;
    const found = unknownKeys({ ...spec }, SPEC_PROPERTIES).map((name) =>
      unsupported(`${at}.${name}`, SPEC_PROPERTIES),
    );
    if (!SUBNET_TYPES.includes(spec.type)) found.push(expected(`${at}.type`, oneOf(SUBNET_TYPES), spec.type));
    if (spec.cidrMask !== undefined && !Number.isInteger(spec.cidrMask)) {
      found.push(expected(`${at}.cidrMask`, "a prefix length", spec.cidrMask));
    }
    if (spec.cidrBlocks !== undefined && !(isNames(spec.cidrBlocks) && spec.cidrBlocks.every(isCidr))) {
      found.push(expected(`${at}.cidrBlocks`, "a list of IPv4 ranges", spec.cidrBlocks));
    }
    return found;
  });
  const names = specs.map(({ type, name }) => name ?? String(type).toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) problems.push(`subnetSpecs: two subnets are called "${twice}"; give them different names`);
  return problems;
}

function natProblems(specs: readonly SubnetSpec[], strategy: string): string[] {
  const isPublic = specs.some(({ type }) => type === "Public");
  const others = specs.some(({ type }) => type === "Private" || type === "Isolated");
  if (isPublic && others) return [];
  return [`natGateways.strategy: ${strategy} needs public subnets to stand in and private or isolated ones to serve`];
}

function unknownKeys(given: Given, known: readonly string[]): string[] {
  return Object.keys(given).filter((name) => given[name] !== undefined && !known.includes(name));
}

function unsupported(name: string, known: readonly string[]): string {
  return `${name}: the in-process engine does not expand this argument; it knows ${known.join(", ")}`;
}

function expected(name: string, what: string, given: unknown): string {
  return `${name}: expected ${what}, got ${JSON.stringify(given) ?? "nothing"}`;
}

function oneOf(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(" or ");
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}

function isCidr(value: unknown): boolean {
  return typeof value === "string" && /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(value);
}
