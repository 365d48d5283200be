// The published SDK hears over sockets, in real time, what it hears on the virtual wire: callback for
// callback, story by story.
import { expect, test } from 'vitest';
import { pointAtSimulator, serve } from '../../src/loopback/index.ts';
import { brokenIn } from '../support/frame-rules.ts';
import { proxy } from '../support/proxy.ts';
import { realSignal, until } from '../support/real-sdk.ts';
import { stories, virtually, type Story, type Told } from '../support/wire-stories.ts';
import { Handset } from '../support/wire.ts';

/** What was heard over sockets, and the frames that a proxy saw. */
async function overSockets(story: Story): Promise<Told> {
  const server = await serve();
  const way = await proxy(server.port);
  try {
    const people = await story({
      world: server.world,
      phone: () => new Handset(pointAtSimulator(realSignal()('app'), way.port)),
      hears: (who, count) => until(() => who.heard.length >= count, `callback ${count}`),
      holds: (what) => until(what),
    });
    return { heard: [...people.map(({ heard }) => heard), []], sockets: way.sockets };
  } finally {
    way.close();
    await server.close();
  }
}

test.each(Object.entries(stories))(
  'the same over sockets as on the virtual wire, by frames that keep the rules: %s',
  async (name, story) => {
    const [wire, line] = [await virtually(story), await overSockets(story)];

    expect(line.heard).toEqual(wire.heard);
    expect(wire.heard.flat().length).toBeGreaterThan(0);
    expect(brokenIn(name, line.sockets)).toEqual([]);
    expect(line.sockets.flatMap(({ frames }) => frames).length).toBeGreaterThan(0);
  },
);
