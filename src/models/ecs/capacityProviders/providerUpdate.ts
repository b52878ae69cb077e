/** What a document about a capacity provider that exists already asks to change (DECISIONS.md 1.9): an update, or nothing. */
import { sameValue } from '../requests/sameValue';
import type { Fields } from '../validation/requestTypes';
import type { CapacityProvider } from './types';

interface Call {
  readonly api: 'ecs';
  readonly action: 'UpdateCapacityProvider';
  readonly input: Fields;
}
type Update = readonly Call[] | { readonly refused: readonly Refused[] };
interface Refused {
  readonly path: readonly string[];
  readonly reason: string;
  readonly message: string;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function providerUpdate(provider: CapacityProvider, file: Fields): Update {
  const asked = file['autoScalingGroupProvider'];
  if (!isFields(asked)) return [];
  const { autoScalingGroupArn, ...settings } = asked;
  const { autoScalingGroupProvider: now, autoScalingGroupName: group } = provider;
  if (![now.autoScalingGroupArn, group].includes(String(autoScalingGroupArn)))
    return { refused: [OTHER_GROUP] };
  const changed = Object.entries(settings).filter(([field, value]) => {
    const before: unknown = now[field as keyof typeof now];
    return !sameValue(
      isFields(value) && isFields(before) ? { ...before, ...value } : value,
      before,
    );
  });
  if (changed.length === 0) return [];
  const input = { name: provider.name, autoScalingGroupProvider: Object.fromEntries(changed) };
  return [{ api: 'ecs', action: 'UpdateCapacityProvider', input }];
}

const OTHER_GROUP: Refused = {
  path: ['autoScalingGroupProvider', 'autoScalingGroupArn'],
  reason: 'ClientException',
  message:
    'UpdateCapacityProvider does not take "autoScalingGroupArn": a capacity provider stays with its Auto Scaling group. Create another one.',
};
