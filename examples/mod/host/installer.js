/**
 * Takes mods over the air, on an ESP32: PUT of an archive to /mod writes it to the partition `xs`, and
 * the firmware starts anew. That is what `mcrun -m -p esp32 URL=http://ADDRESS/mod` sends.
 */
import Flash from 'flash';
import { Server } from 'http';
import Modules from 'modules';
import Net from 'net';
import Timer from 'timer';

const RESTART_MS = 500; // for the answer to be sent

const flash = new Flash('xs');
/** The code of a mod that runs lies where the next one goes: it must not run any more. */
const isInUse = Modules.has('mod');

/** Writes bytes that follow those before, after erasing the sectors that they are the first of. */
function write(offset, bytes) {
  const end = offset + bytes.byteLength;
  if (end > flash.byteLength) throw new Error('the mod is too large');
  const { blockSize } = flash;
  for (let sector = Math.ceil(offset / blockSize); sector * blockSize < end; sector++) {
    flash.erase(sector);
  }
  flash.write(offset, bytes.byteLength, bytes);
  return end;
}

function restart() {
  if (isInUse) flash.erase(0);
  System.restart();
}

/** @returns the answer: mcrun's curl tries again after 503, and then there is no mod */
function answer(connection) {
  if (!connection.isMod) return { status: 404 };
  Timer.set(restart, RESTART_MS);
  return { status: isInUse ? 503 : 200 };
}

new Server({ port: 80 }).callback = function (message, path, method) {
  switch (message) {
    case Server.status:
      this.isMod = method === 'PUT' && path === '/mod';
      this.offset = 0;
      break;
    case Server.headersComplete:
      return this.isMod && !isInUse; // false: the body is passed over
    case Server.requestFragment:
      this.offset = write(this.offset, this.read(ArrayBuffer));
      break;
    case Server.prepareResponse:
      return answer(this);
    case Server.error:
      if (this.offset > 0) flash.erase(0); // half a mod is none
      break;
  }
};

trace(`mods are taken at http://${Net.get('IP')}/mod\n`);
