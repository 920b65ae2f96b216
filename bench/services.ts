import { Network } from "../components/network";
import { ScalingWebService } from "../components/scalingWebService";
import { SpotEcsCluster } from "../components/spotEcsCluster";
import { stackTags } from "../components/tags";
import { WorkshopProvider } from "../components/workshopProvider";
import { readConfig } from "../config";
import { PET_SCALING, PET_TASK } from "../config/workshop";
import { Account } from "../local/account/account";
import { destroy, up } from "../local/engine/inProcess";

/** A program of one cluster and as many web services as asked for, each behind a path of its own. */
function program(services: number): () => unknown {
  return () => {
    const config = readConfig();
    const { stack, ecsImage } = config;
    const tags = stackTags(config);
    const options = { providers: { aws: new WorkshopProvider("aws", { ...config.aws, tags }) } };
    const network = new Network("network", { stack, siteIngressCidrs: ["0.0.0.0/0"] }, options);
    const { cluster, capacity } = new SpotEcsCluster(
      "cluster",
      {
        stack,
        network,
        ecsImage,
        maxSpotPrice: config.maxSpotPrice,
        instanceTypes: config.spotInstanceTypes,
        capacity: config.spotCapacity,
        onDemand: config.onDemand,
        scaling: config.fleetScaling,
        instanceTags: tags,
      },
      options,
    );
    const { vpcId, loadBalancer } = network;
    const site = { stack, cluster, capacity, vpcId, ...PET_TASK, image: "registry.example.com/web:v1" };
    const home = new ScalingWebService("home", { ...site, route: { loadBalancer } }, options);
    for (let i = 1; i <= services; i++) {
      const route = { loadBalancer, listener: home.listener, priority: i, path: `/web-${i}*` };
      new ScalingWebService(`web-${i}`, { ...site, route, scaling: PET_SCALING }, options);
    }
  };
}

/** Brings such a stack up on a fresh account and destroys it. */
export async function bringUpServices(services: number): Promise<{ seconds: number; resources: number }> {
  const account = new Account();
  const began = process.hrtime.bigint();
  const { state } = await up({
    account,
    project: "catsndogs",
    stack: "bench",
    config: { "aws:region": "us-west-2", "catsndogs:imageRegistry": "registry.example.com" },
    program: program(services),
  });
  const resources = account.records().length;
  destroy({ account, state });
  if (!account.isEmpty) throw new Error(`${account.records().length} resources were left behind`);
  return { seconds: Number(process.hrtime.bigint() - began) / 1e9, resources };
}
