/** The local Batch, met as its users meet it: through Google's client over the wire. */
package dev.sluice.local.batch;
