package dev.sluice.local.gcs;

import java.io.IOException;

/** Hears of every new generation of an object before its uploader does. */
interface Finalized {
    void created(String bucket, StoredObject object) throws IOException;
}
