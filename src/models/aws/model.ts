/** AWS, as far as both platforms stand on it: EC2 instances in zones and groups, and load balancers with their traffic. */
import { composeModel } from '../../engine/composeModel';
import type { AnyRequest } from '../../engine/model';
import './commands';
import './facts';
import { isCapacityQuestion } from './applicationautoscaling/explain';
import { applicationAutoScalingPart, servicePolicies } from './applicationautoscaling/part';
import { groupPolicies, groupPoliciesPart } from './autoscaling/policies/part';
import { autoScalingPart } from './autoscaling/part';
import { managedPolicyOwner } from './autoscaling/managedPolicy';
import type { AlarmActionOwner } from './cloudwatch/alarmActions';
import { cloudWatchPart } from './cloudwatch/part';
import { ec2Part } from './ec2/part';
import { elasticLoadBalancingPart } from './elasticloadbalancing/part';
import { pricingPart } from './pricing/part';
import { sqsPart } from './sqs/part';

const APIS: readonly string[] = [
  'ec2',
  'autoscaling',
  'application-autoscaling',
  'elasticloadbalancing',
  'cloudwatch',
  'sqs',
];
const QUAYSIDE_ACTIONS: readonly unknown[] = [
  'createGround',
  'loseZone',
  'restoreZone',
  'disconnectInstance',
  'reconnectInstance',
  'refuseCapacity',
  'restoreCapacity',
  'interruptSpot',
  'recommendRebalance',
  'setTraffic',
  'sendMessages',
  'cost',
];

/** `interruptSpot` of a Fargate task is not EC2's. */
const isAboutTask = (request: AnyRequest): boolean =>
  (request as { input?: { kind?: unknown } }).input?.kind === 'ecs/Task';

/** With whoever owns the actions of alarms. */
export const awsModelWith = (owners: readonly AlarmActionOwner[]) =>
  composeModel(
    'aws',
    (request) =>
      APIS.includes(request.api) ||
      isCapacityQuestion(request) ||
      (request.api === 'quayside' &&
        QUAYSIDE_ACTIONS.includes((request as { action?: unknown }).action) &&
        !isAboutTask(request)),
    [
      ec2Part,
      autoScalingPart,
      sqsPart,
      groupPoliciesPart,
      applicationAutoScalingPart,
      elasticLoadBalancingPart,
      pricingPart,
      cloudWatchPart(owners),
    ],
  );

export const awsModel = awsModelWith([managedPolicyOwner, servicePolicies, groupPolicies]);
