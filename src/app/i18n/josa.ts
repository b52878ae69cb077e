/**
 * Korean particles for values that change: chosen by how the value is read aloud (KOREAN.md 3). Latin words that are
 * not in the table are read as ending in a vowel; sentences that may hold them should use a unit instead.
 */
type Pair = '은/는' | '이/가' | '을/를' | '과/와' | '으로/로';

/** How the last character is read: with no final consonant, with ㄹ, or with another one. */
type Ending = 'vowel' | 'rieul' | 'consonant';

export function josa(value: string | number, pair: Pair): string {
  const text = String(value);
  const [afterConsonant = '', afterVowel = ''] = pair.split('/');
  const ending = endingOf(text.replace(/[^\p{L}\p{N}%]+$/u, ''));
  if (pair === '으로/로') return text + (ending === 'consonant' ? afterConsonant : afterVowel);
  return text + (ending === 'vowel' ? afterVowel : afterConsonant);
}

const DIGITS: Readonly<Record<string, Ending>> = {
  0: 'consonant',
  1: 'rieul',
  2: 'vowel',
  3: 'consonant',
  4: 'vowel',
  5: 'vowel',
  6: 'consonant',
  7: 'rieul',
  8: 'rieul',
  9: 'vowel',
};

const WORDS: Readonly<Record<string, Ending>> = {
  ECR: 'rieul',
  IAM: 'consonant',
  JSON: 'consonant',
  YAML: 'rieul',
  Karpenter: 'vowel',
  kubelet: 'consonant',
  RUNNING: 'consonant',
  Pending: 'consonant',
  PENDING: 'consonant',
  PROVISIONING: 'consonant',
  ACTIVATING: 'consonant',
  STOPPING: 'consonant',
  STOPPED: 'vowel',
  DRAINING: 'consonant',
  ACTIVE: 'vowel',
};

function endingOf(text: string): Ending {
  const last = text.at(-1) ?? '';
  const hangul = last.charCodeAt(0) - 0xac00;
  if (hangul >= 0 && hangul < 11172) {
    const final = hangul % 28;
    if (final === 0) return 'vowel';
    return final === 8 ? 'rieul' : 'consonant';
  }
  const word = /[A-Za-z]+$/.exec(text)?.[0] ?? '';
  return WORDS[word] ?? DIGITS[last] ?? 'vowel';
}
