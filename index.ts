import * as pulumi from "@pulumi/pulumi";
import { BackgroundService } from "./components/backgroundService";
import { CanaryDeployment } from "./components/canaryDeployment";
import { DogsPipeline } from "./components/dogsPipeline";
import { ImageRepositories } from "./components/imageRepositories";
import { labTag } from "./components/labTag";
import { LoadGenerator } from "./components/loadGenerator";
import { Network } from "./components/network";
import { ScalingWebService } from "./components/scalingWebService";
import { ScheduledTask } from "./components/scheduledTask";
import { SiteLoadBalancer } from "./components/siteLoadBalancer";
import { SpotEcsCluster } from "./components/spotEcsCluster";
import { stackTags } from "./components/tags";
import { UnicornSecret } from "./components/unicornSecret";
import { WorkshopProvider } from "./components/workshopProvider";
import { readConfig, type WorkshopConfig } from "./config";
import { nextStep } from "./config/nextStep";
import {
  CATNIP,
  CATS_DEPLOYMENT,
  GREEN_CATS_SCALING,
  HOMEPAGE_TASK,
  IMAGE_ASSESSOR,
  MXNET,
  PET_SCALING,
  PET_TASK,
  SITE_DOMAIN,
  SITE_IMAGES,
} from "./config/workshop";

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
      // From the beginning: an instance has the attributes with which it joins.
      onDemand: { ...config.onDemand, attributes: CATNIP.attribute },
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
  const homepageTask = {
    ...site,
    ...HOMEPAGE_TASK,
    image: `${imageRegistry}/simplehomepage:${imageTags.simplehomepage}`,
    environment: { Tag: imageTags.simplehomepage },
  };
  const homepage = new ScalingWebService("simplehomepage", { ...homepageTask, route: { loadBalancer } }, inLab(2));
  // Lab 3: unicorns, whose location cats alone may know, and the version of cats that shows them.
  const unicorns =
    lab >= 3 ? new UnicornSecret("unicorns", { stack, location: config.unicornLocation }, inLab(3)) : undefined;
  // Lab 5 binds cats to the instances with catnip.
  const catnip = lab >= 5 && config.catsOnCatnip ? catsOnCatnip(config) : undefined;
  const pet = { ...site, ...PET_TASK, scaling: PET_SCALING };
  const catsTask = (tag: string) => ({
    ...pet,
    image: `${imageRegistry}/cats:${tag}`,
    environment: {
      Tag: tag,
      ...(unicorns && { PARAMETER_STORE_NAME: unicorns.parameter.name, REGION: config.aws.region }),
    },
    taskRole: unicorns?.reader,
    deployment: unicorns && CATS_DEPLOYMENT,
  });
  const cats = new ScalingWebService(
    "cats",
    {
      ...catsTask(imageTags.cats),
      route: { loadBalancer, listener: homepage.listener, priority: 1, path: "/cats*" },
      placement: catnip,
    },
    inLab(2),
  );
  const dogsTask = {
    ...pet,
    image: `${imageRegistry}/dogs:${imageTags.dogs}`,
    environment: { Tag: imageTags.dogs },
  };
  const dogs = new ScalingWebService(
    "dogs",
    {
      ...dogsTask,
      route: { loadBalancer, listener: homepage.listener, priority: 2, path: "/dogs*" },
      // From lab 6 on the pipeline says which revision runs.
      ignoreTaskDefinition: lab >= 6,
    },
    inLab(2),
  );
  const siteUrl = pulumi.interpolate`http://${loadBalancer.dnsName}`;
  if (config.loadTest) {
    new LoadGenerator(
      "load-generator",
      { stack, network, ecsImage, siteUrl, paths: ["/cats/", "/dogs/"] },
      { ...inLab(2), dependsOn: [cats, dogs] },
    );
  }
  const withSite = { ...withCluster, siteUrl };
  if (lab < 4) {
    return withSite;
  }

  // Lab 4: somebody who looks through the pictures every two minutes, and removes some.
  const assessor = new ScheduledTask(
    "image-assessor",
    {
      stack,
      cluster,
      ...IMAGE_ASSESSOR,
      image: `${imageRegistry}/image-assessor:${imageTags.imageAssessor}`,
      environment: { ALB_URL: siteUrl },
      enabled: config.imageAssessor,
    },
    inLab(4),
  );
  const withAssessor = {
    ...withSite,
    imageAssessor: { taskDefinitionArn: assessor.taskDefinition.arn, container: assessor.container },
  };
  if (lab < 5) {
    return withAssessor;
  }

  // Lab 5: machine learning, on instances of one type alone.
  new BackgroundService("mxnet", { stack, cluster, capacity, ...MXNET, ...config.mxnet }, inLab(5));
  if (lab < 6) {
    return withAssessor;
  }

  // Lab 6: a release of dogs by the upload of one zip.
  const release = new DogsPipeline(
    "dogs-pipeline",
    {
      stack,
      repository: repositories.repositories.dogs,
      cluster,
      service: dogs.service,
      taskDefinitionFamilyArn: dogs.taskDefinitionFamilyArn,
    },
    inLab(6),
  );
  const withPipeline = {
    ...withAssessor,
    dogsPipeline: { ...release.source, pipeline: release.pipeline.name, logGroup: release.logGroupName },
  };
  if (lab < 7) {
    return withPipeline;
  }

  // Lab 7: the site once more, in green, with the third version of cats; and what moves visitors there, if all is well.
  const green = new SiteLoadBalancer("green", { stack, network }, inLab(7)).loadBalancer;
  const greenHomepage = new ScalingWebService(
    "homepage-green",
    { ...homepageTask, route: { loadBalancer: green } },
    inLab(7),
  );
  const greenPaths = { loadBalancer: green, listener: greenHomepage.listener };
  const greenCats = new ScalingWebService(
    "cats-green",
    {
      ...catsTask(imageTags.catsGreen),
      // Until its release.
      desiredCount: 0,
      scaling: GREEN_CATS_SCALING,
      route: { ...greenPaths, priority: 1, path: "/cats*" },
    },
    inLab(7),
  );
  const greenDogs = new ScalingWebService(
    "dogs-green",
    { ...dogsTask, route: { ...greenPaths, priority: 2, path: "/dogs*" } },
    inLab(7),
  );
  const canary = new CanaryDeployment(
    "canary",
    {
      stack,
      cluster,
      ...SITE_DOMAIN,
      ...config.canary,
      blue: { loadBalancer, released: cats, others: [homepage, dogs] },
      green: { loadBalancer: green, released: greenCats, others: [greenHomepage, greenDogs] },
    },
    inLab(7),
  );
  return {
    ...withPipeline,
    canary: {
      host: SITE_DOMAIN.host,
      nameServers: canary.zone.nameServers,
      zoneId: canary.zone.id,
      cluster: cluster.name,
      services: { blue: cats.service.name, green: greenCats.service.name },
      release: canary.release.arn,
      guard: canary.guard.arn,
      table: canary.table.name,
      topic: canary.topic.arn,
      dashboard: canary.dashboard.name,
    },
  };
};

/** Where cats go, and how much room there is. */
function catsOnCatnip({ onDemand: { instanceType, count } }: WorkshopConfig) {
  return { constraints: [CATNIP.constraint], instances: { type: instanceType, count } };
}
