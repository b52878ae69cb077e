/** What an action is called: in full in the menu, in a word on a button. */
import type { Action } from './actions';
import type { Messages } from './i18n/messages.en';

export function actionLabel(action: Action, { menu }: Messages, short = false): string {
  if (action.name === 'traffic') return menu.traffic(action.amount ?? 0);
  if (action.name === 'groupSize') return menu.groupSize(action.group ?? '', action.amount ?? 0);
  return short && action.name in menu.short
    ? menu.short[action.name as keyof typeof menu.short]
    : menu[action.name];
}
