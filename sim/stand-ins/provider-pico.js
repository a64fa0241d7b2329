/** `embedded:provider/builtin`, with what the simulator has of it: the pins are those of a Raspberry Pi Pico. */
import Analog from 'embedded:io/analog';
import Digital from 'embedded:io/digital';

export default {
  io: { Analog, Digital },
  Analog: { default: { io: Analog, pin: 26 } },
  pin: { led: 25 },
};
