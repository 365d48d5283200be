import type { Net } from './net.ts';

type Handler = ((event: Readonly<Record<string, unknown>>) => void) | null;

/** Makes the `XMLHttpRequest` of one virtual browser, as far as the SDK uses one. */
export const createXmlHttpRequest = (net: Net): new () => object =>
  class XMLHttpRequest {
    readyState = 0;
    status = 0;
    responseText = '';
    onreadystatechange: Handler = null;
    onload: Handler = null;
    onerror: Handler = null;
    onabort: Handler = null;
    #method = 'GET';
    #url = '';
    #isOver = false;

    open(method: string, url: string): void {
      this.#method = method.toUpperCase();
      this.#url = new URL(url).href;
      this.readyState = 1;
    }

    setRequestHeader(): void {}

    send(body?: unknown): void {
      const answer = net.http(this.#method, this.#url, body);
      if (answer === 'hang') return;
      net.soon('request', () => {
        if (this.#isOver) return;
        this.#isOver = true;
        this.readyState = 4;
        if (answer !== 'refuse') {
          this.status = answer.status;
          this.responseText = answer.body;
        }
        this.onreadystatechange?.({ type: 'readystatechange' });
        if (answer === 'refuse') this.onerror?.({ type: 'error' });
        else this.onload?.({ type: 'load' });
      });
    }

    abort(): void {
      if (this.#isOver || this.readyState === 0) return;
      this.#isOver = true;
      this.readyState = 4;
      this.status = 0;
      this.onreadystatechange?.({ type: 'readystatechange' });
      this.onabort?.({ type: 'abort' });
    }
  };
