import type { AccountRecord } from "../../account/model";
import { protocolOf } from "../../account/types/lb/listener";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER } from "../../account/types/lb/references";
import { text } from "../../account/types/read";
import type { World } from "../world";
import { DEFAULT_PORT, type Request } from "./request";
import { type Action, actionFor } from "./rules";

/**
 * Which load balancer a DNS name stands for, and what its listeners and their rules make of a request; without a listener on
 * its port there is no action.
 */
export function decide(
  world: Pick<World, "records">,
  dnsName: string,
  request: Request,
): { loadBalancer: AccountRecord | undefined; action: Action | undefined } {
  const { protocol = "HTTP", port = DEFAULT_PORT[protocol] } = request;
  const loadBalancer = world.records(LOAD_BALANCER).find(({ outputs }) => text(outputs, "dnsName") === dnsName);
  const listener = world
    .records(LISTENER)
    .find(
      ({ inputs }) =>
        loadBalancer &&
        text(inputs, "loadBalancerArn") === loadBalancer.id &&
        inputs.port === port &&
        protocolOf(inputs, loadBalancer) === protocol,
    );
  if (!listener) return { loadBalancer, action: undefined };
  const rules = world.records(LISTENER_RULE).filter(({ inputs }) => text(inputs, "listenerArn") === listener.id);
  return { loadBalancer, action: actionFor(request, listener, rules) };
}
