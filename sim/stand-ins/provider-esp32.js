/** `embedded:provider/builtin`, with what the simulator has of it: the pins are those of an ESP32 NodeMCU. */
import Analog from 'embedded:io/analog';
import Digital from 'embedded:io/digital';

export default {
  io: { Analog, Digital },
  Analog: { default: { io: Analog, pin: 33 } },
  pin: { led: 2 },
};
