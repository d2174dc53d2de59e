import test from 'ava';
import { EngineError, findRefusal, RefusedRequestError } from './error.js';

const answer = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });

test('an error status of the API is a refusal, wherever it is the cause; a taken name is none', (t) => {
  t.is(findRefusal(answer(500, 'invalid subnet')), 'invalid subnet');
  t.is(findRefusal(new EngineError('no start', { cause: answer(400, 'bad option') })), 'bad option');
  t.is(
    findRefusal(new RefusedRequestError('service "web" refers to undefined network')),
    'service "web" refers to undefined network',
  );
  t.is(findRefusal(answer(409, 'the container name "/web" is already in use')), null);
  t.is(findRefusal(new EngineError('the engine was killed')), null);
});

for (const words of [
  // As 20.10.24 said it of an overlay network with the machine four times as busy as it has cores.
  'attaching to network failed, make sure your network options are correct: context deadline exceeded',
  'mkdir /var/lib/docker/overlay2/1f2b: no space left on device',
  'dial unix /run/containerd/containerd.sock: i/o timeout',
])
  test(`a machine that is too busy or too full has refused nothing: ${words}`, (t) => {
    t.is(findRefusal(answer(500, words)), null);
    t.is(findRefusal(new RefusedRequestError(words)), null);
  });
