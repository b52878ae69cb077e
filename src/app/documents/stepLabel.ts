/** What Apply would do, in a few words: `UpdateService web`, `apply 2 objects`. */
import type { Messages } from '../i18n/messages.en';
import { stepOf, type PlannedObject, type Step } from './plan';

export function stepLabel(planned: readonly PlannedObject[], m: Messages): string {
  const steps = planned.flatMap((each) => stepOf(each) ?? []);
  const [first] = steps;
  if (!first) return '';
  return steps.length === 1 ? oneStep(first, m) : m.documents.actions.applyMany(steps.length);
}

function oneStep(step: Step, { documents: { actions } }: Messages): string {
  switch (step.action) {
    case 'registerTaskDefinition':
      return actions.registerTaskDefinition;
    case 'runTask':
      return actions.runTask;
    case 'createCluster':
      return actions.createCluster(step.name);
    case 'createService':
      return actions.createService(step.name);
    case 'updateService':
      return actions.updateService(step.name);
    case 'createCapacityProvider':
    case 'updateCapacityProvider':
    case 'putClusterCapacityProviders':
      return `${step.action.charAt(0).toUpperCase()}${step.action.slice(1)} ${step.name}`;
    case 'scale':
    case 'aws':
      return actions.apply(`${step.request} ${step.name}`);
    case 'apply':
      return actions.apply(`${step.kind} ${step.name}`);
  }
}
