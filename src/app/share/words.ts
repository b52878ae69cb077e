/** What sharing says, in both languages. */
import type { LinkProblem } from './pack';
import { words as page } from '../i18n/words.svelte';

const en = {
  share: 'Share this run',
  close: 'Close',
  holds: (clock: string, requests: number, files: number, seed: number) =>
    `A link that plays it again, up to ${clock}. It holds ${requests} request${requests === 1 ? '' : 's'} of yours, ${files} document${files === 1 ? '' : 's'} and seed ${seed}, and nothing else. Nothing is uploaded.`,
  size: (kb: string, most: string) => `${kb} KB of at most ${most}`,
  tooLong: (kb: string, most: string) =>
    `${kb} KB is more than a link bears (${most}). Save it as a file: whoever gets it drops it on this page.`,
  address: 'Link',
  copy: 'Copy link',
  copied: 'Copied',
  select: 'Selected: copy it with your keyboard',
  save: 'Save as file',
  tooLongToKeep: (kb: number) =>
    `What was asked in this run is more than the ${kb} KB that are kept between visits: it lives until the tab is closed. Save it as a file to go on later.`,
  open: 'Open a file…',
  again: 'The shared run is played again. Your own is kept.',
  opened: (clock: string) =>
    `A shared run, at ${clock}. Play it on, or go back and see how it came about. Your own is kept.`,
  differs: (clock: string) =>
    `A shared run, at ${clock}, made by another version of Quayside: what you see differs from what was shared. Your own is kept.`,
  stopped: 'The shared run could not be played to its end. Your own is kept.',
  keepMine: 'Keep mine',
  problem: {
    damaged: 'This shared run is not whole: something was lost on the way. Yours is open instead.',
    tooLarge: 'This shared run holds more than one may hold. It was not opened; yours is.',
    newer:
      'This shared run was made by a newer Quayside. Reload the page to get it, then open it again.',
    unknown: 'This shared run needs a scenario that is not here. Yours is open instead.',
  } satisfies Record<Problem, string>,
  resumed: (clock: string) => `This goes on where you left it, at ${clock}.`,
  startAgain: 'Start again',
};

const ko: typeof en = {
  share: '이 실행 공유',
  close: '닫기',
  holds: (clock, requests, files, seed) =>
    `${clock}까지를 그대로 다시 돌리는 링크입니다. 직접 보낸 요청 ${requests}개, 문서 ${files}개, 시드 ${seed}만 담기고 어디에도 올라가지 않습니다.`,
  size: (kb, most) => `최대 ${most} KB 중 ${kb} KB`,
  tooLong: (kb, most) =>
    `${kb} KB는 링크에 담을 수 있는 ${most} KB를 넘습니다. 파일로 저장하세요. 받은 사람이 이 페이지에 끌어다 놓으면 열립니다.`,
  address: '링크',
  copy: '링크 복사',
  copied: '복사했습니다',
  select: '골라 두었습니다. 키보드로 복사하세요',
  save: '파일로 저장',
  tooLongToKeep: (kb) =>
    `이 실행에서 보낸 요청이 다음 방문까지 보관하는 ${kb} KB를 넘어서 탭을 닫으면 사라집니다. 나중에 이어서 하려면 파일로 저장하세요.`,
  open: '파일 열기…',
  again: '공유된 실행을 다시 돌리는 중입니다. 하던 실행은 그대로 있습니다.',
  opened: (clock) =>
    `공유된 실행이고 지금은 ${clock}입니다. 이어서 재생하거나, 되감아 어떻게 여기까지 왔는지 보세요. 하던 실행은 그대로 있습니다.`,
  differs: (clock) =>
    `다른 버전의 Quayside에서 만든 실행이고 지금은 ${clock}입니다. 보이는 것이 공유한 사람이 본 것과 다릅니다. 하던 실행은 그대로 있습니다.`,
  stopped: '공유된 실행을 끝까지 돌리지 못했습니다. 하던 실행은 그대로 있습니다.',
  keepMine: '하던 실행으로',
  problem: {
    damaged:
      '공유된 실행이 온전하지 않습니다. 오는 길에 일부가 사라졌습니다. 하던 실행을 열었습니다.',
    tooLarge: '공유된 실행이 담을 수 있는 한도를 넘어 열지 않았습니다. 하던 실행을 열었습니다.',
    newer: '더 새로운 Quayside에서 만든 실행입니다. 새로 고친 다음 다시 열어 보세요.',
    unknown: '공유된 실행에 필요한 시나리오가 여기 없습니다. 하던 실행을 열었습니다.',
  },
  resumed: (clock) => `${clock}, 지난번에 멈춘 데서 이어집니다.`,
  startAgain: '처음부터',
};

export type Problem = LinkProblem | 'unknown';
export type ShareWords = typeof en;
export const shareWords = (): ShareWords => (page.language === 'ko' ? ko : en);
