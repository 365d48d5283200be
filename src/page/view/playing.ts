// The clock for playing: the browser's frames.
import { effect } from '@preact/signals';
import { forward } from '../model/courses.ts';
import { costOf, rate, usual } from '../model/play.ts';
import { history, isPlaying, look, moment, playUntil, speed } from '../model/store.ts';

/** Moves on for as long as it plays; if nothing is painted, nothing plays. */
export function keepPlaying(): void {
  effect(() => {
    if (!isPlaying.value) {
      rate.value = usual;
      return undefined;
    }
    let frame = 0;
    let last: number | undefined;
    // The first entry comes at once: whoever presses a button wants to see that it does something.
    let due = Number.POSITIVE_INFINITY;
    const run = async (now: number): Promise<void> => {
      due =
        due === Number.POSITIVE_INFINITY
          ? costOf(moment.peek())
          : due + ((now - (last ?? now)) / 1000) * rate.peek() * speed.peek();
      last = now;
      let goal = moment.peek();
      while (isPlaying.peek() && goal < playUntil.peek() && due >= costOf(goal)) {
        due -= costOf(goal);
        goal += 1;
        // What has already happened is just stepped through; time has to pass only at its end.
        if (goal <= history.peek().value.end) continue;
        look(goal - 1);
        await forward();
        goal = moment.peek();
      }
      if (goal !== moment.peek() && isPlaying.peek()) look(goal);
      if (moment.peek() >= playUntil.peek()) {
        isPlaying.value = false;
        playUntil.value = Number.POSITIVE_INFINITY;
      }
      if (isPlaying.peek()) frame = requestAnimationFrame((next) => void run(next));
    };
    frame = requestAnimationFrame((now) => void run(now));
    return () => cancelAnimationFrame(frame);
  });
}
