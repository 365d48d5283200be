// A module that throws while it is loaded.
throw new Error('no config here');
