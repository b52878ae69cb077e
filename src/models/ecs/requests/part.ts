/**
 * The ECS API: one entry an action. Every input is checked against the API model first, as clients do; then the action
 * looks at the records and answers, with effects when it changes something.
 */
import type { ModelPart } from '../../../engine/composeModel';
import {
  defineIndex,
  type Admission,
  type AnyRequest,
  type Context,
  type Read,
} from '../../../engine/model';
import { answer } from '../../aws/refusal';
import { nameOf } from '../arn';
import { requestShape } from '../validation/requestShape';
import { refuseErrors } from './answers';
import { clusterTallies } from './clusterCounts';
import { createCapacityProvider } from './createCapacityProvider';
import { createCluster } from './createCluster';
import { createService } from './createService';
import { deleteCapacityProvider } from './deleteCapacityProvider';
import { deleteCluster } from './deleteCluster';
import { deleteService } from './deleteService';
import { deleteTaskDefinitions } from './deleteTaskDefinitions';
import { deregisterContainerInstance } from './deregisterContainerInstance';
import { deregisterTaskDefinition } from './deregisterTaskDefinition';
import { describeCapacityProviders } from './describeCapacityProviders';
import { describeClusters } from './describeClusters';
import { describeContainerInstances } from './describeContainerInstances';
import { describeServices } from './describeServices';
import { describeTaskDefinition } from './describeTaskDefinition';
import { describeTasks } from './describeTasks';
import { listClusters } from './listClusters';
import { listContainerInstances } from './listContainerInstances';
import { listServices } from './listServices';
import { listTaskDefinitionFamilies } from './listTaskDefinitionFamilies';
import { listTaskDefinitions } from './listTaskDefinitions';
import { listTasks } from './listTasks';
import { putClusterCapacityProviders } from './putClusterCapacityProviders';
import { registerTaskDefinition } from './registerTaskDefinition';
import { runTask } from './runTask';
import { startTask } from './startTask';
import { stopTask } from './stopTask';
import { getTaskProtection, updateTaskProtection } from './taskProtection';
import { updateCapacityProvider } from './updateCapacityProvider';
import { updateContainerInstancesState } from './updateContainerInstancesState';
import { updateService } from './updateService';

type Change = (input: never, ctx: Context) => Admission;
type Query = (input: never, read: Read) => Admission;

const changes: Readonly<Record<string, Change>> = {
  CreateCluster: createCluster,
  DeleteCluster: deleteCluster,
  RegisterTaskDefinition: registerTaskDefinition,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DeleteTaskDefinitions: deleteTaskDefinitions,
  CreateService: createService,
  UpdateService: updateService,
  DeleteService: deleteService,
  RunTask: runTask,
  StartTask: startTask,
  StopTask: stopTask,
  UpdateTaskProtection: updateTaskProtection,
  UpdateContainerInstancesState: updateContainerInstancesState,
  DeregisterContainerInstance: deregisterContainerInstance,
  CreateCapacityProvider: createCapacityProvider,
  UpdateCapacityProvider: updateCapacityProvider,
  DeleteCapacityProvider: deleteCapacityProvider,
  PutClusterCapacityProviders: putClusterCapacityProviders,
};

const queries: Readonly<Record<string, Query>> = {
  DescribeClusters: describeClusters,
  ListClusters: listClusters,
  DescribeTaskDefinition: describeTaskDefinition,
  ListTaskDefinitions: listTaskDefinitions,
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
  DescribeServices: describeServices,
  ListServices: listServices,
  DescribeTasks: describeTasks,
  ListTasks: listTasks,
  GetTaskProtection: getTaskProtection,
  DescribeContainerInstances: describeContainerInstances,
  ListContainerInstances: listContainerInstances,
  DescribeCapacityProviders: describeCapacityProviders,
};

type EcsRequest = AnyRequest & { readonly action: string; readonly input?: unknown };

export const requestsPart: ModelPart = {
  admit(request, ctx) {
    const { api, action, input = {} } = request as EcsRequest;
    const change = api === 'ecs' ? changes[action] : undefined;
    return change && answer(() => checked(change, action, input, ctx));
  },
  query(request, read) {
    const { api, action, input = {} } = request as EcsRequest;
    const query = api === 'ecs' ? queries[action] : undefined;
    return query && answer(() => checked(query, action, input, read));
  },
  indexes: [
    defineIndex({ name: 'family', kind: 'ecs/TaskDefinition', buckets: (d) => [d.family] }),
    defineIndex({ name: 'cluster', kind: 'ecs/Service', buckets: (s) => [nameOf(s.clusterArn)] }),
  ],
  tallies: clusterTallies,
};

/** An input of the wrong shape never reaches its action. Actions with rules of their own report both at once. */
function checked<C>(
  run: (input: never, context: C) => Admission,
  action: string,
  input: unknown,
  context: C,
): Admission {
  const shape = requestShape(action, input);
  if (!shape.readable || !HAS_RULES.has(action)) refuseErrors(shape.errors);
  return run(input as never, context);
}

const HAS_RULES = new Set([
  'CreateCluster',
  'RegisterTaskDefinition',
  'CreateService',
  'UpdateService',
  'RunTask',
  'StartTask',
  'CreateCapacityProvider',
  'UpdateCapacityProvider',
  'PutClusterCapacityProviders',
]);
