/** The ways to run code that a program has from the beginning: on a desktop both. */
import '../compiler/on-demand.js';
