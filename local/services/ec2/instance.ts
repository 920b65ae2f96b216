/** docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
export type InstanceState = "pending" | "running" | "shutting-down" | "terminated";

/** A virtual machine. The service that launched it changes it; everybody else looks. */
export interface Instance {
  /** For example `i-0123456789abcdef0`. */
  readonly id: string;
  /** For example `m4.large`. */
  readonly type: string;
  /** For example `us-west-2a`. */
  readonly zone: string;
  readonly market: "spot" | "on-demand";
  /** What launched it: id of a Spot fleet request, name of an Auto Scaling group, or id of an instance that stands alone. */
  readonly owner: string;
  readonly imageId: string;
  /** The script that it starts with, decoded; empty where there is none. */
  readonly userData: string;
  readonly subnetId: string | undefined;
  /** Seconds of virtual time. */
  readonly launchedAt: number;
  state: InstanceState;
  /** When EC2 will take it back, if a notice has been given; seconds of virtual time. */
  interruptedAt?: number;
  /** When billing ended: the moment at which it began to shut down. */
  endedAt?: number;
}

/** What a service that launches instances asks for. */
export interface LaunchRequest {
  type: string;
  zone: string;
  market: "spot" | "on-demand";
  owner: string;
  imageId: string;
  userData: string;
  subnetId: string | undefined;
}
