import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ImageRepositoriesArgs<Image extends string> {
  /** The stack's name; begins every repository's name. */
  stack: string;
  /** One repository for each, for example `cats`. Lower-case letters, digits and single hyphens. */
  images: Image[];
}

/**
 * A private image repository (ECR) for each of the site's images, named `STACK/IMAGE`. An attendee who pushes own
 * images there sets `imageRegistry` to the registry's address followed by `/STACK`. Images are scanned when they
 * arrive, and those that lost their tag to a newer one are removed after a day.
 *
 * Costs $0.0000 an hour while empty: $0.10 a GB and month for what is stored.
 */
export class ImageRepositories<Image extends string> extends pulumi.ComponentResource {
  /** By image: the address to push to and pull from, and the ARN. */
  readonly repositories: Record<Image, { url: pulumi.Output<string>; arn: pulumi.Output<string> }>;
  /** The addresses alone. */
  readonly urls: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: ImageRepositoriesArgs<Image>, opts?: pulumi.ComponentResourceOptions) {
    super("catsndogs:index:ImageRepositories", name, {}, opts);

    const made = args.images.map((image) => [image, this.repository(name, args.stack, image)] as const);
    this.urls = Object.fromEntries(made.map(([image, { repositoryUrl }]) => [image, repositoryUrl]));
    this.repositories = Object.fromEntries(
      made.map(([image, { repositoryUrl, arn }]) => [image, { url: repositoryUrl, arn }]),
    ) as typeof this.repositories;

    this.registerOutputs({ urls: this.urls });
  }

  private repository(name: string, stack: string, image: string): aws.ecr.Repository {
    const repository = new aws.ecr.Repository(
      `${name}-${image}`,
      {
        name: `${stack}/${image}`,
        imageScanningConfiguration: { scanOnPush: true },
        // Without it, a repository with images in it stops a destroy.
        forceDelete: true,
      },
      { parent: this },
    );
    new aws.ecr.LifecyclePolicy(
      `${name}-${image}`,
      { repository: repository.name, policy: JSON.stringify(UNTAGGED_IMAGES_EXPIRE) },
      { parent: this },
    );
    return repository;
  }
}

const UNTAGGED_IMAGES_EXPIRE = {
  rules: [
    {
      rulePriority: 1,
      description: "Images whose tag has moved on to a newer one",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 1 },
      action: { type: "expire" },
    },
  ],
};
