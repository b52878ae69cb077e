/** A measured number as the language writes it in prose (KOREAN.md 4). */
import type { Language, MeasureState, Unit } from './types';

export function format(
  value: NonNullable<MeasureState['value']>,
  unit: Unit,
  language: Language,
): string {
  if (typeof value !== 'number') return String(value);
  switch (unit) {
    case 'seconds':
      return duration(value, language);
    case 'requests':
      return requests(value, language);
    case 'usd':
      return language === 'ko' ? `${money(value)}달러` : `$${money(value)}`;
    case 'percent':
      return `${number(value, 1)}%`;
    default:
      return number(value, 2);
  }
}

/** To the tenth of a second, from a minute on in minutes and seconds. */
function duration(seconds: number, language: Language): string {
  const ko = language === 'ko';
  if (seconds < 59.95) return ko ? `${number(seconds, 1)}초` : `${number(seconds, 1)} s`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60] as const;
  const names = ko ? ['시간', '분', '초'] : [' h', ' min', ' s'];
  return parts
    .map((n, i) => (n === 0 ? '' : `${n}${names[i] ?? ''}`))
    .filter((part) => part !== '')
    .join(' ');
}

function requests(count: number, language: Language): string {
  const n = number(count, 0);
  if (language === 'ko') return `${n}건`;
  return count === 1 ? '1 request' : `${n} requests`;
}

const money = (value: number): string => grouped(value.toFixed(value !== 0 && value < 1 ? 3 : 2));

/** At most so many decimals, thousands set apart. */
function number(value: number, decimals: number): string {
  return grouped(String(Number(value.toFixed(decimals))));
}

function grouped(text: string): string {
  const [whole = '', ...rest] = text.split('.');
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ','), ...rest].join('.');
}
