/** What the page needs a moment after the stage lives: one chunk, fetched while the world opens. */
export { lateEn } from './i18n/lateMessages.en';
export { decisions } from './sentences/decisions';
export { HistoryReader } from './time/history';
export { default as ActionMenu } from './panels/ActionMenu.svelte';
export { default as Announcer } from './panels/Announcer.svelte';
export { default as CapacityTag } from './scaling/CapacityTag.svelte';
export { default as CostTag } from './panels/CostTag.svelte';
export { default as Dock } from './panels/Dock.svelte';
export { default as KeyPanel } from './panels/KeyPanel.svelte';
export { keepRun } from './share/keeping';
export { default as LimitsTag } from './scaling/LimitsTag.svelte';
export { default as LoadPanel } from './scaling/LoadPanel.svelte';
export { default as QueueTag } from './scaling/QueueTag.svelte';
export { default as SharePanel } from './share/SharePanel.svelte';
export { default as StageTable } from './panels/StageTable.svelte';
export { default as Timeline } from './panels/Timeline.svelte';
