import type { Lab } from "../lab";
import { flapping, hysteresis } from "./flapping";
import { priceSpike } from "./priceSpike";
import { silentTraffic, silentTrap } from "./silentTraffic";
import { spotStorm } from "./spotStorm";
import { zoneLoss } from "./zoneLoss";

/** What can go wrong, by the name that `--scenario` takes: one chapter after another, each on a cluster of its own. */
export const SCENARIOS: Readonly<Record<string, readonly Lab[]>> = {
  "spot-storm": [spotStorm],
  "price-spike": [priceSpike],
  "zone-loss": [zoneLoss],
  flapping: [flapping, hysteresis],
  "silent-traffic": [silentTraffic, silentTrap],
};
