import { render } from 'preact';
import './style.css';
import { follow, keepAddress } from './model/address.ts';
import { App } from './view/app.tsx';

const place = document.querySelector('#app');
if (place !== null) {
  place.textContent = '';
  render(<App />, place);
  void follow(location.hash).then(keepAddress);
}
