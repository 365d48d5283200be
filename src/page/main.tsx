import { render } from 'preact';
import type { TraceEntry } from '../trace.ts';
import './style.css';
import { follow, keepAddress } from './model/address.ts';
import { showRecording } from './model/store.ts';
import { App } from './view/app.tsx';

/** The trace that the page was served with, if there is one. */
const recorded = (): readonly TraceEntry[] | null =>
  JSON.parse(document.querySelector('#recording')?.textContent ?? 'null') as
    | readonly TraceEntry[]
    | null;

const place = document.querySelector('#app');
if (place !== null) {
  place.textContent = '';
  render(<App />, place);
  const entries = location.hash === '' ? recorded() : null;
  if (entries === null) void follow(location.hash).then(keepAddress);
  else {
    showRecording(entries);
    keepAddress();
  }
}
