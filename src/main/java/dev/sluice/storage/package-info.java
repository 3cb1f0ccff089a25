/**
 * Objects in buckets. Comes in: names, bytes and the condition under which to write them. Goes out: what is stored, by
 * generation. The port is {@link dev.sluice.storage.ObjectStore}.
 */
package dev.sluice.storage;
