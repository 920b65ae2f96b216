/*
 * Every time that AWS takes for something, in seconds, in one place. What a resource says itself (an interval of health checks, a
 * cooldown, a deregistration delay) is read from the resource and not here. "Typical" marks what AWS promises nothing
 * about: the value is one that people see.
 */

/** From the request until EC2 says `running`. Typical. */
export const INSTANCE_PENDING = 20;
/** From `running` until the ECS agent has registered the instance: boot, cloud-init, the agent's container. Typical. */
export const AGENT_REGISTRATION = 60;
/** From a termination request until `terminated`. Typical. */
export const INSTANCE_SHUTTING_DOWN = 30;
/** From when an instance stops answering until its status checks have failed twice, a minute each: docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html */
export const STATUS_CHECKS = 120;
/** Notice before a Spot instance is taken: docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
export const SPOT_NOTICE = 120;
/** How often the agent asks for the notice: aws/amazon-ecs-agent, agent/app/agent.go `spotInstanceITNPoller`, every second. */
export const SPOT_NOTICE_POLL = 1;
/** How often a Spot price may change. AWS smooths prices over hours; typical of the price history's steps. */
export const SPOT_PRICE_STEP = 300;
/** How often a fleet compares what it has with its target. Typical. */
export const FLEET_RECONCILE = 60;
/** How often an Auto Scaling group compares what it has with its desired capacity. Typical. */
export const GROUP_RECONCILE = 60;
/** Stop of a task: SIGTERM, then SIGKILL after the agent's `ECS_CONTAINER_STOP_TIMEOUT`, 30 s by default; a web server ends sooner. */
export const TASK_STOP_TIMEOUT = 30;
/** From the end of a container until ECS has heard of it from the agent. Typical. */
export const AGENT_REPORT = 2;
/** How long a container takes from SIGTERM to its end, where the image does not say. Typical. */
export const TASK_STOPPING = 2;
/** From placement until the container runs, its image pulled: small images from a near registry. Typical. */
export const TASK_STARTING = 8;
/** How long a task that nobody checks has to run until it counts as healthy: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html, minimumHealthyPercent */
export const HEALTHY_UNCHECKED = 40;
/** How often the service scheduler tries again to place tasks that did not fit. Typical. */
export const PLACEMENT_RETRY = 15;
/** A service event that repeats itself is left out until its cause is gone, or for six hours: docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html */
export const PLACEMENT_EVENT_REPEAT = 21600;
/** Length of a metric's period; ECS and the load balancer publish once a minute. */
export const METRIC_PERIOD = 60;
/** From the end of a minute until its datapoint can be seen. Typical. */
export const METRIC_DELAY = 10;
/** When in each minute CloudWatch evaluates alarms: once a minute, after the datapoints above. */
export const ALARM_EVALUATION = 15;
/** From an alarm's action until the scalable target has its new capacity. Typical. */
export const SCALING_ACTION = 2;
/** The cooldown of a step scaling policy that names none: docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html */
export const SCALING_COOLDOWN = 300;
/** From the load generator's `running` until its first request: boot, download, check, start. Typical. */
export const GENERATOR_START = 60;
/** From a load balancer's request until its target begins to answer: a small page, from memory. Typical. */
export const TARGET_RESPONSE = 0.02;
/** How long a request waits for a connection of an exhausted pool until the target gives up and answers with 500. Typical. */
export const TARGET_ERROR_RESPONSE = 1;
/** From an upload until EventBridge has delivered S3's event. Typical. */
export const S3_EVENT = 2;
/** What an action of a pipeline takes besides its work: picked up, finished, the next stage begun. Typical. */
export const PIPELINE_ACTION = 3;
/** From the start of a build until its first command: queued, provisioned, its source downloaded. Typical. */
export const BUILD_PROVISIONING = 25;
/** The commands of a build of a small image: pulled, built, pushed. Typical; on this machine they take no virtual time. */
export const BUILD_COMMANDS = 40;
/** How often a pipeline's ECS action looks at the service. Typical. */
export const DEPLOY_POLL = 15;
/** From a change of records until all of Route 53's name servers have it, usually within 60 seconds: docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
export const ROUTE53_SYNC = 30;
/** How long a resolver keeps the answer for an alias to a load balancer: docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html */
export const ALIAS_TTL = 60;
/** From something's change until EventBridge has delivered the event of it. Typical. */
export const EVENT_DELIVERY = 1;
/** How long Lambda waits before it invokes a function again that has failed at an event: docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export const LAMBDA_RETRIES = [60, 120];
