/**
 * Every fixture on the real stage: `?scene=first|rollout|scale|outage|dense|crowd|states|machines`, `theme=dark`,
 * `lang=ko`, `only=kubernetes` for one half, `play=20` to let simulated time run. Development only; the page does not
 * come here.
 */
import '@fontsource-variable/ibm-plex-sans';
import '@fontsource/ibm-plex-sans/400-italic.css';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/500.css';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '../tokens.css';
import '../stage.css';
import '../timeline.css';
import '../machineDiagram.css';
import './gallery.css';
import type { Ref } from '../../engine/model';
import { clockTenths, figure } from '../clock';
import { MACHINES } from '../fixtures/machines';
import { SCENES, type SceneName } from '../fixtures/scenes';
import { TIMELINES } from '../fixtures/timelines';
import { ledgerText, sharedMax } from '../ledger';
import { mountMachineDiagram } from '../machineDiagram';
import { hatches } from '../marks/hatches';
import { paint } from '../part';
import { SAMPLES, drawSample, type Sample } from '../samples';
import { mountTimeline } from '../timeline';
import { bench } from './bench';
import { mountGauge } from '../mountGauge';
import { mountStage, type Stage } from '../mountStage';
import { halvesOf, type Half, type View } from '../view';
import { ENGLISH, type Words } from '../words';
import { KOREAN } from '../words.ko';

const query = new URLSearchParams(location.search);
const words: Words = query.get('lang') === 'ko' ? KOREAN : ENGLISH;
document.documentElement.lang = query.get('lang') ?? 'en';
document.documentElement.dataset.theme = query.get('theme') ?? 'light';

void document.fonts.ready.then(() => {
  const name = query.get('scene') ?? 'first';
  if (name === 'states') showStates();
  else if (name === 'machines') showMachines();
  else show(name as SceneName);
});

function show(name: SceneName): void {
  const { view: whole, nowMs, pointing } = SCENES[name];
  const only = query.get('only');
  const view: View = only ? { ecs: null, kubernetes: null, [only]: whole[only as 'ecs'] } : whole;
  document.body.append(heads(view), make('div', 'canvas'), make('div', 'time'));
  heads.draw(view);
  const time = document.querySelector<HTMLElement>('.time')!;
  time.style.height = query.has('strip') ? '44px' : '116px';
  let selected: Ref | null = pointing.selected ?? null;
  let hovered: Ref | null = null;
  const stage: Stage = mountStage(document.querySelector<HTMLElement>('.canvas')!, {
    words,
    onSelect: (ref) => (selected = ref),
    onHover: (ref) => (hovered = ref),
    onMenu: (ref, at) => console.log('menu', ref, at),
  });
  let at = TIMELINES[name];
  const timeline = mountTimeline(time, {
    words,
    onSeek: (atMs) => (at = { ...at, nowMs: atMs }),
    onPick: (serial) => console.log('pick', serial),
  });
  const speed = Number(query.get('play') ?? 0);
  let [now, before] = [nowMs, 0];
  const frame = (atMs: number): void => {
    const elapsedMs = before === 0 ? 0 : atMs - before;
    before = atMs;
    now += elapsedMs * speed;
    stage.update(view, now, {
      elapsedMs,
      speed: Math.max(1, speed),
      selected,
      counterpart: selected ? (pointing.counterpart ?? null) : null,
      pairLabel: pointing.pairLabel ?? null,
      scaleBy: query.get('by') === 'memory' ? 'memory' : 'cpu',
    });
    void hovered;
    timeline.update(at);
    requestAnimationFrame(frame);
  };
  addEventListener('resize', () => stage.resize());
  if (query.has('bench')) return measure(stage);
  requestAnimationFrame(frame);
  Object.assign(window, { stage, view });
}

function measure(stage: Stage): void {
  void bench(stage, Number(query.get('bench')), 300).then((cost) =>
    Object.assign(window, { cost: JSON.stringify(cost) }),
  );
}

function make(tag: string, name: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

function heads(view: View): HTMLElement {
  const all = make('div', 'heads');
  for (const half of halvesOf(view)) all.append(head(half));
  return all;
}

heads.draw = (view: View): void => {
  const meters = document.querySelectorAll<HTMLElement>('.meter');
  halvesOf(view).forEach((half, i) =>
    mountGauge(meters[i]!).update(half.ledger.gauge, sharedMax(view), words[half.platform]),
  );
};

function head(half: Half): HTMLElement {
  const { ledger, platform } = half;
  const text = ledgerText(ledger, words);
  const element = make('div', 'head');
  const title = make('div', 'name');
  title.append(
    make('i', platform === 'ecs' ? 'sign' : 'sign round'),
    words[platform],
    make('small', '', `${half.cluster} · ${words.tiles(platform, half.count)}`),
  );
  const figures = make('div', 'figures');
  figures.append(
    cell('Asked', figure(ledger.asked), ledger.askedAs),
    cell(
      'True',
      figure(ledger.true.count),
      `${text.state}${text.underWay && ` + ${text.underWay}`}`,
    ),
    make('div', 'meter'),
    make('p', 'why', `${ledger.why?.text ?? ''} ${clockTenths(ledger.why?.atMs ?? 0)}`),
  );
  element.append(title, figures);
  return element;
}

function cell(caption: string, number: string, rest: string): HTMLElement {
  const element = make('div', '');
  const line = make('p', '');
  line.append(make('b', '', number), rest);
  element.append(make('h3', '', caption), line);
  return element;
}

function showStates(): void {
  const sheet = make('div', 'sheet');
  const patterns = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  paint(patterns, hatches());
  document.body.append(patterns, sheet);
  for (const platform of ['ecs', 'kubernetes'] as const) {
    const column = make('section', '');
    for (const sample of SAMPLES[platform]) column.append(stateRow(sample));
    sheet.append(column);
  }
}

function stateRow(sample: Sample): HTMLElement {
  const row = make('div', 'example');
  for (const size of ['normal', 'compact', 'mosaic'] as const) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    drawSample(svg, sample, size);
    row.append(svg);
  }
  row.append(make('b', '', sample.of.state));
  return row;
}

function showMachines(): void {
  const sheet = make('div', 'sheet');
  document.body.append(sheet);
  for (const view of Object.values(MACHINES)) {
    const section = make('section', 'machine');
    sheet.append(section);
    mountMachineDiagram(section, words).update(view);
  }
}
