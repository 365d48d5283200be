import { render } from 'preact';
import './style/index.css';
import { follow, keepAddress } from './model/address.ts';
import type { Sheet } from '../trace/sheet.ts';
import type { Recorded } from '../trace/trace.ts';
import { showRecording } from './model/courses.ts';
import { followServer, liveToken } from './model/following.ts';
import { sheet } from './model/store.ts';
import { keepPlaying } from './view/playing.ts';
import { App } from './view/app.tsx';
import { Machine, type MachineShown } from './view/machine.tsx';

/** What the page was served with, if anything: the trace of a test, a report, or a machine. */
const given = (id: 'recording' | 'report' | 'machine'): unknown =>
  JSON.parse(document.querySelector(`#${id}`)?.textContent ?? 'null');

function showService(place: Element): void {
  sheet.value = (given('report') as Sheet | null) ?? undefined;
  render(<App />, place);
  keepPlaying();
  const token = liveToken(location.hash);
  const trace = location.hash === '' ? (given('recording') as Recorded | null) : null;
  if (token !== undefined) void followServer(token);
  else if (trace === null) void follow(location.hash).then(keepAddress);
  else {
    showRecording(trace);
    keepAddress();
  }
}

const place = document.querySelector('#app');
if (place !== null) {
  place.textContent = '';
  const machine = given('machine') as MachineShown | null;
  if (machine === null) showService(place);
  else render(<Machine {...machine} />, place);
}
