/** What all sizes of a family of instance types have in common. */
export interface InstanceTypeTraits {
  hypervisor: "xen" | "nitro";
  /** Sustained speed of a core, by size where it is not the same for all. */
  clockGhz: number | { default: number; [size: string]: number };
  /** Whether AWS calls it a current generation. */
  current: boolean;
  ena: "required" | "supported" | "unsupported";
  nvme: "required" | "supported" | "unsupported";
  /** Default true. */
  ipv6?: boolean;
  autoRecovery?: false;
  dedicatedHosts?: false;
  hibernation?: false;
  clusterPlacement?: false;
  /** Default false. */
  encryptionInTransit?: boolean;
  phc?: true;
  /** Cores come in pairs when an instance asks for fewer. */
  evenCores?: true;
  /** Sizes that also run 32-bit programs. */
  i386?: readonly string[];
  /** Sizes of the free tier. */
  freeTier?: readonly string[];
  /** Sizes that may be EBS-optimized for a fee, in a family where not all are. Default: all are, always. */
  ebsOptimized?: readonly string[];
  enclaves?: "all" | "from 4 vCPUs";
  cpuFeatures?: readonly string[];
  /** Boots from instance store as well as from EBS. Default false. */
  instanceStoreRoot?: true;
  /** Runs paravirtual images too. Default false. */
  paravirtual?: true;
}

const xen = { hypervisor: "xen", ena: "unsupported", nvme: "unsupported", current: false } as const;
const gen3 = { ...xen, instanceStoreRoot: true, ebsOptimized: ["xlarge"] } as const;
const nitro = { hypervisor: "nitro", ena: "required", nvme: "required" } as const;
const gen5 = { ...nitro, current: false, evenCores: true, enclaves: "from 4 vCPUs" } as const;
const amd = { ...nitro, current: true, dedicatedHosts: false, enclaves: "from 4 vCPUs" } as const;
const gen6 = { ...nitro, clockGhz: 3.5, encryptionInTransit: true, enclaves: "from 4 vCPUs" } as const;
const graviton = { ...nitro, clockGhz: 2.5, current: true, enclaves: "all" } as const;
const burstable = { clusterPlacement: false, current: true } as const;

/**
 * By family, as `aws ec2 describe-instance-types` gave it in us-west-2 in August 2026: generations come to be called previous,
 * and sizes leave the free tier.
 */
const TRAITS: Record<string, InstanceTypeTraits> = {
  m3: { ...gen3, clockGhz: 2.5, ipv6: false, clusterPlacement: false, paravirtual: true },
  c3: { ...gen3, clockGhz: 2.8, paravirtual: true, i386: ["large"] },
  r3: { ...gen3, clockGhz: 2.5 },
  m4: { ...xen, clockGhz: 2.4 },
  c4: { ...xen, clockGhz: 2.9 },
  r4: { ...xen, clockGhz: 2.3, ena: "supported" },
  i3: { ...xen, clockGhz: 2.3, ena: "supported", nvme: "supported", current: true, autoRecovery: false },
  t2: {
    ...xen,
    ...burstable,
    clockGhz: { default: 2.3, micro: 2.5, small: 2.5 },
    dedicatedHosts: false,
    i386: ["micro", "small", "medium"],
    ebsOptimized: [],
  },
  t3: { ...nitro, ...burstable, clockGhz: 2.5, evenCores: true, freeTier: ["micro", "small"] },
  t4g: { ...nitro, ...burstable, clockGhz: 2.5, dedicatedHosts: false, freeTier: ["micro", "small"] },
  m5: { ...gen5, clockGhz: 3.1 },
  m5a: { ...amd, clockGhz: 2.5, evenCores: true },
  c5: { ...gen5, clockGhz: 3.4 },
  c5a: { ...amd, clockGhz: 3.3, encryptionInTransit: true, hibernation: false },
  r5: { ...gen5, clockGhz: 3.1 },
  r5a: { ...amd, clockGhz: 2.5, evenCores: true },
  m6i: { ...gen6, current: false },
  c6i: { ...gen6, current: true },
  r6i: { ...gen6, current: false, hibernation: false },
  m6g: graviton,
  c6g: graviton,
  r6g: graviton,
  m7i: { ...gen6, clockGhz: 3.2, current: true, phc: true, cpuFeatures: ["nested-virtualization"] },
};

/** The traits of a type's family, or undefined where the account does not know it. */
export function instanceTypeTraits(name: string): InstanceTypeTraits | undefined {
  return TRAITS[name.split(".")[0] ?? ""];
}
