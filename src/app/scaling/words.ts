import { words as page } from '../i18n/words.svelte';
import { en, type ScalingWords } from './words.en';
import { ko } from './words.ko';

/** What the page says of scaling, in its language. */
export const scalingWords = (): ScalingWords => (page.language === 'ko' ? ko : en);
