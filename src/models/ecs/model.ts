/** Amazon ECS: its API, placement, service scheduler and agents, put together. */
import { composeModel } from '../../engine/composeModel';
import type { AnyRequest, Model } from '../../engine/model';
import { agentPart, isCrashOfTask } from './agent/part';
import { isManagedScalingQuestion } from './capacityProviders/explainManaged';
import { isInterruptOfTask } from './capacityProviders/fargateSpot';
import { capacityProviderPart } from './capacityProviders/part';
import { servicePart } from './controllers/part';
import { ecsInvariants } from './invariants';
import { isExplanation, placementPart } from './placement/part';
import { requestsPart } from './requests/part';

const accepts = (request: AnyRequest): boolean =>
  request.api === 'ecs' ||
  isCrashOfTask(request) ||
  isExplanation(request) ||
  isManagedScalingQuestion(request) ||
  isInterruptOfTask(request);

export const ecsModel: Model = composeModel('ecs', accepts, [
  requestsPart,
  placementPart,
  servicePart,
  agentPart,
  capacityProviderPart,
  { invariants: ecsInvariants },
]);
