import { render } from 'preact';
import './style/index.css';
import { follow, keepAddress } from './model/address.ts';
import type { Recorded } from '../trace/trace.ts';
import { showRecording } from './model/courses.ts';
import { keepPlaying } from './view/playing.ts';
import { App } from './view/app.tsx';

/** The trace that the page was served with, if there is one. */
const recorded = (): Recorded | null =>
  JSON.parse(document.querySelector('#recording')?.textContent ?? 'null') as Recorded | null;

const place = document.querySelector('#app');
if (place !== null) {
  place.textContent = '';
  render(<App />, place);
  keepPlaying();
  const trace = location.hash === '' ? recorded() : null;
  if (trace === null) void follow(location.hash).then(keepAddress);
  else {
    showRecording(trace);
    keepAddress();
  }
}
