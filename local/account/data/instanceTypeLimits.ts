/** What network and disks an instance type has. */
export interface InstanceTypeLimits {
  network: readonly [
    interfaces: number,
    addressesPerInterface: number,
    performance: string,
    baselineGbps: number,
    peakGbps: number,
  ];
  /** To EBS volumes, where the type is EBS-optimized: always, and for a while. Mbps and operations a second. */
  ebs?: readonly [baselineMbps: number, baselineIops: number, maximumMbps: number, maximumIops: number];
  /** Instance store volumes, all of them SSDs. */
  disks?: readonly [count: number, sizeGb: number];
}

/**
 * By family and size, as `aws ec2 describe-instance-types` gave it in August 2026;
 * docs.aws.amazon.com/ec2/latest/instancetypes/ has the same tables.
 */
const LIMITS: Record<string, Record<string, InstanceTypeLimits>> = {
  m3: {
    medium: { network: [2, 6, "Moderate", 0.3, 1.2], disks: [1, 4] },
    large: { network: [3, 10, "Moderate", 0.7, 2.8], disks: [1, 32] },
    xlarge: { network: [4, 15, "High", 1, 10], ebs: [500, 4000, 500, 4000], disks: [2, 40] },
  },
  c3: {
    large: { network: [3, 10, "Moderate", 0.5, 1.2], disks: [2, 16] },
    xlarge: { network: [4, 15, "Moderate", 0.7, 10], ebs: [500, 4000, 500, 4000], disks: [2, 40] },
  },
  r3: {
    large: { network: [3, 10, "Moderate", 0.5, 1.2], disks: [1, 32] },
    xlarge: { network: [4, 15, "Moderate", 0.7, 2.8], ebs: [500, 4000, 500, 4000], disks: [1, 80] },
  },
  m4: {
    large: { network: [2, 10, "Moderate", 0.45, 1.2], ebs: [450, 3600, 450, 3600] },
    xlarge: { network: [4, 15, "High", 0.75, 2.8], ebs: [750, 6000, 750, 6000] },
    "2xlarge": { network: [4, 15, "High", 1, 10], ebs: [1000, 8000, 1000, 8000] },
  },
  c4: {
    large: { network: [3, 10, "Moderate", 0.625, 1.2], ebs: [500, 4000, 500, 4000] },
    xlarge: { network: [4, 15, "High", 1.25, 2.8], ebs: [750, 6000, 750, 6000] },
    "2xlarge": { network: [4, 15, "High", 2.5, 10], ebs: [1000, 8000, 1000, 8000] },
  },
  r4: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [425, 3000, 425, 3000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [850, 6000, 850, 6000] },
    "2xlarge": { network: [4, 15, "Up to 10 Gigabit", 2.5, 10], ebs: [1700, 12000, 1700, 12000] },
  },
  i3: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [425, 3000, 425, 3000], disks: [1, 475] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [850, 6000, 850, 6000], disks: [1, 950] },
    "2xlarge": { network: [4, 15, "Up to 10 Gigabit", 2.5, 10], ebs: [1700, 12000, 1700, 12000], disks: [1, 1900] },
  },
  t2: {
    micro: { network: [2, 2, "Low to Moderate", 0.064, 1.024] },
    small: { network: [3, 4, "Low to Moderate", 0.128, 1.024] },
    medium: { network: [3, 6, "Low to Moderate", 0.256, 1.024] },
    large: { network: [3, 12, "Low to Moderate", 0.512, 1.024] },
    xlarge: { network: [3, 15, "Moderate", 0.75, 1.024] },
  },
  t3: {
    micro: { network: [2, 2, "Up to 5 Gigabit", 0.064, 5], ebs: [87, 500, 2085, 11800] },
    small: { network: [3, 4, "Up to 5 Gigabit", 0.128, 5], ebs: [174, 1000, 2085, 11800] },
    medium: { network: [3, 6, "Up to 5 Gigabit", 0.256, 5], ebs: [347, 2000, 2085, 11800] },
    large: { network: [3, 12, "Up to 5 Gigabit", 0.512, 5], ebs: [695, 4000, 2780, 15700] },
    xlarge: { network: [4, 15, "Up to 5 Gigabit", 1.024, 5], ebs: [695, 4000, 2780, 15700] },
  },
  t4g: {
    micro: { network: [2, 2, "Up to 5 Gigabit", 0.064, 5], ebs: [87, 500, 2085, 11800] },
    small: { network: [3, 4, "Up to 5 Gigabit", 0.128, 5], ebs: [174, 1000, 2085, 11800] },
    medium: { network: [3, 6, "Up to 5 Gigabit", 0.256, 5], ebs: [347, 2000, 2085, 11800] },
    large: { network: [3, 12, "Up to 5 Gigabit", 0.512, 5], ebs: [695, 4000, 2780, 15700] },
  },
  m5: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [650, 3600, 4750, 18750] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1150, 6000, 4750, 18750] },
    "2xlarge": { network: [4, 15, "Up to 10 Gigabit", 2.5, 10], ebs: [2300, 12000, 4750, 18750] },
  },
  m5a: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [650, 3600, 2880, 16000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1085, 6000, 2880, 16000] },
  },
  c5: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [650, 4000, 4750, 20000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1150, 6000, 4750, 20000] },
    "2xlarge": { network: [4, 15, "Up to 10 Gigabit", 2.5, 10], ebs: [2300, 10000, 4750, 20000] },
  },
  c5a: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [200, 800, 3170, 13300] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [400, 1600, 3170, 13300] },
  },
  r5: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [650, 3600, 4750, 18750] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1150, 6000, 4750, 18750] },
    "2xlarge": { network: [4, 15, "Up to 10 Gigabit", 2.5, 10], ebs: [2300, 12000, 4750, 18750] },
  },
  r5a: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [650, 3600, 2880, 16000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1085, 6000, 2880, 16000] },
  },
  m6i: {
    large: { network: [3, 10, "Up to 12.5 Gigabit", 0.781, 12.5], ebs: [650, 3600, 10000, 40000] },
    xlarge: { network: [4, 15, "Up to 12.5 Gigabit", 1.562, 12.5], ebs: [1250, 6000, 10000, 40000] },
  },
  c6i: {
    large: { network: [3, 10, "Up to 12.5 Gigabit", 0.781, 12.5], ebs: [650, 3600, 10000, 40000] },
    xlarge: { network: [4, 15, "Up to 12.5 Gigabit", 1.562, 12.5], ebs: [1250, 6000, 10000, 40000] },
  },
  r6i: {
    large: { network: [3, 10, "Up to 12.5 Gigabit", 0.781, 12.5], ebs: [650, 3600, 10000, 40000] },
    xlarge: { network: [4, 15, "Up to 12.5 Gigabit", 1.562, 12.5], ebs: [1250, 6000, 10000, 40000] },
  },
  m6g: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [630, 3600, 4750, 20000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1188, 6000, 4750, 20000] },
  },
  c6g: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [630, 3600, 4750, 20000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1188, 6000, 4750, 20000] },
  },
  r6g: {
    large: { network: [3, 10, "Up to 10 Gigabit", 0.75, 10], ebs: [630, 3600, 4750, 20000] },
    xlarge: { network: [4, 15, "Up to 10 Gigabit", 1.25, 10], ebs: [1188, 6000, 4750, 20000] },
  },
  m7i: {
    large: { network: [3, 10, "Up to 12.5 Gigabit", 0.781, 12.5], ebs: [650, 3600, 10000, 40000] },
    xlarge: { network: [4, 15, "Up to 12.5 Gigabit", 1.562, 12.5], ebs: [1250, 6000, 10000, 40000] },
  },
};

/** The limits of a type that the account knows, or undefined. */
export function instanceTypeLimits(name: string): InstanceTypeLimits | undefined {
  const [family = "", size = ""] = name.split(".");
  return LIMITS[family]?.[size];
}
