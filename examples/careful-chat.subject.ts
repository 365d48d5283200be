// The careful chat client, introduced to sigsim: npx sigsim audit examples/careful-chat.subject.ts
import { subject } from 'sigsim/paths';
import { CarefulChat } from './careful-chat.ts';

export default subject({
  name: 'careful chat',
  create(world) {
    const told: string[] = [];
    const app = new CarefulChat({
      Signal: world.Signal,
      appId: 'app',
      getToken: (account) => Promise.resolve(world.service.issueToken({ account, appId: 'app' })),
      tell: (text) => told.push(text),
    });
    return Object.assign(app, { told });
  },
  do: {
    login: (app, { account }) => app.connect(account),
    logout: (app) => app.disconnect(),
    channelJoin: (app, { channel }) => app.enter(channel),
    channelLeave: (app) => app.leave(),
    channelQueryUserNum: (app) => app.count(),
    messageChannelSend: (app, { body }) => app.say(body),
    channelInviteUser2: (app, { peer }) => app.ring(peer),
    channelInviteEnd: (app) => app.hangUp(),
    setAttr: (app, { value }) => app.describe(value),
  },
  state: (app) => app.status,
  told: (app) => app.told,
  dispose: (app) => app.dispose(),
});
