import { instanceHour } from "../../../policy/cost/prices";

/** What EC2 says about an instance type. */
export interface InstanceType {
  /** For example `m4.large`. */
  name: string;
  vcpus: number;
  /** MiB, as `aws ec2 describe-instance-types` gives it. */
  memoryMib: number;
  architecture: "x86_64" | "arm64";
  /** vCPUs to a core: 2 where the processor runs two threads, else 1. */
  threadsPerCore: number;
  /** The credit mode a new instance gets, for burstable types: docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html */
  credits?: "standard" | "unlimited";
  /** Dollars an hour for on-demand Linux in us-west-2, from the table of prices. */
  dollarsPerHour: number;
}

interface Family {
  architecture?: "arm64";
  threadsPerCore?: 1;
  credits?: "standard" | "unlimited";
  /** Regions and zones where AWS does not offer the family. */
  notIn: readonly string[];
  /** Size: vCPUs, memory in MiB. */
  sizes: Record<string, readonly [vcpus: number, memoryMib: number]>;
}

/**
 * Zones that AWS opened after the Nitro system and without older hardware. From us-west-2d it answers a request for an
 * m4: "choosing us-west-2a, us-west-2b, us-west-2c". Zone names are one account's: another's us-west-2d may be elsewhere.
 */
const NEW_ZONES = ["us-west-2d", "ca-central-1d", "ap-northeast-2d"];

/** Regions that opened when these generations were no longer built. */
const WITHOUT_T2 = [...NEW_ZONES, "eu-north-1"];
const WITHOUT_GEN4 = [...WITHOUT_T2, "eu-west-3"];
const WITHOUT_GEN3 = [
  ...WITHOUT_GEN4,
  "us-east-2",
  "ca-central-1",
  "eu-west-2",
  "ap-south-1",
  "ap-northeast-2",
  "ap-northeast-3",
];

/** A zone of us-east-1 that has had no new hardware since. */
const OLD_ZONES = ["us-east-1e"];

/** The types that the workshop names, the generations after them, and what a person would try next. */
const families: Record<string, Family> = {
  m3: { notIn: WITHOUT_GEN3, sizes: { medium: [1, 3840], large: [2, 7680], xlarge: [4, 15360] } },
  c3: { notIn: WITHOUT_GEN3, sizes: { large: [2, 3840], xlarge: [4, 7680] } },
  r3: { notIn: WITHOUT_GEN3, sizes: { large: [2, 15360], xlarge: [4, 31232] } },
  m4: { notIn: WITHOUT_GEN4, sizes: { large: [2, 8192], xlarge: [4, 16384], "2xlarge": [8, 32768] } },
  c4: { notIn: WITHOUT_GEN4, sizes: { large: [2, 3840], xlarge: [4, 7680], "2xlarge": [8, 15360] } },
  r4: {
    notIn: WITHOUT_T2,
    sizes: { large: [2, 15616], xlarge: [4, 31232], "2xlarge": [8, 62464] },
  },
  i3: {
    notIn: NEW_ZONES,
    sizes: { large: [2, 15616], xlarge: [4, 31232], "2xlarge": [8, 62464] },
  },
  t2: {
    notIn: WITHOUT_T2,
    threadsPerCore: 1,
    credits: "standard",
    sizes: {
      micro: [1, 1024],
      small: [1, 2048],
      medium: [2, 4096],
      large: [2, 8192],
      xlarge: [4, 16384],
    },
  },
  t3: {
    notIn: OLD_ZONES,
    credits: "unlimited",
    sizes: {
      micro: [2, 1024],
      small: [2, 2048],
      medium: [2, 4096],
      large: [2, 8192],
      xlarge: [4, 16384],
    },
  },
  t4g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    credits: "unlimited",
    sizes: { micro: [2, 1024], small: [2, 2048], medium: [2, 4096], large: [2, 8192] },
  },
  m5: { notIn: OLD_ZONES, sizes: { large: [2, 8192], xlarge: [4, 16384], "2xlarge": [8, 32768] } },
  m5a: { notIn: OLD_ZONES, sizes: { large: [2, 8192], xlarge: [4, 16384] } },
  c5: { notIn: OLD_ZONES, sizes: { large: [2, 4096], xlarge: [4, 8192], "2xlarge": [8, 16384] } },
  c5a: { notIn: OLD_ZONES, sizes: { large: [2, 4096], xlarge: [4, 8192] } },
  r5: {
    notIn: OLD_ZONES,
    sizes: { large: [2, 16384], xlarge: [4, 32768], "2xlarge": [8, 65536] },
  },
  r5a: { notIn: OLD_ZONES, sizes: { large: [2, 16384], xlarge: [4, 32768] } },
  m6i: { notIn: OLD_ZONES, sizes: { large: [2, 8192], xlarge: [4, 16384] } },
  c6i: { notIn: OLD_ZONES, sizes: { large: [2, 4096], xlarge: [4, 8192] } },
  r6i: { notIn: OLD_ZONES, sizes: { large: [2, 16384], xlarge: [4, 32768] } },
  m6g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    sizes: { large: [2, 8192], xlarge: [4, 16384] },
  },
  c6g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    sizes: { large: [2, 4096], xlarge: [4, 8192] },
  },
  r6g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    sizes: { large: [2, 16384], xlarge: [4, 32768] },
  },
  m7i: { notIn: OLD_ZONES, sizes: { large: [2, 8192], xlarge: [4, 16384] } },
};

const types = new Map<string, InstanceType>(
  Object.entries(families).flatMap(
    ([family, { architecture = "x86_64" as const, threadsPerCore = 2, credits, sizes }]) =>
      Object.entries(sizes).map(([size, [vcpus, memoryMib]]): [string, InstanceType] => {
        const name = `${family}.${size}`;
        const dollarsPerHour = instanceHour(name) ?? 0;
        // One vCPU cannot be two threads of a core.
        const threads = vcpus === 1 ? 1 : threadsPerCore;
        const type: InstanceType = { name, vcpus, memoryMib, architecture, threadsPerCore: threads, dollarsPerHour };
        return [name, credits ? { ...type, credits } : type];
      }),
  ),
);

/** The type of a name, or undefined where the account does not know it. */
export function instanceType(name: string): InstanceType | undefined {
  return types.get(name);
}

/** Every type the account knows, in alphabetical order. */
export function instanceTypeNames(): string[] {
  return [...types.keys()].sort();
}

/**
 * Whether AWS offers a type in a zone (`us-west-2d`) or anywhere in a region (`us-west-2`).
 * A type that the account does not know is offered nowhere.
 */
export function isOffered(name: string, location: string): boolean {
  const family = families[name.split(".")[0] ?? ""];
  if (!family || !types.has(name)) return false;
  const region = location.replace(/[a-z]$/, "");
  return !family.notIn.includes(location) && !family.notIn.includes(region);
}
