/**
 * What agent and control plane say to each other about one task: the task is handed over, its end is ordered, its state
 * submitted (agent: ACS payloads and SubmitTaskStateChange). Nothing passes while the agent is disconnected; whatever
 * changed meanwhile is said when it is back.
 */
import type { Command, Context, Controller } from '../../../engine/model';
import { timings } from '../timings';
import type { Task } from '../types';
import type { ManagedTask } from './managedTask';
import { agentConnected } from './place';
import { reportedContainers, sameContainers } from './report';

export const COMMUNICATION_CONTROLLER = 'ecs/agentCommunication';

export const communicationController: Controller = {
  name: COMMUNICATION_CONTROLLER,
  latencyMs: timings.agentMessageMs,
  sync(key, ctx) {
    const observed = observeConversation(key, ctx);
    const type = observed && decideMessage(observed);
    return type && { commands: [{ model: 'ecs', type, task: key }] satisfies Command[] };
  },
};

interface Conversation {
  readonly task: Task;
  readonly managed: ManagedTask | undefined;
}

function observeConversation(key: string, ctx: Context): Conversation | undefined {
  const task = ctx.get('ecs/Task', key);
  if (!task || task.lastStatus === 'STOPPED' || !agentConnected(ctx, task)) return undefined;
  return { task, managed: ctx.get('ecs/ManagedTask', key) };
}

function decideMessage({
  task,
  managed,
}: Conversation): 'acceptTask' | 'stopManagedTask' | 'submitTaskState' | undefined {
  if (!managed) {
    if (task.lastStatus === 'PENDING') return 'acceptTask';
    // Stopped before the agent ever had it.
    return task.lastStatus === 'STOPPING' ? 'submitTaskState' : undefined;
  }
  if (task.lastStatus === 'STOPPING' && managed.desiredStatus === 'RUNNING')
    return 'stopManagedTask';
  return isNews(task, managed) ? 'submitTaskState' : undefined;
}

function isNews(task: Task, managed: ManagedTask): boolean {
  if (managed.known === 'STOPPED') return task.lastStatus !== 'DEPROVISIONING';
  return !sameContainers(task.containers, reportedContainers(task, managed));
}
