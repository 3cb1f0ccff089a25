/** The local cloud's clock. */
package dev.sluice.local.time;
