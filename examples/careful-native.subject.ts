// The careful native client, introduced to sigsim: npx sigsim audit examples/careful-native.subject.ts
import { subject } from 'sigsim/paths';
import { CarefulNative } from './careful-native.ts';

export default subject({
  name: 'careful native',
  create(world, options) {
    const told: string[] = [];
    const app = new CarefulNative({
      api: world.createAgoraAPI(options),
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
  },
  state: (app) => app.status,
  told: (app) => app.told,
  dispose: (app) => app.dispose(),
});
