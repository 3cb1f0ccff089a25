/** The local cloud's one clock: it can be moved, and what waits for a moment of it runs when it gets there. */
package dev.sluice.local.time;
