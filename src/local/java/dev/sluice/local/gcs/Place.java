package dev.sluice.local.gcs;

/** Where an object's bytes lie. */
enum Place {
    /** A plain file of the bucket's folder, at the path that is the object's name. */
    FOLDER,
    /** Below {@code .sluice/gcs}, under the hash of its name, for names that cannot be such a path. */
    SIDE
}
