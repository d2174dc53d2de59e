import test from 'ava';
import { tellsRefusal } from './compose-output.js';

test('both versions of Compose tell what the engine refused', (t) => {
  const allocated = 'Bind for 0.0.0.0:8080 failed: port is already allocated';
  t.true(
    tellsRefusal(
      ' Container x-b-1  Started\nError response from daemon: failed to set up container networking: driver failed ' +
        `programming external connectivity on endpoint x-a-1 (d95e81e27b04): ${allocated}\n`,
    ),
  );
  t.true(
    tellsRefusal(
      ' Network x_default  Error\nfailed to create network x_default: Error response from daemon: failed to parse ' +
        'com.docker.network.driver.mtu value: many (strconv.Atoi: parsing "many": invalid syntax)\n',
    ),
  );
  t.true(
    tellsRefusal(
      'Creating x_a_1 ... error\r\n\nERROR: for x_a_1  Cannot start service a: driver failed programming external ' +
        `connectivity on endpoint x_a_1 (7a7cc5c511c3): ${allocated}\n`,
    ),
  );
});

test('a Compose that is not there, or does not know its arguments, tells no refusal of the engine', (t) => {
  t.false(tellsRefusal('sh: 1: docker: not found\n'));
  t.false(tellsRefusal("unknown shorthand flag: 'p' in -p\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n"));
});
