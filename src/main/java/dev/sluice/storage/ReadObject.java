package dev.sluice.storage;

/** An object and its bytes, of the same generation. */
public record ReadObject(StoredObject object, byte[] bytes) {}
