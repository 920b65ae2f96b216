import * as pulumi from "@pulumi/pulumi";
import { ImageRepositories } from "./components/imageRepositories";
import { labTag } from "./components/labTag";
import { LoadGenerator } from "./components/loadGenerator";
import { Network } from "./components/network";
import { ScalingWebService } from "./components/scalingWebService";
import { SpotEcsCluster } from "./components/spotEcsCluster";
import { stackTags } from "./components/tags";
import { WorkshopProvider } from "./components/workshopProvider";
import { readConfig } from "./config";
import { nextStep } from "./config/nextStep";
import { HOMEPAGE_TASK, PET_SCALING, PET_TASK, SITE_IMAGES } from "./config/workshop";

/** The workshop, lab by lab; `lab` decides how far. Returns what a person needs to go on. */
export = () => {
  const config = readConfig();
  const { lab, stack, imageRegistry, imageTags, ecsImage } = config;
  const tags = stackTags(config);
  const aws = new WorkshopProvider("aws", { ...config.aws, tags });
  const inLab = (number: number) => ({ providers: { aws }, transformations: [labTag(number)] });

  // Lab 0: what the rest stands on.
  const network = new Network(
    "network",
    { stack, siteIngressCidrs: config.siteIngressCidrs, zones: config.zones },
    inLab(0),
  );
  const repositories = new ImageRepositories("images", { stack, images: [...SITE_IMAGES] }, inLab(0));
  const baseline = {
    repositoryUrls: repositories.urls,
    loadBalancerDns: network.loadBalancer.dnsName,
    nextStep: nextStep(config),
  };
  if (lab < 1) {
    return baseline;
  }

  // Lab 1: a cluster on Spot instances that grows and shrinks with what runs on it.
  const { cluster, capacity, fleetRequestId } = new SpotEcsCluster(
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
      instanceTags: { ...tags, Lab: "1" },
    },
    inLab(1),
  );
  const withCluster = { ...baseline, clusterName: cluster.name, spotFleetRequestId: fleetRequestId };
  if (lab < 2) {
    return withCluster;
  }

  // Lab 2: the site, whose cats and dogs scale with their visitors, and somebody who visits it a lot.
  const { vpcId, loadBalancer } = network;
  const site = { stack, cluster, capacity, vpcId };
  const homepage = new ScalingWebService(
    "simplehomepage",
    {
      ...site,
      ...HOMEPAGE_TASK,
      image: `${imageRegistry}/simplehomepage:${imageTags.simplehomepage}`,
      environment: { Tag: imageTags.simplehomepage },
      route: { loadBalancer },
    },
    inLab(2),
  );
  const pets = (["cats", "dogs"] as const).map(
    (pet, index) =>
      new ScalingWebService(
        pet,
        {
          ...site,
          ...PET_TASK,
          image: `${imageRegistry}/${pet}:${imageTags[pet]}`,
          environment: { Tag: imageTags[pet] },
          route: { loadBalancer, listener: homepage.listener, priority: index + 1, path: `/${pet}*` },
          scaling: PET_SCALING,
        },
        inLab(2),
      ),
  );
  const siteUrl = pulumi.interpolate`http://${loadBalancer.dnsName}`;
  if (config.loadTest) {
    new LoadGenerator(
      "load-generator",
      { stack, network, ecsImage, siteUrl, paths: ["/cats/", "/dogs/"] },
      { ...inLab(2), dependsOn: pets },
    );
  }
  return { ...withCluster, siteUrl };
};
