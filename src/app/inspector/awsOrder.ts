/**
 * In which order the AWS CLI writes members: that of the service models (ecs-2014-11-13, as in @aws-sdk/client-ecs 3.1162;
 * ec2-2016-11-15; elasticloadbalancingv2-2015-12-01). By the name of the field that holds the structure.
 */
const ORDER: Readonly<Record<string, string>> = {
  tasks:
    'attachments attributes availabilityZone capacityProviderName clusterArn connectivity connectivityAt containerInstanceArn containers cpu createdAt desiredStatus enableExecuteCommand executionStoppedAt group healthStatus inferenceAccelerators lastStatus launchType memory overrides platformVersion platformFamily pullStartedAt pullStoppedAt startedAt startedBy stopCode stoppedAt stoppedReason stoppingAt tags taskArn taskDefinitionArn version ephemeralStorage fargateEphemeralStorage',
  services:
    'serviceArn serviceName clusterArn loadBalancers serviceRegistries status desiredCount runningCount pendingCount launchType capacityProviderStrategy platformVersion platformFamily taskDefinition deploymentConfiguration taskSets deployments roleArn events createdAt currentServiceDeployment currentServiceRevisions placementConstraints placementStrategy networkConfiguration healthCheckGracePeriodSeconds schedulingStrategy deploymentController tags createdBy enableECSManagedTags propagateTags enableExecuteCommand availabilityZoneRebalancing',
  containerInstances:
    'containerInstanceArn ec2InstanceId capacityProviderName version versionInfo remainingResources registeredResources status statusReason agentConnected runningTasksCount pendingTasksCount agentUpdateStatus attributes registeredAt attachments tags healthStatus',
  containers:
    'containerArn taskArn name image imageDigest runtimeId lastStatus exitCode reason networkBindings networkInterfaces healthStatus managedAgents cpu memory memoryReservation gpuIds restartCount',
  deployments:
    'id status taskDefinition desiredCount pendingCount runningCount failedTasks createdAt updatedAt capacityProviderStrategy launchType platformVersion platformFamily networkConfiguration rolloutState rolloutStateReason serviceConnectConfiguration',
  taskDefinition:
    'taskDefinitionArn containerDefinitions family taskRoleArn executionRoleArn networkMode revision volumes status requiresAttributes placementConstraints compatibilities runtimePlatform requiresCompatibilities cpu memory inferenceAccelerators pidMode ipcMode proxyConfiguration registeredAt deregisteredAt registeredBy ephemeralStorage',
  containerDefinitions:
    'name image repositoryCredentials cpu memory memoryReservation links portMappings essential restartPolicy entryPoint command environment environmentFiles mountPoints volumesFrom linuxParameters secrets dependsOn startTimeout stopTimeout versionConsistency hostname user workingDirectory disableNetworking privileged readonlyRootFilesystem dnsServers dnsSearchDomains extraHosts dockerSecurityOptions interactive pseudoTerminal dockerLabels ulimits logConfiguration healthCheck systemControls resourceRequirements firelensConfiguration credentialSpecs',
  portMappings: 'containerPort hostPort protocol name appProtocol containerPortRange',
  events: 'id createdAt message',
  loadBalancers: 'targetGroupArn loadBalancerName containerName containerPort',
  networkBindings: 'bindIP containerPort hostPort protocol',
  deploymentConfiguration:
    'deploymentCircuitBreaker maximumPercent minimumHealthyPercent alarms strategy bakeTimeInMinutes',
  deploymentCircuitBreaker: 'enable rollback',
  remainingResources: 'name type doubleValue longValue integerValue stringSetValue',
  registeredResources: 'name type doubleValue longValue integerValue stringSetValue',
  Instances:
    'Architecture BlockDeviceMappings ClientToken EbsOptimized InstanceLifecycle NetworkInterfaces SecurityGroups StateReason Tags InstanceId ImageId State PrivateDnsName PublicDnsName StateTransitionReason KeyName AmiLaunchIndex InstanceType LaunchTime Placement Monitoring SubnetId VpcId PrivateIpAddress',
  Reservations: 'ReservationId OwnerId RequesterId Groups Instances',
  State: 'Code Name Reason',
  LoadBalancers:
    'LoadBalancerArn DNSName CanonicalHostedZoneId CreatedTime LoadBalancerName Scheme VpcId State Type AvailabilityZones SecurityGroups IpAddressType',
  TargetGroups:
    'TargetGroupArn TargetGroupName Protocol Port VpcId HealthCheckProtocol HealthCheckPort HealthCheckEnabled HealthCheckIntervalSeconds HealthCheckTimeoutSeconds HealthyThresholdCount UnhealthyThresholdCount HealthCheckPath Matcher LoadBalancerArns TargetType ProtocolVersion IpAddressType',
  TargetHealthDescriptions: 'Target HealthCheckPort TargetHealth',
  TargetHealth: 'State Reason Description',
  AvailabilityZones:
    'OptInStatus Messages RegionName ZoneName ZoneId GroupName NetworkBorderGroup ZoneType State',
};

const lists: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(ORDER).map(([name, members]) => [name, members.split(' ')]),
);

export const awsOrder = (field: string): readonly string[] => lists[field] ?? [];

const TIMES: ReadonlySet<string> = new Set([
  'connectivityAt',
  'createdAt',
  'executionStoppedAt',
  'pullStartedAt',
  'pullStoppedAt',
  'registeredAt',
  'deregisteredAt',
  'startedAt',
  'stoppedAt',
  'stoppingAt',
  'updatedAt',
  'LaunchTime',
  'CreatedTime',
]);

export const isTimeField = (name: string): boolean => TIMES.has(name);
