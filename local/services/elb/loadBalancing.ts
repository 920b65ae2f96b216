import type { TargetState } from "../events";
import type { Quality } from "./quality";

/** Load balancing, as ECS uses it: it registers the host and port of each task of a service. */
export interface LoadBalancing {
  /**
   * Registers a target.
   *
   * @param answers Whether what listens there answers now.
   * @param quality How well it does when it does. Default: every request, within TARGET_RESPONSE.
   */
  register(targetGroupArn: string, instanceId: string, port: number, answers: boolean, quality?: Quality): void;
  /** Says that what listens there answers from now on, or no longer does; health checks have to find out. */
  setAnswering(targetGroupArn: string, instanceId: string, port: number, answers: boolean): void;
  /** Takes a target out: it gets no new requests, and is `unused` after the deregistration delay. */
  deregister(targetGroupArn: string, instanceId: string, port: number): void;
  /** The state of a target, or undefined where it is not registered. */
  state(targetGroupArn: string, instanceId: string, port: number): TargetState | undefined;
}
