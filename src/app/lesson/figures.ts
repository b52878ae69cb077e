/** Measured numbers as the language writes them: `11.3 s` and `11.3초`, `1 min 45 s` and `1분 45초`, `3 requests` and `3건`. */
import type { Language, Unit } from '../../lessons/types';

export type Measured = number | string | boolean;

export function figureText(value: Measured, unit: Unit, language: Language): string {
  if (typeof value !== 'number') return String(value);
  switch (unit) {
    case 'seconds':
      return secondsText(value, language);
    case 'requests':
      return language === 'ko'
        ? `${grouped(value)}건`
        : `${grouped(value)} request${value === 1 ? '' : 's'}`;
    case 'usd':
      return language === 'ko' ? `${money(value)}달러` : `$${money(value)}`;
    case 'percent':
      return `${round(value, 1)}%`;
    case 'count':
    case 'text':
      return grouped(value);
  }
}

/** Tenths below a minute, whole seconds above. */
function secondsText(seconds: number, language: Language): string {
  const [hour, minute, second] = language === 'ko' ? ['시간', '분', '초'] : [' h', ' min', ' s'];
  if (seconds < 60 && Math.round(seconds * 10) < 600) return `${round(seconds, 1)}${second}`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), hour],
    [Math.floor(whole / 60) % 60, minute],
    [whole % 60, second],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

/** At least cents; what is smaller keeps three places. */
const money = (value: number): string => (value < 1 ? round(value, 3) : value.toFixed(2));

const round = (value: number, places: number): string => String(Number(value.toFixed(places)));

function grouped(value: number): string {
  const [whole = '', part] = round(value, 2).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? text : `${text}.${part}`;
}
