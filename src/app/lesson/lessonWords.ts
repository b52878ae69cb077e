/** The words around a lesson, in the page's language. */
import type { Language } from '../i18n/words.svelte';
import { en, type LessonWords } from './words.en';
import { ko } from './words.ko';

export const lessonWords = (language: Language): LessonWords => (language === 'ko' ? ko : en);
