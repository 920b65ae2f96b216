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
  /** Dollars an hour for on-demand Linux in us-west-2: aws.amazon.com/ec2/pricing/on-demand */
  dollarsPerHour: number;
}

interface Family {
  architecture?: "arm64";
  threadsPerCore?: 1;
  credits?: "standard" | "unlimited";
  /** Regions and zones where AWS does not offer the family. */
  notIn: readonly string[];
  /** Size: vCPUs, memory in MiB, dollars an hour. */
  sizes: Record<string, readonly [vcpus: number, memoryMib: number, dollarsPerHour: number]>;
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
  m3: { notIn: WITHOUT_GEN3, sizes: { medium: [1, 3840, 0.067], large: [2, 7680, 0.133], xlarge: [4, 15360, 0.266] } },
  c3: { notIn: WITHOUT_GEN3, sizes: { large: [2, 3840, 0.105], xlarge: [4, 7680, 0.21] } },
  r3: { notIn: WITHOUT_GEN3, sizes: { large: [2, 15360, 0.166], xlarge: [4, 31232, 0.333] } },
  m4: { notIn: WITHOUT_GEN4, sizes: { large: [2, 8192, 0.1], xlarge: [4, 16384, 0.2], "2xlarge": [8, 32768, 0.4] } },
  c4: { notIn: WITHOUT_GEN4, sizes: { large: [2, 3840, 0.1], xlarge: [4, 7680, 0.199], "2xlarge": [8, 15360, 0.398] } },
  r4: {
    notIn: WITHOUT_T2,
    sizes: { large: [2, 15616, 0.133], xlarge: [4, 31232, 0.266], "2xlarge": [8, 62464, 0.532] },
  },
  i3: {
    notIn: NEW_ZONES,
    sizes: { large: [2, 15616, 0.156], xlarge: [4, 31232, 0.312], "2xlarge": [8, 62464, 0.624] },
  },
  t2: {
    notIn: WITHOUT_T2,
    threadsPerCore: 1,
    credits: "standard",
    sizes: {
      micro: [1, 1024, 0.0116],
      small: [1, 2048, 0.023],
      medium: [2, 4096, 0.0464],
      large: [2, 8192, 0.0928],
      xlarge: [4, 16384, 0.1856],
    },
  },
  t3: {
    notIn: OLD_ZONES,
    credits: "unlimited",
    sizes: {
      micro: [2, 1024, 0.0104],
      small: [2, 2048, 0.0208],
      medium: [2, 4096, 0.0416],
      large: [2, 8192, 0.0832],
      xlarge: [4, 16384, 0.1664],
    },
  },
  t4g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    credits: "unlimited",
    sizes: { micro: [2, 1024, 0.0084], small: [2, 2048, 0.0168], medium: [2, 4096, 0.0336], large: [2, 8192, 0.0672] },
  },
  m5: { notIn: OLD_ZONES, sizes: { large: [2, 8192, 0.096], xlarge: [4, 16384, 0.192], "2xlarge": [8, 32768, 0.384] } },
  m5a: { notIn: OLD_ZONES, sizes: { large: [2, 8192, 0.086], xlarge: [4, 16384, 0.172] } },
  c5: { notIn: OLD_ZONES, sizes: { large: [2, 4096, 0.085], xlarge: [4, 8192, 0.17], "2xlarge": [8, 16384, 0.34] } },
  c5a: { notIn: OLD_ZONES, sizes: { large: [2, 4096, 0.077], xlarge: [4, 8192, 0.154] } },
  r5: {
    notIn: OLD_ZONES,
    sizes: { large: [2, 16384, 0.126], xlarge: [4, 32768, 0.252], "2xlarge": [8, 65536, 0.504] },
  },
  r5a: { notIn: OLD_ZONES, sizes: { large: [2, 16384, 0.113], xlarge: [4, 32768, 0.226] } },
  m6i: { notIn: OLD_ZONES, sizes: { large: [2, 8192, 0.096], xlarge: [4, 16384, 0.192] } },
  c6i: { notIn: OLD_ZONES, sizes: { large: [2, 4096, 0.085], xlarge: [4, 8192, 0.17] } },
  r6i: { notIn: OLD_ZONES, sizes: { large: [2, 16384, 0.126], xlarge: [4, 32768, 0.252] } },
  m6g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    sizes: { large: [2, 8192, 0.077], xlarge: [4, 16384, 0.154] },
  },
  c6g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    sizes: { large: [2, 4096, 0.068], xlarge: [4, 8192, 0.136] },
  },
  r6g: {
    notIn: OLD_ZONES,
    architecture: "arm64",
    threadsPerCore: 1,
    sizes: { large: [2, 16384, 0.1008], xlarge: [4, 32768, 0.2016] },
  },
  m7i: { notIn: OLD_ZONES, sizes: { large: [2, 8192, 0.1008], xlarge: [4, 16384, 0.2016] } },
};

const types = new Map<string, InstanceType>(
  Object.entries(families).flatMap(
    ([family, { architecture = "x86_64" as const, threadsPerCore = 2, credits, sizes }]) =>
      Object.entries(sizes).map(([size, [vcpus, memoryMib, dollarsPerHour]]): [string, InstanceType] => {
        const name = `${family}.${size}`;
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
